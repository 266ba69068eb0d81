import { describe, expect, it } from 'vitest'
import { isOffered } from './quotes'

describe('steps', () => {
  const quote = (status: string, more = {}) => ({ id: '1', version: 1, status, ...more })
  it('are offered where they can be taken', () => {
    expect(isOffered('send', quote('draft'))).toBe(true)
    expect(isOffered('send', quote('draft', { needsApproval: true }))).toBe(false)
    expect(isOffered('accept', quote('expired'))).toBe(false)
    expect(isOffered('makePrimary', quote('draft', { primaryQuote: true }))).toBe(false)
    expect(isOffered('newVersion', quote('superseded'))).toBe(false)
    expect(isOffered('newVersion', quote('superseded', { primaryQuote: true }))).toBe(true)
  })
})
