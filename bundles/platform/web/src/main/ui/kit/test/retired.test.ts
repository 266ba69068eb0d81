import { describe, expect, it } from 'vitest'
import type { Field } from '../src/api/types'
import { knownSort, withoutRetired } from '../src/engine/retired'

const fields = ['name', 'customFields.size'].map((key) => ({ key, type: 'text' }) as Field)

describe('what a view says of fields that are retired', () => {
  it('is left out and named', () => {
    const view = { where: 'name=="x",customFields.old=="y"', sort: '-customFields.old,name', filters: { 'customFields.gone': 'a', 'customFields.size': '1..' }, q: 'z' }
    expect(withoutRetired(view, fields)).toEqual({
      gone: ['customFields.old', 'customFields.gone'],
      state: { where: undefined, sort: 'name', filters: { 'customFields.size': '1..' }, q: 'z' },
    })
  })

  it('leaves a view alone that speaks of fields that are there', () => {
    const view = { where: 'customFields.size=="1"', sort: 'customFields.size', filters: {} }
    expect(withoutRetired(view, fields)).toEqual({ gone: [], state: view })
  })
})

describe("a module's own order of a list", () => {
  it('goes by what the user sees', () => {
    expect(knownSort('-name', fields)).toBe('-name')
    expect(knownSort('-pooledAt,name', fields)).toBe('name')
    expect(knownSort('-pooledAt', fields)).toBe('')
    expect(knownSort(undefined, fields)).toBe('')
  })
})
