import { describe, expect, it } from 'vitest'
import type { Field } from '../src/api/types'
import { holds } from '../src/engine/when'

const fields: Field[] = [
  { key: 'types', title: 'Types', type: 'set' },
  { key: 'status', title: 'Status', type: 'code' },
]

describe('a condition of a record', () => {
  it('holds where one of its values is among those of the field', () => {
    expect(holds({ types: ['competitor', 'supplier'] }, { types: ['customer', 'supplier'] }, fields)).toBe(true)
    expect(holds({ types: 'competitor' }, { types: ['customer'] }, fields)).toBe(false)
    expect(holds({ status: 'won' }, { status: 'won' }, fields)).toBe(true)
  })

  it('asks that of each of its fields', () => {
    expect(holds({ types: 'customer', status: 'won' }, { types: ['customer'], status: 'lost' }, fields)).toBe(false)
    expect(holds(undefined, undefined, fields)).toBe(true)
  })

  it('can ask for nothing, and asks nothing of what the user does not see', () => {
    expect(holds({ types: '' }, { types: [] }, fields)).toBe(true)
    expect(holds({ types: 'customer' }, {}, fields)).toBe(false)
    expect(holds({ types: 'customer' }, {}, [])).toBe(true)
  })
})
