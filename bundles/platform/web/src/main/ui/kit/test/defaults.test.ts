import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Field } from '../src/api/types'
import { defaultOf } from '../src/engine/defaults'
import { session } from '../src/session'
import { serve } from './server'

const field = (type: Field['type'], defaultValue?: string, more: Partial<Field> = {}): Field => ({ key: 'customFields.x', title: 'X', type, defaultValue, ...more })

beforeEach(async () => {
  serve(({ path }) => (path === '/session' ? [200, { user: { id: '7', login: 'a', name: 'A' }, csrf: '', operations: [] }] : undefined))
  await session.resume()
  vi.useFakeTimers({ now: new Date(2026, 10, 7, 9) })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a new record begins', () => {
  it('with what the company says, as each type is entered', () => {
    expect(defaultOf(field('text', 'as it is'))).toBe('as it is')
    expect(defaultOf(field('decimal', '1.50'))).toBe('1.50')
    expect(defaultOf(field('set', 'a, b'))).toEqual(['a', 'b'])
    expect(defaultOf(field('boolean', 'false'))).toBe(false)
    expect(defaultOf(field('money', '100'))).toEqual({ amount: '100', currency: 'CNY' })
    expect(defaultOf(field('money', '1.5 USD'))).toEqual({ amount: '1.5', currency: 'USD' })
    expect(defaultOf(field('date', '2027-01-02'))).toBe('2027-01-02')
    expect(defaultOf(field('date', 'today'))).toBe('2026-11-07')
    expect(defaultOf(field('reference', 'me', { reference: 'users' }))).toBe('7')
    expect(defaultOf(field('reference', '12', { reference: 'customers' }))).toBe('12')
  })

  it('with nothing where nothing is said', () => {
    expect(defaultOf(field('text'))).toBeUndefined()
  })
})
