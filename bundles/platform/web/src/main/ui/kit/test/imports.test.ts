import { describe, expect, it } from 'vitest'
import { keysOf, missing } from '../src/engine/imports'

const fields = [
  { name: 'number', title: 'Number', key: true },
  { name: 'name', title: 'Name', required: true, key: true },
  { name: 'level', title: 'Level' },
]

describe('what is said of columns', () => {
  it('tells what no new record can do without', () => {
    const columns = [{ header: 'Level', field: 'level' }, { header: 'Else' }]
    expect(missing({ columns, fields }).map(({ name }) => name)).toEqual(['name'])
    expect(missing({ columns: [...columns, { field: 'name' }], fields })).toEqual([])
    expect(missing({ columns, fields, mode: 'update' })).toEqual([])
  })

  it('offers to find records by columns that are there', () => {
    expect(keysOf({ columns: [{ field: 'number' }, { field: 'level' }], fields }).map(({ name }) => name)).toEqual(['number'])
    expect(keysOf({ columns: [{}], fields })).toEqual([])
  })
})
