import { afterEach, describe, expect, it, vi } from 'vitest'
import { usePassing } from '../src/engine/passing'
import type { RelatedList } from '../src/module'
import { serve } from './server'

const related: RelatedList = { id: 'log', of: 'opportunities', collection: 'contact-logs', field: 'opportunityId', title: 'log' }

afterEach(() => vi.unstubAllGlobals())

describe('what is added in passing to a row of a list', () => {
  it('follows from the whole record, of which a row has some columns', async () => {
    const calls = serve(({ path }) => [200, path === '/opportunities/7' ? { id: '7', customerId: '3' } : {}])
    const passing = usePassing(() => 'opportunities')
    await passing.addToRow({ ...related, givenBy: ({ customerId }) => ({ customerId }) }, '7')
    expect(passing.adding.value).toMatchObject({ to: '7', of: { customerId: '3' } })
    expect(calls).toHaveLength(1)
    await passing.addToRow(related, '8')
    expect(passing.adding.value).toMatchObject({ to: '8', of: undefined })
    expect(calls).toHaveLength(1)
  })
})
