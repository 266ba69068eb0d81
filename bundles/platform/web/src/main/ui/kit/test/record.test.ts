import { mount, type VueWrapper } from '@vue/test-utils'
import { ElMessage } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { reconcile } from '../src/board'
import { collectionPages } from '../src/engine/pages'
import { i18n, setLanguage } from '../src/i18n'
import { session } from '../src/session'
import { row, serve, type Answer, type Call } from './server'

/** Server-sent events that a test sends. */
class Source extends EventTarget {
  static open: Source[] = []
  static readonly CLOSED = 2
  readyState = 1
  onerror: (() => void) | null = null
  constructor(readonly url: string) {
    super()
    Source.open.push(this)
  }
  close() {
    Source.open = Source.open.filter((source) => source !== this)
  }
  static tell(name: string, data: object, lastEventId = '') {
    for (const source of Source.open) source.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }))
  }
}

const module = {
  id: 'customers',
  messages: { 'zh-CN': {}, en: { orders: 'Orders' } },
  collections: [
    { collection: 'customers', title: 'customers.menu', facts: ['email'], figures: ['phone'], sectionsWhen: { contact: { number: ['C-7', ''] } } },
    { collection: 'orders', title: 'customers.orders', columns: ['phone', 'ownerId'] },
  ],
  related: [{ id: 'orders', of: 'customers', collection: 'orders', field: 'ownerId', title: 'customers.orders', filter: 'phone==1', given: { email: 'a@b.cn' } }],
}

let page: VueWrapper
/** The board is of one page, and so is the router that it puts pages into. */
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }] })
let saved = row()
let others: object[] = []

function server(): Call[] {
  return serve(({ method, path, body, headers }): Answer | undefined => {
    if (path === '/ui/modules.json') {
      const entry = `data:text/javascript,${encodeURIComponent(`export default ${JSON.stringify(module)}`)}`
      return [200, { modules: [{ module: 'customers', version: '1', entry, css: [] }] }]
    }
    if (path === '/session') return [200, { user: { id: '1', login: 'li', name: 'Li' }, csrf: 'x', operations: ['*'] }]
    if (path === '/timeline/customers/7') {
      const facts = [
        { id: '2', collection: 'customers', recordId: '7', kind: 'updated', userId: '1', happenedAt: '2026-11-25T01:00:00Z', door: 'rest', recordVersion: 3, changes: [{ field: 'phone', before: '"010"', after: '"021"' }, { field: 'old', after: '1' }] },
        { id: '1', collection: 'customers', recordId: '7', kind: 'created', userId: '0', happenedAt: '2026-11-24T01:00:00Z', door: 'java', recordVersion: 1, changes: [{ field: 'phone', after: '"010"' }] },
      ]
      return [200, { items: facts }]
    }
    if (path === '/orders' && method === 'POST') {
      others = [...others, { ...body, id: '12', version: 1 }]
      return [201, others.at(-1)]
    }
    if (path === '/orders') return [200, { items: others, total: { value: others.length, relation: 'eq' } }]
    if (path !== '/customers/7') return undefined
    if (method === 'GET') return [200, saved]
    if (headers['If-Match'] !== `"v${saved.version}"`) return [412, { code: 'stale' }]
    saved = { ...saved, ...body, version: saved.version + 1 }
    return [200, saved]
  })
}

async function open(path = '/customers/7') {
  const calls = server()
  await session.resume()
  await reconcile(router, collectionPages)
  await router.push(path)
  page = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await vi.waitFor(() => expect(page.find('[data-testid=title]').exists()).toBe(true))
  return calls
}

const at = (id: string) => page.get(`[data-testid="${id}"]`)
const dialog = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
const reads = (calls: Call[]) => calls.filter(({ path, method }) => method === 'GET' && path === '/customers/7').length

beforeEach(() => {
  setLanguage('en')
  vi.stubGlobal('EventSource', Source)
  saved = row({ email: 'a@b.cn', hints: [{ code: 'birthday', severity: 'info', message: 'Birthday soon' }, { code: 'overdue', severity: 'danger', message: 'Overdue' }] })
  others = [{ id: '11', version: 1, name: 'First order', phone: '1' }]
})
afterEach(async () => {
  page.unmount()
  await router.push('/')
  ElMessage.closeAll()
  document.body.innerHTML = ''
  vi.unstubAllGlobals()
})

describe('the card of a record', () => {
  it('shows figures, and hints with the urgent one first', async () => {
    await open()
    expect(at('figure-phone').text()).toBe('021')
    expect(at('hints').findAll('li').map((hint) => hint.text())).toEqual(['Overdue', 'Birthday soon'])
  })

  it('shows what modules reckon of it, leading to the records behind', async () => {
    const figures = [
      { key: 'orders', title: 'Orders', count: '1200', collection: 'orders', filter: 'ownerId==7;status=in=(open,late)' },
      { key: 'owed', title: 'Owed', money: { amount: '12.50', currency: 'CNY' }, collection: 'receivables', filter: 'ownerId==7' },
    ]
    saved = row({ figures })
    await open()
    expect(at('reckoned-orders').text()).toBe('1,200')
    expect(at('reckoned-orders').get('a').attributes('href')).toBe('/orders?view=all&ownerId=7&status=open,late')
    expect(at('reckoned-owed').text()).toContain('12.5')
    // Its module has no such list here.
    expect(at('reckoned-owed').find('a').exists()).toBe(false)
  })

  it('tells currencies in sight, where they say more than the sum', async () => {
    const money = { amount: '172.50', currency: 'CNY' }
    const currencies = [
      { amount: '100.00', currency: 'CNY' },
      { amount: '10.00', currency: 'USD' },
    ]
    saved = row({ figures: [{ key: 'owed', title: 'Owed', money, currencies }, { key: 'paid', title: 'Paid', money, currencies: [money] }] })
    await open()
    expect(at('reckoned-owed').get('small').text()).toMatch(/100\.00\s*\+ .*10\.00/)
    expect(at('reckoned-owed').find('[title]').exists()).toBe(false)
    expect(at('reckoned-paid').find('small').exists()).toBe(false)
  })

  it('leaves out what concerns other records, and nothing that was entered', async () => {
    localStorage.setItem('tangram.emptyFields', 'shown')
    saved = row({ number: 'C-8' })
    await open()
    expect(at('section-contact').text()).toContain('021')
    expect(page.find('[data-testid=value-email]').exists()).toBe(false)
    page.unmount()
    await router.push('/')
    saved = row()
    await open()
    expect(page.find('[data-testid=value-email]').exists()).toBe(true)
    localStorage.removeItem('tangram.emptyFields')
  })

  it('is edited in place', async () => {
    const calls = await open()
    await at('edit-phone').trigger('click')
    const input = at('cell-editor').get('input')
    await input.setValue('0571')
    await input.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(at('value-phone').text()).toBe('0571'))
    expect(calls.find(({ method }) => method === 'PATCH')).toMatchObject({ body: { phone: '0571' }, headers: { 'If-Match': '"v3"' } })
  })

  it('tells its history in words', async () => {
    await open('/customers/7?tab=history')
    await vi.waitFor(() => expect(page.find('[data-testid=fact-updated]').exists()).toBe(true))
    expect(at('fact-updated').get('[data-testid=changed-phone]').text()).toBe('Telephone010→021')
    expect(at('fact-updated').get('[data-testid=changed-old]').text()).toContain('old')
    expect(at('fact-created').text()).toContain('System created this record')
    expect(at('fact-created').find('dl').exists()).toBe(false)
  })

  it('lists what refers to it, and adds to it in passing', async () => {
    const calls = await open('/customers/7?tab=orders')
    await vi.waitFor(() => expect(at('related-orders').text()).toContain('First order'))
    expect(calls.find(({ path }) => path === '/orders')!.query.get('filter')).toBe('ownerId==7;phone==1')
    expect(at('tab-orders').text()).toContain('1')
    await at('related-orders-add').trigger('click')
    await vi.waitFor(() => expect(dialog('quick-name')).not.toBeNull())
    const input = document.querySelector<HTMLInputElement>('#quick-name')!
    input.value = 'Second order'
    input.dispatchEvent(new Event('input'))
    dialog('quick-save')!.closest('form')!.dispatchEvent(new Event('submit'))
    await vi.waitFor(() => expect(at('related-orders').text()).toContain('Second order'))
    expect(calls.find(({ path, method }) => path === '/orders' && method === 'POST')!.body).toEqual({ name: 'Second order', email: 'a@b.cn', ownerId: '7' })
  })

  it('goes to the form with e, and back to the list with u', async () => {
    await open()
    const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    press('u')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/customers'))
    await router.push('/customers/7')
    await vi.waitFor(() => expect(page.find('[data-testid=title]').exists()).toBe(true))
    press('e')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/customers/7/edit'))
  })
})

describe('live changes', () => {
  const change = (more: object) => ({ collection: 'customers', id: '7', version: 4, kind: 'updated', by: '2', name: 'Wang', at: '2026-11-25T01:00:00Z', ...more })

  async function listening() {
    await vi.waitFor(() => expect(Source.open).toHaveLength(1))
    expect(Source.open[0]!.url).toContain('topics=customers%2F7%2Corders')
  }

  it('show on the card with who made them, and what is the user’s own does not', async () => {
    const calls = await open()
    await listening()
    const before = reads(calls)
    Source.tell('change', change({ version: 3 }))
    saved = { ...saved, phone: '010', version: 4 }
    Source.tell('change', change({}), 's-1')
    await vi.waitFor(() => expect(at('value-phone').text()).toBe('010'))
    expect(at('live').text()).toMatch(/^Wang changed a record at/)
    expect(at('value-phone').element.closest('.tg-detail--touched')).not.toBeNull()
    expect(reads(calls)).toBe(before + 1)
  })

  it('leave what was deleted to be read, and offer it back', async () => {
    await open()
    await listening()
    saved = { ...saved, id: 'gone' }
    vi.stubGlobal('fetch', async () => new Response('{"code":"not-found"}', { status: 404 }))
    Source.tell('change', change({ kind: 'deleted' }))
    await vi.waitFor(() => expect(page.find('[data-testid=gone]').exists()).toBe(true), { timeout: 4000 })
    expect(at('title').text()).toBe('华东科技')
    expect(page.find('[data-testid=edit]').exists()).toBe(false)
  })

  it('are heard from where the last connection ended', async () => {
    await open()
    await listening()
    Source.tell('ready', {}, '')
    Source.tell('change', change({ version: 1 }), 's-9')
    await router.push('/customers/7/edit')
    await vi.waitFor(() => expect(Source.open[0]?.url).toContain('last=s-9'))
  })
})
