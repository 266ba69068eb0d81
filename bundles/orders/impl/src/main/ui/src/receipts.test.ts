import { describe, expect, it } from 'vitest'
import { amountOf, costOf, isOffered, spread, unitsOf, type Open } from './receipts'

const open = (id: string, amount: string, dueOn?: string, currency = 'CNY', orderId = '1'): Open =>
  ({ id, orderId, seq: Number(id), dueOn, outstanding: { amount, currency } }) as unknown as Open

describe('a receipt', () => {
  it('pays what is due first, and what has no day last', () => {
    const opens = [open('1', '50', '2026-03-09'), open('2', '30', '2026-03-01'), open('3', '20')]
    expect(spread(6000n, opens, 'CNY', {})).toEqual({ 2: 3000n, 1: 3000n })
    expect(spread(20000n, opens, 'CNY', {})).toEqual({ 2: 3000n, 1: 5000n, 3: 2000n })
  })

  it('pays in another currency by the rates of its day, and nothing where there is none', () => {
    const dollars = open('1', '500', '2026-03-01', 'USD')
    expect(costOf(dollars, 'CNY', { USD: '6.98', CNY: '1' })).toBe(349000n)
    expect(costOf(dollars, 'CNY', { CNY: '1' })).toBeUndefined()
    expect(spread(500000n, [dollars, open('2', '5', '2026-04-01')], 'CNY', { CNY: '1' })).toEqual({ 2: 500n })
    expect(costOf(open('1', '1000', undefined, 'JPY'), 'CNY', { JPY: '0.0483', CNY: '1' })).toBe(4830n)
  })

  it('is counted in whole coins', () => {
    expect(unitsOf('1,234.5', 2)).toBe(123450n)
    expect(unitsOf('1.005', 2)).toBeUndefined()
    expect(unitsOf('12.000', 0)).toBe(12n)
    expect(unitsOf('-1', 2)).toBeUndefined()
    expect(amountOf(-5n, 2)).toBe('-0.05')
    expect(amountOf(12n, 0)).toBe('12')
  })

  it('is allocated while something is left of it', () => {
    const row = (more: object) => ({ id: '1', version: 1, status: 'confirmed', kind: 'receipt', ...more }) as never
    expect(isOffered('allocate', row({ unapplied: { amount: '0.00', currency: 'CNY' } }))).toBe(false)
    expect(isOffered('allocate', row({ unapplied: { amount: '0.01', currency: 'CNY' } }))).toBe(true)
    expect(isOffered('refund', row({ kind: 'refund' }))).toBe(false)
    expect(isOffered('confirm', row({}))).toBe(false)
  })
})
