import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n, setLanguage } from '../src/i18n'
import { groupsOf, type DuplicateGroup } from '../src/engine/duplicates'
import FindDuplicatesDialog from '../src/engine/FindDuplicatesDialog.vue'
import { metadata, serve } from './server'

const group = (id: string, status: DuplicateGroup['status'], records: string[]): DuplicateGroup => ({
  id,
  status,
  fields: ['name'],
  records: records.map((record) => ({ id: record, title: `Record ${record}`, fields: ['name'] })),
})

afterEach(() => vi.unstubAllGlobals())

describe('what a search found', () => {
  it('is looked through until there is enough to do, or no more', async () => {
    const pages: Record<string, unknown> = {
      '': { items: [group('1', 'merged', ['1'])], next: '1', searchedAt: '2026-11-26T00:00:00Z' },
      '1': { items: [group('2', 'open', ['2', '3'])], next: '2' },
      '2': { items: [group('3', 'open', ['4', '5'])], next: '3' },
      '3': { items: [group('4', 'open', ['6', '7'])] },
    }
    const calls = serve(({ query }) => [200, pages[query.get('after') ?? '']])
    const found = await groupsOf('customers', undefined, 2, new AbortController().signal)
    expect(found.items.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(found).toMatchObject({ next: '3', searchedAt: '2026-11-26T00:00:00Z' })
    expect(calls).toHaveLength(3)
    expect((await groupsOf('customers', '3', 2, new AbortController().signal)).next).toBeUndefined()
  })
})

describe('going through it', () => {
  let dialog: VueWrapper
  beforeEach(() => setLanguage('en'))
  afterEach(() => dialog.unmount())
  const at = (id: string) => document.querySelector<HTMLElement>(`[data-testid=${id}]`)

  it('takes no more into a merge than one takes, leaves out whom the user leaves out, and sets apart', async () => {
    const many = Array.from({ length: 12 }, (_, i) => `${i + 1}`)
    const calls = serve(({ method, path }) => {
      if (path === '/jobs') return [200, { items: [] }]
      if (method === 'POST') return [200, { ...group('9', 'dismissed', many) }]
      return [200, { items: [group('9', 'open', many)], searchedAt: '2026-11-26T00:00:00Z' }]
    })
    dialog = mount(FindDuplicatesDialog, { props: { collection: 'customers', fields: metadata.fields }, global: { plugins: [i18n], stubs: { MergeDialog: true } }, attachTo: document.body })
    await vi.waitFor(() => expect(at('group-9')).not.toBeNull())
    const ticked = () => document.querySelectorAll('.tg-groups input:checked').length
    expect(ticked()).toBe(10)
    at('choose-1')!.querySelector('input')!.click()
    await vi.waitFor(() => expect(ticked()).toBe(9))
    at('dismiss')!.click()
    await vi.waitFor(() => expect(at('group-9')).toBeNull())
    expect(at('duplicates-none')!.textContent).toContain('dealt with')
    expect(calls.at(-1)!.path).toBe('/duplicates/customers/groups/9/actions/dismiss')
  })
})
