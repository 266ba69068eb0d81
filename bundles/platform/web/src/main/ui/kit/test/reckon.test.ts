import { describe, expect, it } from 'vitest'
import { amountOf, digitsOf, reckoned } from '../src/reckon'

describe('what lines come to', () => {
  it('is rounded by line, then summed, as the server does', () => {
    const lines = [
      { quantity: '1.5', price: '33.333', taxRate: '13' },
      { quantity: '1.5', price: '10', discount: '12.5', taxRate: '13' },
    ]
    const { goods, net, tax, lines: each } = reckoned(lines, '10', 2)
    expect(each.map((one) => amountOf(one!, 2))).toEqual(['50.00', '13.13'])
    expect([goods, net, tax].map((one) => amountOf(one, 2))).toEqual(['63.13', '56.82', '7.39'])
  })

  it('goes by the minor unit of the currency', () => {
    const line = [{ quantity: '1.5', price: '10.0015' }]
    expect(amountOf(reckoned(line, undefined, digitsOf('KWD')).goods, 3)).toBe('15.002')
    expect(amountOf(reckoned(line, undefined, digitsOf('JPY')).goods, 0)).toBe('15')
    expect(amountOf(5n, 2)).toBe('0.05')
  })

  it('waits for what is not entered yet', () => {
    const { lines, goods } = reckoned([{ quantity: '2' }, { quantity: 'x', price: '1' }, { quantity: 1, price: '0.1' }], '', 2)
    expect(lines).toEqual([undefined, undefined, 10n])
    expect(goods).toBe(10n)
  })
})
