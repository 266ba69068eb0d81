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
  proposedIds: records.slice(0, 3),
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

  const open = () => (dialog = mount(FindDuplicatesDialog, { props: { collection: 'customers', fields: metadata.fields }, global: { plugins: [i18n], stubs: { MergeDialog: true } }, attachTo: document.body }))
  const ticked = () => document.querySelectorAll('.tg-groups .tg-duplicates input:checked').length
  const many = Array.from({ length: 12 }, (_, i) => `${i + 1}`)
  const found = { items: [group('9', 'open', many)], searchedAt: '2026-11-26T00:00:00Z', more: true }

  it('proposes what is alike among itself, takes no more into a merge than one takes, and asks before it sets apart those that are ticked', async () => {
    const calls = serve(({ method, path }) => {
      if (path === '/jobs') return [200, { items: [] }]
      if (method === 'POST') return [200, group('9', 'dismissed', many)]
      return [200, found]
    })
    open()
    await vi.waitFor(() => expect(at('group-9')).not.toBeNull())
    expect(ticked()).toBe(3)
    expect(at('duplicates-more')).not.toBeNull()
    at('choose-all')!.querySelector('input')!.click()
    await vi.waitFor(() => expect(ticked()).toBe(12))
    expect(at('merge-group')!.hasAttribute('disabled')).toBe(true)
    at('choose-1')!.querySelector('input')!.click()
    await vi.waitFor(() => expect(ticked()).toBe(11))
    at('dismiss')!.click()
    await vi.waitFor(() => expect(document.querySelector('.el-message-box')?.textContent).toContain('these 11 records'))
    expect(calls.some(({ method }) => method === 'POST')).toBe(false)
    document.querySelector<HTMLElement>('.el-message-box .confirm')!.click()
    await vi.waitFor(() => expect(at('group-9')).toBeNull())
    expect(at('duplicates-none')!.textContent).toContain('dealt with')
    expect(calls.at(-1)).toMatchObject({ path: '/duplicates/customers/groups/9/actions/dismiss', body: { recordIds: many.slice(1) } })
  })

  it('shows what was found before while another search goes on, and why the last one failed', async () => {
    let job: Record<string, unknown> = { id: '4', status: 'running', done: 1, total: 4 }
    serve(({ path }) => (path === '/jobs' ? [200, { items: [job] }] : path === '/jobs/4' ? [200, job] : [200, found]))
    open()
    await vi.waitFor(() => expect(at('duplicate-job')?.dataset.status).toBe('running'))
    expect(at('group-9')).not.toBeNull()
    expect(at('merge-group')!.hasAttribute('disabled')).toBe(false)
    dialog.unmount()
    job = { id: '4', status: 'failed', problem: 'Out of order', endedAt: '2026-11-26T01:00:00Z' }
    open()
    await vi.waitFor(() => expect(at('duplicate-job')?.textContent).toContain('Out of order'))
    dialog.unmount()
    job = { ...job, endedAt: '2026-11-25T23:00:00Z' }
    open()
    await vi.waitFor(() => expect(at('group-9')).not.toBeNull())
    expect(at('duplicate-job')).toBeNull()
  })
})
