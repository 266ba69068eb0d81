import { describe, expect, it } from 'vitest'
import type { Field, FieldType } from '../src/api/types'
import { asRange, chosenOf, rangeOf, rsql } from '../src/engine/filter'

const field = (key: string, type: FieldType, filterable = true): Field => ({ key, title: key, type, filterable })
const fields = [
  field('name', 'text'),
  field('level', 'code'),
  field('types', 'set'),
  field('ownerId', 'reference'),
  field('active', 'boolean'),
  field('employees', 'integer'),
  field('founded', 'date'),
  field('createdAt', 'instant'),
  field('secret', 'text', false),
]

describe('rsql', () => {
  it('is absent where nothing is chosen', () => {
    expect(rsql({}, fields)).toBeUndefined()
    expect(rsql({ level: '', secret: 'x', unknown: 'y' }, fields)).toBeUndefined()
  })

  it('joins all conditions', () => {
    expect(rsql({ name: '华东', level: 'A,B', ownerId: '12', active: 'true' }, fields)).toBe(
      'name=="*华东*";level=in=("A","B");ownerId=="12";active=="true"',
    )
  })

  it('keeps quotes and stars of the text from being operators', () => {
    expect(rsql({ name: 'a"b*c\\' }, fields)).toBe('name=="*a\\"bc\\\\*"')
  })

  it('has both ends of a range, or one', () => {
    expect(rsql({ employees: '10..200' }, fields)).toBe('employees=ge="10";employees=le="200"')
    expect(rsql({ employees: '..200' }, fields)).toBe('employees=le="200"')
    expect(rsql({ founded: '2026-01-01..' }, fields)).toBe('founded=ge="2026-01-01"')
  })

  it('means whole days of the user with instants', () => {
    const start = new Date(2026, 0, 31).toISOString()
    const end = new Date(2026, 1, 1).toISOString()
    expect(rsql({ createdAt: '2026-01-31..2026-01-31' }, fields)).toBe(`createdAt=ge="${start}";createdAt=lt="${end}"`)
  })
})

describe('ranges', () => {
  it('survive the address', () => {
    expect(rangeOf(asRange('1', ''))).toEqual(['1', ''])
    expect(rangeOf(asRange('', '5'))).toEqual(['', '5'])
    expect(asRange('', '')).toBe('')
  })
})

describe('chosenOf', () => {
  it('says in an address what a filter says of the values of fields', () => {
    expect(chosenOf('customerId==7;status=in=(open,late)')).toEqual({ customerId: '7', status: 'open,late' })
  })

  it('leaves what says more to programs', () => {
    for (const filter of ['', 'a==1,b==2', 'a=gt=1', "a=='x;y'", 'a==x*']) expect(chosenOf(filter)).toBeUndefined()
  })
})
