import { describe, expect, it } from 'vitest'
import { createCustomFields, fieldNamed } from '../src/api/custom'
import { Problem } from '../src/api/problem'

function known() {
  const custom = createCustomFields()
  custom.spread({
    collection: 'customers',
    fields: [
      { key: 'customFields.size', type: 'decimal' },
      { key: 'customFields.vip', type: 'boolean' },
      { key: 'customFields.roles', type: 'set' },
      { key: 'customFields.motto', type: 'text' },
    ],
  })
  return custom
}

describe('fields that the company added', () => {
  it('are not looked for in what has a collection and fields of another kind', () => {
    const imported = { collection: 'customers', fields: [{ name: 'id', key: true }, { name: 'name', key: false }] }
    expect(createCustomFields().spread(imported)).toEqual(imported)
  })

  it('are fields like any others of what is answered', () => {
    const page = known().spread({
      items: [
        {
          id: '1',
          customFields: [
            { key: 'size', decimal: '1.50', codes: [] },
            { key: 'vip', flag: false, codes: [] },
            { key: 'roles', codes: ['a', 'b'] },
          ],
        },
        { id: '2', customFields: [] },
      ],
    })
    expect(page.items).toEqual([{ id: '1', 'customFields.size': '1.50', 'customFields.vip': false, 'customFields.roles': ['a', 'b'] }, { id: '2' }])
  })

  it('travel in their list, each in the member of its type', () => {
    const body = known().gather('/customers/7', { name: 'x', 'customFields.size': '2', 'customFields.vip': true, 'customFields.roles': [], 'customFields.motto': null })
    expect(body).toEqual({
      name: 'x',
      customFields: [
        { key: 'size', decimal: '2' },
        { key: 'vip', flag: true },
        { key: 'roles', codes: [] },
        { key: 'motto', text: null },
      ],
    })
    expect(known().gather('/customers/bulk', { action: 'patch', items: [{ id: '1', 'customFields.size': '3' }] })).toEqual({
      action: 'patch',
      items: [{ id: '1', customFields: [{ key: 'size', decimal: '3' }] }],
    })
  })

  it('are named by errors about their place in the list', () => {
    const custom = known()
    const sent = custom.gather('/customers', { 'customFields.size': 'many' })
    const problem = custom.named(new Problem(400, 'malformed', '', [{ field: 'customFields[0].decimal', code: 'wrong-type', message: '' }]), sent)
    expect(problem.errors[0]!.field).toBe('customFields.size')
    expect(fieldNamed('customFields.size')).toBe('customFields.size')
    expect(fieldNamed('customFields.roles[1]')).toBe('customFields.roles')
    expect(fieldNamed('revenue.amount')).toBe('revenue')
  })
})
