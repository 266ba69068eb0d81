import { describe, expect, it } from 'vitest'
import { byDay, filterOf, plusDays, plusMonths, sumOf, weeksOf, type Receivable } from './receivables'

const row = (more: Partial<Receivable>): Receivable => ({ id: '1', version: 1, customerId: '2', orderId: '3', state: 'open', ...more })
const money = (baseAmount?: string) => ({ amount: '1', currency: 'USD', baseAmount })

describe('days', () => {
  it('go on over months, years and leap days', () => {
    expect(plusDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(plusMonths('2026-12-05', 1)).toBe('2027-01-01')
    expect(plusMonths('2026-01-31', -1)).toBe('2025-12-01')
  })

  it('stand in weeks that begin on Monday', () => {
    const weeks = weeksOf('2026-11-01')
    // A Sunday.
    expect(weeks[0]).toEqual([...Array<undefined>(6).fill(undefined), '2026-11-01'])
    expect(weeks.at(-1)![0]).toBe('2026-11-30')
    expect(weeks.flat().filter(Boolean)).toHaveLength(30)
    expect(weeksOf('2027-02-01').map((week) => week.length)).toEqual([7, 7, 7, 7])
  })
})

describe('what is due on a day', () => {
  it('is summed to the last place', () => {
    expect(sumOf(['0.1', '0.2'])).toBe('0.3000')
    expect(sumOf(['12345678901234.5678', '0.0001', '-0.5679'])).toBe('12345678901234.0000')
    expect(sumOf(['-1.5'])).toBe('-1.5000')
    expect(sumOf([])).toBe('0.0000')
  })

  it('is told apart by what has become of it', () => {
    const days = byDay(
      [
        row({ dueOn: '2026-11-10', outstanding: money('10') }),
        row({ dueOn: '2026-11-10', outstanding: money('2.50') }),
        row({ dueOn: '2026-11-10', state: 'paid', amount: money('7'), outstanding: money('0') }),
        row({ dueOn: '2026-11-20', outstanding: money('3') }),
        row({ dueOn: '2026-11-20', state: 'planned', amount: money('4') }),
        row({ dueOn: '2026-11-20', outstanding: money() }),
        row({ dueOn: '2026-11-20', state: 'cancelled', amount: money('9') }),
        row({ outstanding: money('5') }),
      ],
      '2026-11-20',
    )
    expect([...days.keys()]).toEqual(['2026-11-10', '2026-11-20'])
    expect(days.get('2026-11-10')).toEqual({ sums: { late: '12.5000', paid: '7.0000' }, counts: { late: 2, paid: 1 }, leftOut: 0 })
    // On the day itself it is not late.
    expect(days.get('2026-11-20')).toEqual({ sums: { planned: '7.0000' }, counts: { planned: 3 }, leftOut: 1 })
  })
})

it('asks for those that somebody looks after', () => {
  expect(filterOf('overdue', '2026-11-27', '7')).toBe('state==open;dueOn=lt=2026-11-27;ownerId==7')
  expect(filterOf('soon', '2026-11-27')).toBe('state==open;dueOn=ge=2026-11-27;dueOn=le=2026-12-04')
})
