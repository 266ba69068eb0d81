import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { i18n, setLanguage } from '../src/i18n'
import { collectionPages } from '../src/engine/pages'
import { ask as askServer } from '../src/live'
import { reachable } from '../src/session'
import { row, serve, type Call } from './server'

let page: VueWrapper
let router: Router

async function open(path: string) {
  router = createRouter({ history: createMemoryHistory(), routes: collectionPages({ collection: 'customers', title: 'x' }) })
  await router.push(path)
  page = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await vi.waitFor(() => expect(page.find('[data-testid^=row-], .tg-empty, [data-testid=failure]').exists()).toBe(true))
}

const rows = () => page.findAll('[data-testid^=row-]').map((found) => found.attributes('data-testid'))
const lists = (calls: Call[]) => calls.filter(({ path }) => path === '/customers').map(({ query }) => Object.fromEntries(query))

beforeEach(() => {
  localStorage.clear()
  setLanguage('en')
})
afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

describe('the list', () => {
  it('loads further pages below the first, without counting again', async () => {
    const calls = serve(({ query }) =>
      query.get('cursor') === 'c1'
        ? [200, { items: [row({ id: '8' })], next: null }]
        : [200, { items: [row()], next: 'c1', total: { value: 1000, relation: 'gte' } }],
    )
    await open('/customers')
    expect(page.get('[data-testid=total]').text()).toBe('1,000+ records')
    await page.get('[data-testid=more]').trigger('click')
    await vi.waitFor(() => expect(rows()).toEqual(['row-7', 'row-8']))
    expect(page.find('[data-testid=more]').exists()).toBe(false)
    expect(page.get('[data-testid=total]').text()).toBe('1,000+ records')
    expect(lists(calls)[1]).toMatchObject({ cursor: 'c1', count: 'none' })
  })

  it('asks for what stands in the address', async () => {
    const calls = serve(() => [200, { items: [row()], total: { value: 1, relation: 'eq' } }])
    await open('/customers?q=华东&phone=021&sort=-name')
    expect(lists(calls)[0]).toMatchObject({ q: '华东', filter: 'phone=="*021*"', sort: '-name', fields: 'id,name,number,phone' })
    await page.get('[data-testid=sort-name]').trigger('click')
    await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ q: '华东', phone: '021' }))
  })

  it('speaks another language without asking for its rows again', async () => {
    const calls = serve(() => [200, { items: [row()] }])
    await open('/customers')
    setLanguage('zh-CN')
    await vi.waitFor(() => expect(page.get('[data-testid=create]').text()).toBe('新建'))
    expect(lists(calls)).toHaveLength(1)
  })

  it('tells why it shows nothing, and tries again', async () => {
    let down = true
    serve(() => (down ? [503, { code: 'unavailable', title: 'The database is away' }] : [200, { items: [] }]))
    await open('/customers?q=x')
    expect(page.get('[data-testid=failure]').text()).toContain('The database is away')
    down = false
    await page.get('[data-testid=retry]').trigger('click')
    await vi.waitFor(() => expect(page.get('.tg-empty').text()).toContain('No record matches'))
  })
})

describe('a server that cannot be reached', () => {
  it('is known as such until it answers, and what was missed is read again', async () => {
    let away = false
    const calls = serve(() => {
      if (away) throw new TypeError('Failed to fetch')
      return [200, { items: [row({ name: calls.length > 3 ? 'New' : 'Old' })], next: null, total: { value: 1, relation: 'eq' } }]
    })
    await open('/customers')
    expect(reachable.value).toBe(true)
    away = true
    await page.get('[data-testid=reload]').trigger('click')
    await vi.waitFor(() => expect(reachable.value).toBe(false))
    expect(rows()).toEqual(['row-7'])
    expect(page.get('[data-testid=failure]').text()).toContain('cannot be reached')

    away = false
    await askServer()
    await vi.waitFor(() => expect(page.find('[data-testid=failure]').exists()).toBe(false))
    expect(reachable.value).toBe(true)
    await vi.waitFor(() => expect(page.text()).toContain('New'))
  })
})
