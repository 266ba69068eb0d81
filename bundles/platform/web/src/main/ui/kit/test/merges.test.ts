import { describe, expect, it } from 'vitest'
import { alike, choicesOf, proposed, UNITED } from '../src/engine/merges'
import type { Metadata, Row } from '../src/api/types'

const one = (field: string, values: Record<string, unknown>, unites = false) => ({ field, unites, values: Object.entries(values).map(([id, value]) => ({ id, value: JSON.stringify(value) })) })

describe('what a merge proposes', () => {
  it('keeps what stands in the one that stays, and fills what is empty there', () => {
    expect(proposed(one('name', { 1: 'a', 2: 'b' }), '1')).toBe('1')
    expect(proposed(one('name', { 1: 'a', 2: 'b' }), '2')).toBe('2')
    expect(proposed(one('remark', { 2: 'b', 3: 'c' }), '1')).toBe('2')
  })

  it('unites what there may be several of, where more than one has any', () => {
    expect(proposed(one('phones', { 1: ['a'], 2: ['b'] }, true), '1')).toBe(UNITED)
    expect(proposed(one('phones', { 2: ['b'] }, true), '1')).toBe('2')
  })

  it('keeps all of what is only added to, whoever has it', () => {
    expect(proposed({ ...one('consents', { 2: ['a'] }, true), keepsAll: true }, '1')).toBe(UNITED)
  })

  it('asks for no more than what is not to stay', () => {
    const chosen = new Map([
      ['name', '1'],
      ['remark', '2'],
      ['tags', UNITED],
    ])
    expect(choicesOf(chosen, '1')).toEqual([
      { field: 'remark', fromId: '2' },
      { field: 'tags', united: true },
    ])
  })
})

describe('what is the same in all records', () => {
  const field = (key: string, more = {}) => ({ key, title: key, type: 'text', ...more })
  const model = { fields: [field('id', { readOnly: true }), field('name'), field('level'), field('phone', { derived: true }), field('remark')] } as unknown as Metadata

  it('is what one could choose and need not', () => {
    const record = { id: '1', version: 1, name: 'a', level: 'A', phone: '1' } as unknown as Row
    expect(alike(model, record, [one('name', { 1: 'a', 2: 'b' })]).map(({ key }) => key)).toEqual(['level'])
  })
})
