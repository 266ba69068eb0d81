import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { ElMessage } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import * as board from '../src/board'
import { i18n, setLanguage } from '../src/i18n'
import { forgetMetadata } from '../src/engine/metadata'
import { collectionPages } from '../src/engine/pages'
import { metadata, row, serve, type Answer, type Call } from './server'

let page: VueWrapper
let router: Router

async function open(path: string) {
  router = createRouter({ history: createMemoryHistory(), routes: collectionPages({ collection: 'customers', title: 'x' }) })
  await router.push(path)
  page = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
  await vi.waitFor(() => expect(page.find('[data-testid=save]').exists()).toBe(true))
}

const input = (key: string) => page.get<HTMLInputElement>(`[data-testid=field-${key}] input`)
const errorOf = (key: string) => page.find(`[data-testid=error-${key}]`)
const save = () => page.get('form').trigger('submit')
const dialog = (id: string) => document.querySelector<HTMLElement>(`[data-testid=${id}]`)
const written = (calls: Call[]) => calls.filter(({ method }) => method !== 'GET')

beforeEach(() => setLanguage('en'))
afterEach(() => {
  page.unmount()
  ElMessage.closeAll()
  vi.unstubAllGlobals()
})

describe('the form of a new record', () => {
  it('tells at once what is wrong with it, with what only the server knows', async () => {
    const errors = [{ field: 'name', code: 'required', message: 'Is missing' }, { field: 'email', code: 'email', message: 'Not an address' }]
    serve(({ method }) => (method === 'POST' ? [422, { code: 'invalid', errors }] : undefined))
    await open('/customers/new')
    await input('email').setValue('nonsense')
    await save()
    expect(errorOf('name').text()).toBe('Please fill this in.')
    await vi.waitFor(() => expect(errorOf('email').text()).toBe('Not an address'))
    expect(errorOf('name').text()).toBe('Please fill this in.')
    await input('name').setValue('x'.repeat(21))
    await save()
    expect(errorOf('name').text()).toBe('At most 20 characters.')
  })

  it('shows the server’s errors beside their fields, and creates once however often it is tried', async () => {
    const answers: Answer[] = [
      [422, { code: 'invalid', errors: [{ field: 'email', code: 'email', message: 'Not an address' }] }],
      [201, row()],
    ]
    const calls = serve(({ method }) => (method === 'POST' ? answers.shift() : [200, row()]))
    await open('/customers/new')
    await input('name').setValue('华东科技')
    await input('email').setValue('nonsense')
    await save()
    await vi.waitFor(() => expect(errorOf('email').text()).toBe('Not an address'))
    expect(input('name').element.value).toBe('华东科技')

    await input('email').setValue('')
    await save()
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/customers/7'))
    const [first, second] = written(calls)
    expect(second!.body).toEqual({ name: '华东科技' })
    expect(second!.headers['Idempotency-Key']).toBe(first!.headers['Idempotency-Key'])
  })
})

describe('the form of a record from before a rule', () => {
  it('asks nothing of what stays as it is, and all of what is changed', async () => {
    const old = row({ name: 'x'.repeat(30) })
    const calls = serve(({ body }) => [200, { ...old, ...body }])
    await open('/customers/7/edit')
    await input('name').setValue('y'.repeat(30))
    await save()
    expect(errorOf('name').text()).toBe('At most 20 characters.')
    expect(written(calls)).toEqual([])
    await input('name').setValue('x'.repeat(30))
    await input('phone').setValue('0571')
    await save()
    await vi.waitFor(() => expect(written(calls).map(({ body }) => body)).toEqual([{ phone: '0571' }]))
  })
})

describe('the form of a record that somebody changed meanwhile', () => {
  function setUp(theirs: object) {
    let saved = row()
    const calls = serve(({ method, headers, body }) => {
      if (method === 'GET') return [200, saved]
      if (headers['If-Match'] !== `"v${saved.version}"`) return [412, { code: 'stale' }]
      return [200, { ...saved, ...body, version: saved.version + 1 }]
    })
    return { calls, change: () => (saved = row({ version: 4, ...theirs })) }
  }

  it('keeps both changes where they touch different fields', async () => {
    const { calls, change } = setUp({ email: 'a@b.cn' })
    await open('/customers/7/edit')
    await input('phone').setValue('0571')
    change()
    await save()
    await vi.waitFor(() => expect(dialog('changed-email')?.textContent).toContain('a@b.cn'))
    dialog('stale-merge')!.click()
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/customers/7'))
    expect(written(calls).at(-1)).toMatchObject({ body: { phone: '0571' }, headers: { 'If-Match': '"v4"' } })
  })

  it('lets the user choose where both changed the same', async () => {
    const { calls, change } = setUp({ phone: '010' })
    await open('/customers/7/edit')
    await input('phone').setValue('0571')
    await input('name').setValue('华东科技股份')
    change()
    await save()
    await vi.waitFor(() => expect(dialog('conflict-phone')).not.toBeNull())
    dialog('theirs-phone')!.click()
    dialog('theirs-phone')!.dispatchEvent(new Event('change'))
    await flushPromises()
    dialog('stale-merge')!.click()
    await vi.waitFor(() => expect(written(calls)).toHaveLength(2))
    expect(written(calls)[1]).toMatchObject({ body: { name: '华东科技股份' } })
  })

  it('begins anew from what is saved when the user says so', async () => {
    const { change } = setUp({ phone: '010' })
    await open('/customers/7/edit')
    await input('phone').setValue('0571')
    change()
    await save()
    await vi.waitFor(() => expect(dialog('stale-reload')).not.toBeNull())
    dialog('stale-reload')!.click()
    await vi.waitFor(() => expect(input('phone').element.value).toBe('010'))
  })
})

describe('a form whose module leaves', () => {
  it('has what was typed when it returns', async () => {
    serve(() => [200, row()])
    await open('/customers/7/edit')
    await input('phone').setValue('0571')
    router.addRoute({ path: '/customers/:id/edit', name: 'absent', component: { template: '<p>gone</p>' } })
    await router.replace({ name: 'absent', params: { id: '7' } })
    await flushPromises()
    expect(page.find('[data-testid=save]').exists()).toBe(false)
    router.removeRoute('absent')
    await router.replace({ path: '/customers/7/edit', force: true })
    await vi.waitFor(() => expect(page.find('[data-testid=draft]').exists()).toBe(true))
    expect(input('phone').element.value).toBe('0571')
  })
})

describe('a form that the company arranged', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    forgetMetadata()
  })

  it('shows what is filled or must be where it was put, without the section for other records', async () => {
    forgetMetadata()
    vi.spyOn(board, 'viewOf').mockReturnValue({ collection: 'customers', title: 'x', sectionsWhen: { contact: { ownerId: ['5'] } } })
    const layout = { sections: [{ key: 'contact', title: 'Contact', fields: [{ field: 'email' }, { field: 'name' }] }, { key: 'basic', fields: [{ field: 'ownerId' }] }] }
    serve(() => [200, row({ phone: null })], { ...metadata, layout })
    await open('/customers/7/edit')
    await vi.waitFor(() => expect(page.find('[data-testid=section-contact] [data-testid=field-name]').exists()).toBe(true))
    expect(page.find('[data-testid=field-email]').exists()).toBe(false)
    expect(page.find('[data-testid=field-ownerId]').exists()).toBe(true)
  })

  it('says of a default that was taken out that there is to be none', async () => {
    forgetMetadata()
    const fields = [...metadata.fields, { key: 'customFields.size', title: 'Size', type: 'text', defaultValue: 'L' } as const]
    const calls = serve(({ method }) => (method === 'POST' ? [201, row()] : [200, row()]), { ...metadata, fields })
    await open('/customers/new')
    await vi.waitFor(() => expect(page.get<HTMLInputElement>('[data-testid="field-customFields.size"] input').element.value).toBe('L'))
    await input('name').setValue('华东科技')
    await page.get('[data-testid="field-customFields.size"] input').setValue('')
    await save()
    await vi.waitFor(() => expect(written(calls)[0]?.body?.customFields).toEqual([{ key: 'size', text: null }]))
  })
})
