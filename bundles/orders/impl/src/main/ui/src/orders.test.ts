import { describe, expect, it } from 'vitest'
import { isOffered, planned, titleOfChange } from './orders'

describe('a payment plan', () => {
  it('comes to the total, the last takes the rounding', () => {
    expect(planned([{ percent: '33.3333' }, { percent: '33.3333' }, { percent: '33.3334' }], 10_000n, 2)).toEqual({ amounts: [3333n, 3333n, 3334n], left: 0n, complete: true })
    expect(planned([{ percent: '50' }, { amount: '50.01' }], 10_000n, 2)).toMatchObject({ amounts: [5000n, 5000n], complete: true })
    expect(planned([{ percent: '100' }], 15n, 0)).toMatchObject({ amounts: [15n], complete: true })
  })

  it('tells what is left while it is typed', () => {
    expect(planned([{ percent: '30' }, {}], 10_000n, 2)).toMatchObject({ amounts: [3000n, 0n], left: 7000n, complete: false })
    expect(planned([{ amount: '120' }], 10_000n, 2)).toMatchObject({ left: -2000n, complete: false })
    expect(planned([], 10_000n, 2)).toMatchObject({ amounts: [], complete: false })
  })
})

describe('an order', () => {
  it('is offered what can be done', () => {
    const order = (status: string, more = {}) => ({ id: '1', version: 1, status, ...more })
    expect(isOffered('submit', order('draft'))).toBe(true)
    expect(isOffered('closeShort', order('completed'))).toBe(false)
    expect(isOffered('approve', order('executing'))).toBe(false)
    expect(isOffered('approve', order('executing', { requested: [{ reason: 'More' }] }))).toBe(true)
    expect(isOffered('giveBack', order('cancelled', { requested: [{ reason: 'More' }] }))).toBe(false)
    expect(isOffered('approveOverLimit', order('draft'))).toBe(false)
    expect(isOffered('approveOverLimit', order('draft', { hints: [{ code: 'order-over-limit' }] }))).toBe(true)
  })

  it('tells changes by what fields are called', () => {
    const fields = [{ key: 'terms', title: 'Terms' }, { key: 'lines', title: 'Products', fields: [{ key: 'quantity', title: 'Quantity' }] }]
    expect(titleOfChange('terms', fields)).toBe('Terms')
    expect(titleOfChange('lines[2].quantity', fields)).toBe('Products 3 · Quantity')
  })
})
