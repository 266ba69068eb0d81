import { describe, expect, it } from 'vitest'
import { decimalText, instantText, moneyText, plainText, totalText, typedNumber } from '../src/format'

describe('texts of values', () => {
  it('takes numbers as people type them, and guesses nothing', () => {
    const taken = ['1,234,567.89', '１，２３４．５', '12。5', ' -7 ', '1,5', '1,2345', 'abc'].map(typedNumber)
    expect(taken).toEqual(['1234567.89', '1234.5', '12.5', '-7', '1,5', '1,2345', 'abc'])
  })

  it('round nothing', () => {
    expect(decimalText('12345678901234567890.12', 'en')).toBe('12,345,678,901,234,567,890.12')
    expect(moneyText({ amount: '1234.5', currency: 'CNY' }, 'zh-CN')).toBe('¥1,234.50')
    expect(moneyText({ amount: '0.1234', currency: 'USD' }, 'en')).toBe('$0.1234')
    expect(moneyText({ amount: '1727550000.00', currency: 'CNY' }, 'zh-CN', true)).toBe('¥17.28亿')
    expect(moneyText({ amount: '1234.5', currency: 'CNY' }, 'zh-CN', true)).toBe('¥1,234.50')
  })

  it('show a currency that is none as it is', () => {
    expect(moneyText({ amount: '1.00', currency: '?' }, 'en')).toBe('? 1.00')
  })

  it('name instants where the user is, dates as they are', () => {
    expect(instantText(new Date(2026, 0, 5, 9, 7).toISOString())).toBe('2026-01-05 09:07')
    expect(plainText({ key: 'd', title: 'd', type: 'date' }, '2026-01-05', 'en')).toBe('2026-01-05')
  })

  it('group numbers, but not years', () => {
    expect(plainText({ key: 'n', title: 'n', type: 'integer', min: '0' }, 14101, 'en')).toBe('14,101')
    expect(plainText({ key: 'y', title: 'y', type: 'integer', min: '1000', max: '2100' }, 1998, 'en')).toBe('1998')
  })

  it('say when there are more than were counted', () => {
    expect(totalText({ value: 1000, relation: 'gte' }, 'en')).toBe('1,000+')
    expect(totalText({ value: 85, relation: 'eq' }, 'en')).toBe('85')
  })
})
