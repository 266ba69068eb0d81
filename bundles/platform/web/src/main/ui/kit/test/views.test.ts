import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { collectionPages } from '../src/engine/pages'
import { i18n, setLanguage } from '../src/i18n'
import { session } from '../src/session'
import { row, serve, type Answer, type Call } from './server'

let page: VueWrapper
let router: Router
/** Each test has a collection of its own: what a list showed last is shown until the server has answered. */
let collection = ''
let numbered = 0
let views: Record<string, unknown>[] = []
let preference: Record<string, unknown> = {}

const view = (id: string, definition: object, more: object = {}) => ({
  id,
  version: 1,
  ownerId: '1',
  name: `View ${id}`,
  collection,
  definition: JSON.stringify(definition),
  sharedWith: 'nobody',
  ...more,
})

function server(): Call[] {
  return serve(({ method, path, body }): Answer | undefined => {
    if (path === '/session') return [200, { user: { id: '1', login: 'li', name: 'Li' }, csrf: 'x', leads: true, operations: [] }]
    if (path === `/views/preferences/${collection}`) {
      if (method === 'PUT') preference = body!
      return [200, preference]
    }
    if (path === '/views' && method === 'POST') return [201, view('9', {}, body)]
    if (path === '/views') return [200, { items: views }]
    if (path.startsWith('/views/') && method === 'PATCH') return [200, view(path.split('/')[2]!, {}, { ...body, version: 2 })]
    if (path === `/${collection}`) return [200, { items: [row()], total: { value: 1, relation: 'eq' } }]
    return undefined
  })
}

async function open(query = '') {
  const calls = server()
  await session.resume()
  router = createRouter({ history: createMemoryHistory(), routes: collectionPages({ collection, title: 'x' }) })
  await router.push(`/${collection}${query}`)
  page = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await vi.waitFor(() => expect(page.find('[data-testid=row-7]').exists()).toBe(true))
  return calls
}

const at = (id: string) => page.get(`[data-testid="${id}"]`)
const lists = (calls: Call[]) => calls.filter(({ path }) => path === `/${collection}`).map(({ query }) => Object.fromEntries(query))
const written = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET')
const query = () => router.currentRoute.value.query

beforeEach(() => {
  setLanguage('en')
  collection = `things${++numbered}`
  views = []
  preference = {}
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

describe('views', () => {
  it('of owned records are one’s own and one’s team’s from the beginning', async () => {
    const calls = await open()
    expect(lists(calls)).toHaveLength(1)
    expect(lists(calls)[0]!.filter).toBeUndefined()
    await at('view-mine').trigger('click')
    await vi.waitFor(() => expect(lists(calls).at(-1)!.filter).toBe('ownerId==me'))
    expect(query()).toEqual({ view: 'mine' })
    await at('view-team').trigger('click')
    await vi.waitFor(() => expect(lists(calls).at(-1)!.filter).toBe('ownerId==team'))
    await at('view-all').trigger('click')
    await vi.waitFor(() => expect(query()).toEqual({}))
  })

  it('begin with the one that the user prefers, unless the address says otherwise', async () => {
    preference = { defaultView: 'mine' }
    const calls = await open()
    expect(lists(calls)[0]!.filter).toBe('ownerId==me')
    page.unmount()
    const again = await open('?phone=021')
    expect(lists(again)[0]!.filter).toBe('phone=="*021*"')
  })

  it('that were saved say what is shown; a change is told, and saved or undone', async () => {
    views = [view('5', { filter: 'phone=="*021*"', sort: '-name', columns: [{ field: 'name', width: 300 }, { field: 'email' }] })]
    const calls = await open('?view=5')
    expect(lists(calls)[0]).toMatchObject({ filter: '(phone=="*021*")', sort: '-name', fields: 'id,name,email' })
    expect(page.find('[data-testid=view-changed]').exists()).toBe(false)

    await at('sort-name').trigger('click')
    await vi.waitFor(() => expect(query()).toEqual({ view: '5', sort: '' }))
    expect(page.find('[data-testid=view-changed]').exists()).toBe(true)
    await at('view-discard').trigger('click')
    await vi.waitFor(() => expect(query()).toEqual({ view: '5' }))

    await at('chip-where-phone').get('button').trigger('click')
    await vi.waitFor(() => expect(query()).toEqual({ view: '5', where: '' }))
    expect(lists(calls).at(-1)!.filter).toBeUndefined()
    await at('view-keep').trigger('click')
    await vi.waitFor(() => expect(query()).toEqual({ view: '5' }))
    const [saved] = written(calls)
    expect(saved).toMatchObject({ method: 'PATCH', path: '/views/5', headers: { 'If-Match': '"v1"' } })
    expect(JSON.parse(saved!.body!.definition as string)).toEqual({ sort: '-name', columns: [{ field: 'name', width: 300 }, { field: 'email' }] })
  })

  it('of others are saved under another name only', async () => {
    views = [view('5', { sort: 'name' }, { ownerId: '2', sharedWith: 'all' })]
    const calls = await open('?view=5&q=x')
    expect(page.find('[data-testid=view-keep]').exists()).toBe(false)
    await at('view-save-as').trigger('click')
    await vi.waitFor(() => expect(document.querySelector('[data-testid=view-name]')).not.toBeNull())
    const name = document.querySelector<HTMLInputElement>('#view-name')!
    name.value = 'Mine now'
    name.dispatchEvent(new Event('input'))
    document.querySelector<HTMLElement>('[data-testid=view-save]')!.closest('form')!.dispatchEvent(new Event('submit'))
    await vi.waitFor(() => expect(query()).toEqual({ view: '9' }))
    expect(written(calls)[0]!.body).toMatchObject({ name: 'Mine now', sharedWith: 'nobody', collection })
    expect(JSON.parse(written(calls)[0]!.body!.definition as string)).toMatchObject({ q: 'x', sort: 'name' })
  })

  it('that everybody has keep their columns for the user', async () => {
    const calls = await open()
    const header = at('sort-phone')
    await header.trigger('keydown', { key: 'ArrowLeft', altKey: true, shiftKey: true })
    await vi.waitFor(() => expect(written(calls)).toHaveLength(1))
    expect(JSON.parse(preference.layout as string).columns).toEqual([{ field: 'name' }, { field: 'phone' }, { field: 'number' }])
    await at('sort-phone').trigger('keydown', { key: 'ArrowRight', altKey: true })
    await vi.waitFor(() => expect(JSON.parse(preference.layout as string).columns[1]).toEqual({ field: 'phone', width: 170 }))
    expect(query()).toEqual({})
    expect(page.findAll('thead th[data-field]').map((head) => head.attributes('data-field'))).toEqual(['name', 'phone', 'number'])
  })
})
