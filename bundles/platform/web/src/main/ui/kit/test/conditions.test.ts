import { describe, expect, it } from 'vitest'
import type { Field, FieldType } from '../src/api/types'
import { compiled, period, pruned, read, written, type Group, type Operator } from '../src/engine/conditions'

const field = (key: string, type: FieldType): Field => ({ key, title: key, type, filterable: true })
const fields = [
  field('name', 'text'),
  field('level', 'code'),
  field('types', 'set'),
  field('ownerId', 'reference'),
  field('active', 'boolean'),
  field('employees', 'integer'),
  field('founded', 'date'),
  field('createdAt', 'instant'),
]
const rule = (key: string, operator: Operator, ...values: string[]) => ({ field: key, operator, values })
const all = (...parts: Group['parts']): Group => ({ join: 'and', parts })
const any = (...parts: Group['parts']): Group => ({ join: 'or', parts })

/** A Wednesday. */
const NOW = new Date(2026, 10, 25, 15, 30)
const midnight = (year: number, month: number, day: number) => new Date(year, month - 1, day).toISOString()

describe('conditions', () => {
  const tree = all(
    rule('name', 'contains', '华东 "科技"'),
    any(rule('level', 'any', 'A', 'B'), all(rule('employees', 'between', '10', '200'), rule('createdAt', 'within', 'last-30-days'))),
    any(rule('ownerId', 'any', 'me'), rule('types', 'none', 'supplier'), rule('founded', 'empty')),
  )

  it('are the same after they were written and read', () => {
    expect(read(written(tree), fields)).toEqual(tree)
    for (const operator of ['contains', 'lacks', 'is', 'not', 'starts', 'ends'] as const) {
      const single = all(rule('name', operator, 'a(b),c;d\\'))
      expect(read(written(single), fields)).toEqual(single)
    }
    for (const operator of ['on', 'before', 'after'] as const) {
      const single = all(rule('createdAt', operator, '2026-01-31'))
      expect(read(written(single), fields)).toEqual(single)
    }
  })

  it('read RSQL that was written by hand', () => {
    expect(read('level==A,(employees>=10;name!=*x*)', fields)).toEqual(
      any(rule('level', 'any', 'A'), all(rule('employees', 'ge', '10'), rule('name', 'lacks', 'x'))),
    )
    expect(read('level==A;', fields)).toBeUndefined()
    expect(read('nothing==A', fields)).toBeUndefined()
    expect(read('active=gt=true', fields)).toBeUndefined()
    expect(read('name=="a', fields)).toBeUndefined()
  })

  it('leave out what is not complete', () => {
    expect(pruned(all(rule('name', 'is', ''), any(rule('level', 'any')), any(rule('level', 'any', 'A'))))).toEqual(all(rule('level', 'any', 'A')))
    expect(pruned(all(rule('employees', 'between', '1', '')))).toBeUndefined()
    expect(compiled(all(), fields)).toBeUndefined()
  })

  it('are asked as plain RSQL', () => {
    expect(compiled(tree, fields, NOW)).toBe(
      'name=="*华东 \\"科技\\"*";(level=in=("A","B"),((employees=ge="10";employees=le="200");' +
        `(createdAt=ge="${midnight(2026, 10, 27)}";createdAt=lt="${midnight(2026, 11, 26)}")));` +
        '(ownerId=in=("me"),types=out=("supplier"),founded=null=true)',
    )
  })

  it('mean whole days', () => {
    expect(compiled(all(rule('createdAt', 'on', '2026-01-31')), fields, NOW)).toBe(
      `(createdAt=ge="${midnight(2026, 1, 31)}";createdAt=lt="${midnight(2026, 2, 1)}")`,
    )
    expect(compiled(all(rule('founded', 'after', '2026-01-31')), fields, NOW)).toBe('founded=ge="2026-02-01"')
    expect(compiled(all(rule('founded', 'before', '2026-01-31')), fields, NOW)).toBe('founded=lt="2026-01-31"')
    expect(compiled(all(rule('founded', 'between', '2026-01-01', '2026-01-31')), fields, NOW)).toBe('(founded=ge="2026-01-01";founded=lt="2026-02-01")')
  })
})

describe('relative periods', () => {
  const days = (text: string, now = NOW) => {
    const { from, to } = period(text, now)
    return [from, to].map((day) => day && `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`)
  }

  it('go by the day of asking', () => {
    expect(days('today')).toEqual(['2026-11-25', '2026-11-26'])
    expect(days('yesterday')).toEqual(['2026-11-24', '2026-11-25'])
    expect(days('this-week')).toEqual(['2026-11-23', '2026-11-30'])
    expect(days('last-week', new Date(2026, 10, 22))).toEqual(['2026-11-9', '2026-11-16'])
    expect(days('last-month', new Date(2026, 0, 31))).toEqual(['2025-12-1', '2026-1-1'])
    expect(days('next-month', new Date(2026, 11, 31))).toEqual(['2027-1-1', '2027-2-1'])
    expect(days('this-quarter')).toEqual(['2026-10-1', '2027-1-1'])
    expect(days('last-quarter', new Date(2026, 1, 1))).toEqual(['2025-10-1', '2026-1-1'])
    expect(days('last-year')).toEqual(['2025-1-1', '2026-1-1'])
    expect(days('last-7-days')).toEqual(['2026-11-19', '2026-11-26'])
    expect(days('next-7-days')).toEqual(['2026-11-25', '2026-12-2'])
    expect(days('older-7-days')).toEqual([undefined, '2026-11-19'])
  })
})
