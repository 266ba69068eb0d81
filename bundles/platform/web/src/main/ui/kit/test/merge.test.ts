import { describe, expect, it } from 'vitest'
import type { Field, FieldType, Row } from '../src/api/types'
import { changes, merge, merged, same } from '../src/engine/merge'

const field = (key: string, type: FieldType = 'text', more: Partial<Field> = {}): Field => ({ key, title: key, type, ...more })
const fields = [
  field('name'),
  field('phone'),
  field('types', 'set'),
  field('revenue', 'money'),
  field('employees', 'integer'),
  field('number', 'text', { readOnly: true }),
]
const base: Row = { id: '7', version: 3, name: '华东科技', phone: '021', types: ['direct'], revenue: { amount: '1.50', currency: 'CNY' }, employees: 5, number: 'C-1' }
const keysOf = (list: Field[]) => list.map(({ key }) => key)

describe('same', () => {
  it.each<[FieldType, unknown, unknown, boolean]>([
    ['text', '', null, true],
    ['text', undefined, null, true],
    ['text', 'a', 'b', false],
    ['set', [], undefined, true],
    ['set', ['a', 'b'], ['b', 'a'], true],
    ['set', ['a'], ['a', 'b'], false],
    ['decimal', '1.50', '1.5', true],
    ['decimal', '1.50', '1.05', false],
    ['integer', 5, '5', true],
    ['money', { amount: '1.50', currency: 'CNY' }, { amount: '1.5', currency: 'CNY', baseAmount: '1.50' }, true],
    ['money', { amount: '1.50', currency: 'CNY' }, { amount: '1.50', currency: 'USD' }, false],
    ['boolean', false, undefined, false],
  ])('of %s: %j and %j: %s', (type, left, right, expected) => {
    expect(same(field('x', type), left, right)).toBe(expected)
  })
})

describe('changes', () => {
  it('holds what the user changed and nothing else', () => {
    expect(changes(fields, base, { ...base, phone: '0571' })).toEqual({ phone: '0571' })
    expect(changes(fields, base, { ...base })).toEqual({})
  })

  it('clears by null, and a set by having none', () => {
    expect(changes(fields, base, { ...base, phone: '', types: [], revenue: null })).toEqual({ phone: null, types: [], revenue: null })
  })

  it('never touches what may only be read', () => {
    expect(changes(fields, base, { ...base, number: 'C-2' })).toEqual({})
  })

  it('of a new record is all that was entered', () => {
    expect(changes(fields, {}, { name: '华东', phone: '', employees: 3 })).toEqual({ name: '华东', employees: 3 })
  })
})

describe('merge', () => {
  it('tells who changed what', () => {
    const theirs = { ...base, version: 4, phone: '010', employees: 9 }
    const outcome = merge(fields, base, theirs, { ...base, phone: '0571', name: '华东科技股份' })
    expect(outcome.conflicts).toEqual([{ field: fields[1], theirs: '010', mine: '0571' }])
    expect(keysOf(outcome.theirs)).toEqual(['employees'])
    expect(keysOf(outcome.mine)).toEqual(['name'])
  })

  it('is no conflict where both came to the same', () => {
    const outcome = merge(fields, base, { ...base, version: 4, phone: '010' }, { ...base, phone: '010' })
    expect(outcome).toEqual({ conflicts: [], theirs: [], mine: [] })
  })

  it('sees what was cleared', () => {
    const outcome = merge(fields, base, { ...base, version: 4, types: [] }, { ...base, types: ['direct', 'partner'] })
    expect(outcome.conflicts.map(({ field: { key } }) => key)).toEqual(['types'])
  })
})

describe('merged', () => {
  const theirs = { ...base, version: 4, phone: '010', employees: 9 }
  const mine = { ...base, phone: '0571', name: '华东科技股份' }
  const outcome = merge(fields, base, theirs, mine)

  it('keeps both sides, and the user’s value of what both changed', () => {
    expect(merged(outcome, theirs, mine, new Set())).toMatchObject({ name: '华东科技股份', employees: 9, phone: '0571', version: 4 })
  })

  it('keeps theirs where it was chosen', () => {
    expect(merged(outcome, theirs, mine, new Set(['phone']))).toMatchObject({ name: '华东科技股份', employees: 9, phone: '010' })
  })

  it('leaves a patch of the user’s changes against what is saved now', () => {
    expect(changes(fields, theirs, merged(outcome, theirs, mine, new Set()))).toEqual({ name: '华东科技股份', phone: '0571' })
  })
})
