import type { Metadata } from '@tangram/ui'
import { describe, expect, it } from 'vitest'
import { arranged, peopleIn, treeOf, type Department } from '../src/administration/departmentTree'
import { months } from '../src/administration/workingYear'
import { filterOf, valueOf } from '../src/administration/audit'
import { difference, groupsOf, isNone, operationText } from '../src/administration/roleMatrix'

const operation = (permission: string) => ({ name: permission, permission, allowed: true })
const model = (collection: string, module: string, ...permissions: string[]): Metadata => ({
  collection,
  module,
  title: collection.toUpperCase(),
  titleField: 'name',
  fields: [{ key: 'name', title: 'Name', type: 'text' }],
  operations: permissions.map(operation),
})

describe('the lines of the matrix', () => {
  it('bring together what different contracts allow on the same thing', () => {
    const groups = groupsOf([model('dictionary-items', 'platform', 'dictionaries.view', 'dictionaries.edit'), model('dictionaries', 'platform', 'dictionaries.view')], [], [])
    expect(groups).toHaveLength(1)
    expect(groups[0]!.lines.map(({ key, title }) => [key, title])).toEqual([['dictionaries', 'DICTIONARIES']])
    expect([...groups[0]!.lines[0]!.operations.keys()].sort()).toEqual(['edit', 'view'])
  })

  it('call what they allow as their modules do', () => {
    const told = { ...model('receipts', 'orders', 'receipts.view'), operations: [operation('receipts.view'), { ...operation('receipts.void'), title: 'Void' }] }
    const { lines } = groupsOf([told], ['receipts.void', 'gone.void'], [])[0]!
    expect(operationText(lines, 'receipts.void')).toBe('RECEIPTS: Void')
    expect(operationText(lines, 'gone.void')).toBe('gone: void')
  })

  it('keep what a role has of modules that are not there', () => {
    const groups = groupsOf([model('customers', 'customers', 'customers.view')], ['customers.view', 'orders.approve'], [{ collection: 'orders', scope: 'own' }])
    const orders = groups.find(({ module }) => module === '')!.lines
    expect(orders.map(({ key }) => key)).toEqual(['orders'])
    expect(orders[0]!.operations.get('approve')).toBe('orders.approve')
    expect(orders[0]!.scoped).toBe(true)
  })
})

describe('the difference that a change makes', () => {
  it('names what is added, taken away and reached otherwise', () => {
    const before = { operations: ['a.view', 'a.edit'], scopes: [{ collection: '*', scope: 'own' as const }], fields: [{ collection: 'a', field: 'x', access: 'read' as const }] }
    const after = {
      operations: ['a.view', 'a.delete'],
      scopes: [
        { collection: '*', scope: 'own' as const },
        { collection: 'a', scope: 'departments' as const, departmentIds: ['2', '1'] },
      ],
      fields: [
        { collection: 'a', field: 'x', access: 'read' as const },
        { collection: 'a', field: 'y', access: 'hidden' as const },
      ],
    }
    const changes = difference(before, after)
    expect(changes.added).toEqual(['a.delete'])
    expect(changes.removed).toEqual(['a.edit'])
    expect(changes.scopes.map(({ collection }) => collection)).toEqual(['a'])
    expect(changes.fields).toEqual([{ collection: 'a', field: 'y', before: undefined, after: 'hidden' }])
    expect(isNone(difference(after, { ...after, scopes: [after.scopes[0]!, { ...after.scopes[1]!, departmentIds: ['1', '2'] }] }))).toBe(true)
  })
})

describe('the tree of departments', () => {
  const department = (id: string, more: Partial<Department> = {}): Department => ({ id, version: 1, name: id, ...more })

  it('stands in the order that somebody gave it, then by name', () => {
    const tree = treeOf([department('b'), department('a'), department('z', { position: 10 }), department('c', { parentId: 'a', members: 2 }), department('lost', { parentId: 'unseen' })], 'en')
    expect(tree.map(({ id }) => id)).toEqual(['z', 'a', 'b', 'lost'])
    expect(tree[1]!.children.map(({ id }) => id)).toEqual(['c'])
    expect(peopleIn({ ...tree[1]!, department: { ...tree[1]!.department, members: 3 } })).toBe(5)
  })

  it('writes no more than what is not so yet', () => {
    const moves = arranged([department('a', { position: 10, parentId: 'p' }), department('b', { position: 20 }), department('c', { position: 20, parentId: 'p' })], 'p')
    expect(moves.map(({ department: { id }, change }) => [id, change])).toEqual([
      ['b', { parentId: 'p' }],
      ['c', { position: 30 }],
    ])
  })
})

describe('a working year', () => {
  it('is drawn in weeks that begin on Monday, with what is said of single days', () => {
    const made = { date: '2026-10-10', working: true, name: '国庆节', own: false }
    const off = { date: '2026-10-01', working: false, name: '国庆节', own: false }
    const october = months({ year: 2026, announced: true, workingDays: 250, week: [1, 2, 3, 4, 5], days: [off, made] })[9]!
    expect(october.before).toBe(3)
    expect(october.days).toHaveLength(31)
    expect(october.days.filter(({ day }) => [1, 2, 3, 10].includes(day)).map(({ working }) => working)).toEqual([false, true, false, true])
    expect(months({ year: 2028, announced: false, workingDays: 0, week: [], days: [] })[1]!.days).toHaveLength(29)
  })
})

describe('the audit log', () => {
  const day = (of: string, plus: number) => `${of}+${plus}`
  const all = { group: '', collection: '', kind: '' }

  it('asks for what was chosen, and for a group where no single thing was', () => {
    expect(filterOf(all, day)).toBeUndefined()
    expect(filterOf({ ...all, group: 'files' }, day)).toBe('collection=in=(jobs,analyses)')
    expect(filterOf({ group: 'files', collection: 'users', kind: 'updated', user: '7', days: ['2026-11-01', '2026-11-02'] }, day)).toBe(
      'collection==users;kind==updated;userId==7;happenedAt=ge=2026-11-01+0;happenedAt=lt=2026-11-02+1',
    )
  })

  it('puts values into words that no field shows', () => {
    const text = { key: 'scopes', title: 'Scopes', type: 'text' as const }
    expect(valueOf(text, '[{"collection":"customers","scope":"own"}]')).toBe('customers: own')
    expect(valueOf(text, '"xlsx"')).toBe('xlsx')
    expect(valueOf({ ...text, type: 'integer' }, '5')).toBe(5)
    expect(valueOf(text, null)).toBeUndefined()
  })
})
