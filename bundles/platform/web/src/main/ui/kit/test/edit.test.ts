import { mount, type VueWrapper } from '@vue/test-utils'
import { ElMessage, ElNotification } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { collectionPages } from '../src/engine/pages'
import { i18n, setLanguage } from '../src/i18n'
import { row, serve, type Answer, type Call } from './server'

let page: VueWrapper
let router: Router

async function open(path = '/customers') {
  router = createRouter({ history: createMemoryHistory(), routes: collectionPages({ collection: 'customers', title: 'x' }) })
  await router.push(path)
  page = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await vi.waitFor(() => expect(page.find('[data-testid^=row-]').exists()).toBe(true))
}

const at = (id: string) => page.get(`[data-testid="${id}"]`)
const dialog = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
const cell = (id: string, field: string) => at(`row-${id}`).get(`td[data-field=${field}]`)
const written = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET')

beforeEach(() => setLanguage('en'))
afterEach(() => {
  page.unmount()
  ElMessage.closeAll()
  ElNotification.closeAll()
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
})

describe('a cell of the list', () => {
  /** A server of one record, which may be changed beside the list. */
  function setUp() {
    let saved = row()
    const calls = serve(({ method, path, headers, body }): Answer | undefined => {
      if (path === '/customers') return [200, { items: [saved], total: { value: 1, relation: 'eq' } }]
      if (path !== '/customers/7') return undefined
      if (method === 'GET') return [200, saved]
      if (headers['If-Match'] !== `"v${saved.version}"`) return [412, { code: 'stale', title: 'Stale' }]
      if (body?.phone === '???') return [422, { code: 'invalid', errors: [{ field: 'phone', code: 'format', message: 'Not a number to call' }] }]
      saved = { ...saved, ...body, version: saved.version + 1 }
      return [200, saved]
    })
    return { calls, change: (theirs: object) => (saved = { ...saved, ...theirs, version: saved.version + 1 }) }
  }

  const editor = () => at('cell-editor').get<HTMLInputElement>('input')

  it('is edited in place, by the version that is shown', async () => {
    const { calls } = setUp()
    await open()
    await cell('7', 'phone').trigger('dblclick')
    await editor().setValue('0571')
    await editor().trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(cell('7', 'phone').text()).toBe('0571'))
    expect(written(calls)).toMatchObject([{ method: 'PATCH', body: { phone: '0571' }, headers: { 'If-Match': '"v3"' } }])
    await cell('7', 'phone').trigger('dblclick')
    await editor().setValue('0572')
    await editor().trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(cell('7', 'phone').text()).toBe('0572'))
    expect(written(calls)[1]!.headers['If-Match']).toBe('"v4"')
  })

  it('is left as it was by Escape, and by Enter that ends a composition', async () => {
    const { calls } = setUp()
    await open()
    await cell('7', 'phone').trigger('focus')
    await cell('7', 'phone').trigger('keydown', { key: 'F2' })
    await editor().setValue('hua')
    await editor().trigger('keydown', { key: 'Enter', isComposing: true })
    await editor().trigger('keydown', { key: 'Enter', keyCode: 229 })
    expect(page.find('[data-testid=cell-editor]').exists()).toBe(true)
    await editor().trigger('keydown', { key: 'Escape' })
    expect(page.find('[data-testid=cell-editor]').exists()).toBe(false)
    expect(cell('7', 'phone').text()).toBe('021')
    expect(written(calls)).toEqual([])
  })

  it('tells beside itself what is wrong', async () => {
    const { calls } = setUp()
    await open()
    await cell('7', 'name').trigger('dblclick')
    await editor().setValue('')
    await editor().trigger('keydown', { key: 'Enter' })
    expect(at('cell-error').text()).toBe('Please fill this in.')
    expect(written(calls)).toEqual([])
    await editor().trigger('keydown', { key: 'Escape' })
    await cell('7', 'phone').trigger('dblclick')
    await editor().setValue('???')
    await editor().trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(at('cell-error').text()).toBe('Not a number to call'))
    expect(editor().element.value).toBe('???')
  })

  it('shows what others changed before it overwrites anything', async () => {
    const { calls, change } = setUp()
    await open()
    await cell('7', 'phone').trigger('dblclick')
    await editor().setValue('0571')
    change({ phone: '010', name: 'Renamed' })
    await editor().trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(dialog('conflict-phone')?.textContent).toContain('010'))
    expect(dialog('changed-name')?.textContent).toContain('Renamed')
    dialog('stale-merge')!.click()
    await vi.waitFor(() => expect(cell('7', 'phone').text()).toBe('0571'))
    expect(cell('7', 'name').text()).toBe('Renamed')
    expect(written(calls).at(-1)).toMatchObject({ body: { phone: '0571' }, headers: { 'If-Match': '"v4"' } })
  })
})

describe('what is done to several', () => {
  const bulk = (calls: Call[]) => calls.filter(({ path }) => path === '/customers/bulk').map(({ body }) => body as { action: string; items: Record<string, unknown>[] })

  function setUp(answer: (item: Record<string, unknown>, action: string) => object) {
    return serve(({ path, query, body }): Answer | undefined => {
      if (path === '/customers/bulk') {
        const { action, items } = body as { action: string; items: Record<string, unknown>[] }
        return [200, { results: items.map((item) => answer(item, action)) }]
      }
      if (path !== '/customers') return undefined
      const ids = /id=in=\(([\d,]+)\)/.exec(query.get('filter') ?? '')?.[1]?.split(',')
      const items = (ids ?? Array.from({ length: 60 }, (_, at) => String(at + 1))).map((id) => row({ id, name: `Customer ${id}`, version: ids ? 9 : 1 }))
      return [200, { items, total: { value: items.length, relation: 'eq' } }]
    })
  }

  it('travels in portions, and tells what was refused', async () => {
    const calls = setUp(({ id, version }) =>
      id === '3' && version === 1 ? { status: 412, problem: { code: 'stale', detail: 'Changed' } } : { status: 200, id, version: 2 },
    )
    await open()
    await at('select-all').get('input').setValue(true)
    expect(at('bulk-count').text()).toBe('60 selected')
    await at('bulk-owner').trigger('click')
    await vi.waitFor(() => expect(dialog('bulk-apply')).not.toBeNull())
    dialog('bulk-apply')!.click()
    await vi.waitFor(() => expect(dialog('bulk-refused')?.textContent).toContain('Customer 3'))
    expect(bulk(calls).map(({ action, items }) => [action, items.length])).toEqual([
      ['patch', 50],
      ['patch', 10],
    ])
    expect(bulk(calls)[0]!.items[0]).toEqual({ id: '1', version: 1, ownerId: null })
    dialog('bulk-again')!.click()
    await vi.waitFor(() => expect(bulk(calls).at(-1)!.items).toEqual([{ id: '3', version: 9, ownerId: null }]))
    await vi.waitFor(() => expect(dialog('bulk-dialog')).toBeNull())
  })

  it('is undone where it was deleting', async () => {
    const calls = setUp(({ id }, action) => ({ status: action === 'delete' ? 204 : 200, id }))
    await open()
    await at('select-2').get('input').setValue(true)
    await at('select-4').get('input').setValue(true)
    await at('bulk-delete').trigger('click')
    await vi.waitFor(() => expect(dialog('undo')).not.toBeNull())
    expect(bulk(calls)[0]).toEqual({ action: 'delete', items: [{ id: '2', version: 1 }, { id: '4', version: 1 }] })
    dialog('undo')!.click()
    await vi.waitFor(() => expect(bulk(calls)[1]).toEqual({ action: 'restore', items: [{ id: '2' }, { id: '4' }] }))
  })
})
