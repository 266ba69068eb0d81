import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { definitions, menu, moduleOfPath, reconcile, shellVersion, viewOf, type Offer } from '../src/board'
import { collectionPages } from '../src/engine/pages'
import { i18n, textOf } from '../src/i18n'

const source = (id: string, title: string) =>
  `export default ${JSON.stringify({
    id,
    messages: { 'zh-CN': { menu: `${title}·中` }, en: { menu: title } },
    collections: [{ collection: id, title: `${id}.menu`, order: id === 'sales' ? 5 : 10 }],
  })}`
const offer = (module: string, version: string, title = module): Offer => ({
  module,
  version,
  entry: `data:text/javascript,${encodeURIComponent(source(module, title))}`,
  css: [],
})

let offers: Offer[] = []
let asked: (string | undefined)[] = []
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: 'x' } }] })
const look = () => reconcile(router, collectionPages)
const matched = (path: string) => router.resolve(path).matched[0]?.path

beforeEach(async () => {
  asked = []
  i18n.global.locale.value = 'en'
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    const known = (init.headers as Record<string, string>)['If-None-Match']
    const etag = `"${offers.map(({ module, version }) => module + version).join()}"`
    asked.push(known)
    return known === etag
      ? new Response(null, { status: 304 })
      : new Response(JSON.stringify({ shell: 's1', modules: offers }), { headers: { ETag: etag } })
  })
  offers = []
  await look()
})
afterEach(() => vi.unstubAllGlobals())

describe('the board', () => {
  it('takes up the pages, menu and texts of a module, and puts them down', async () => {
    offers = [offer('customers', '1', 'Customers'), offer('sales', '1', 'Sales')]
    expect(await look()).toBe(true)
    expect(menu.value.map(({ path, permission }) => [path, permission])).toEqual([
      ['/sales', 'sales.view'],
      ['/customers', 'customers.view'],
    ])
    expect(textOf('customers.menu')).toBe('Customers')
    expect(matched('/customers/12/edit')).toBe('/customers/:id(\\d+)/edit')
    expect(shellVersion.value).toBe('s1')

    offers = [offer('sales', '1', 'Sales')]
    expect(await look()).toBe(true)
    expect(definitions.value.map(({ id }) => id)).toEqual(['sales'])
    expect(viewOf('customers')).toBeUndefined()
    expect(matched('/customers/12/edit')).toBe('/:rest(.*)*')
    expect(moduleOfPath('/customers/12')).toBe('customers')
  })

  it('shows a module that brought no UI by what its collections are called', async () => {
    offers = [{ module: 'agreements', version: '1', titles: { en: { agreements: 'Agreements' }, 'zh-CN': { agreements: '合同' } } }]
    expect(await look()).toBe(true)
    expect(menu.value.map(({ path, title, permission }) => [path, textOf(title), permission])).toEqual([['/agreements', 'Agreements', 'agreements.view']])
    i18n.global.locale.value = 'zh-CN'
    expect(textOf(menu.value[0]!.title)).toBe('合同')
    expect(matched('/agreements/12/edit')).toBe('/agreements/:id(\\d+)/edit')
    expect(moduleOfPath('/agreements')).toBe('agreements')
  })

  it('does nothing while nothing changed', async () => {
    offers = [offer('customers', '1')]
    await look()
    expect(await look()).toBe(false)
    expect(asked.at(-1)).toBe('"customers1"')
  })

  it('exchanges a module that has another version', async () => {
    offers = [offer('customers', '1', 'Customers')]
    await look()
    const before = router.resolve('/customers').matched[0]
    offers = [offer('customers', '2', 'Clients')]
    await look()
    expect(textOf('customers.menu')).toBe('Clients')
    expect(router.resolve('/customers').matched[0]).not.toBe(before)
  })

  it('works without a module that does not load, and tries it again', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    offers = [{ ...offer('sales', '1'), entry: 'data:text/javascript,throw new Error()' }, offer('customers', '1')]
    await look()
    expect(definitions.value.map(({ id }) => id)).toEqual(['customers'])
    expect(complaint).toHaveBeenCalledOnce()
    offers = [offer('sales', '1'), offer('customers', '1')]
    await look()
    expect(asked.at(-1)).toBeUndefined()
    expect(definitions.value.map(({ id }) => id).sort()).toEqual(['customers', 'sales'])
    complaint.mockRestore()
  })
})
