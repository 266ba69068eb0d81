import { mount, type VueWrapper } from '@vue/test-utils'
import { ElMessage } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import type { Field } from '../src/api/types'
import { collectionPages } from '../src/engine/pages'
import { changes, same } from '../src/engine/merge'
import { below } from '../src/engine/nested'
import { check } from '../src/engine/rules'
import { i18n, setLanguage } from '../src/i18n'
import { metadata, row, serve, type Answer, type Call } from './server'

const phones: Field = {
  key: 'phones',
  title: 'Telephones',
  type: 'nested',
  list: true,
  section: 'contact',
  fields: [
    { key: 'primary', title: 'Primary', type: 'boolean' },
    { key: 'kind', title: 'Kind', type: 'text' },
    { key: 'number', title: 'Number', type: 'text', required: true },
    { key: 'e164', title: 'International', type: 'text', readOnly: true },
  ],
}
const withPhones = { ...metadata, fields: [...metadata.fields.filter(({ key }) => key !== 'phone'), phones] }

describe('nested values', () => {
  it('are the same whatever the server added and whatever is blank', () => {
    const saved = [{ number: '1', primary: true, e164: '+861' }, { kind: 'fax', number: '2', primary: false }]
    const typed = [{ primary: true, number: '1' }, { number: '2', kind: 'fax' }, { kind: '', primary: false }]
    expect(same(phones, saved, typed)).toBe(true)
    expect(same(phones, saved, [...typed].reverse())).toBe(false)
    expect(same(phones, null, [{}])).toBe(true)
    expect(changes([phones], { phones: saved }, { phones: [{ number: '1', primary: true }, {}] })).toEqual({ phones: [{ number: '1', primary: true }] })
    expect(changes([{ ...phones, list: false }], { phones: { number: '1' } }, { phones: {} })).toEqual({ phones: null })
  })

  it('are checked part by part', () => {
    expect(check([phones], { phones: [{ number: '1' }, { kind: 'fax' }, {}] })).toEqual({ 'phones[1].number': 'Please fill this in.' })
    expect(below({ 'phones[1].number': 'x', phonesX: 'y', phones: 'z' }, 'phones')).toEqual({ '[1].number': 'x' })
  })
})

describe('the form of nested values', () => {
  let page: VueWrapper
  let router: Router

  beforeEach(() => setLanguage('en'))
  afterEach(() => {
    page.unmount()
    ElMessage.closeAll()
    vi.unstubAllGlobals()
  })

  async function open(collection: string, answer: (call: Call) => Answer | undefined, described = withPhones) {
    const calls = serve((call) => answer(call), { ...described, collection })
    router = createRouter({ history: createMemoryHistory(), routes: collectionPages({ collection, title: 'x' }) })
    await router.push(`/${collection}/7/edit`)
    page = mount(RouterView, { global: { plugins: [router, i18n] }, attachTo: document.body })
    await vi.waitFor(() => expect(page.find('[data-testid=save]').exists()).toBe(true))
    return calls
  }

  const at = (id: string) => page.get(`[data-testid="${id}"]`)
  const number = (index: number) => at(`phones-${index}-number`).get<HTMLInputElement>('input')
  const numbers = () => page.findAll<HTMLInputElement>('[data-testid$=-number] input').map(({ element }) => element.value)

  it('adds, orders, ranks and removes rows, and sends what was entered', async () => {
    const saved = row({ phones: [{ number: '1', primary: true, e164: '+861' }, { number: '2' }] })
    const calls = await open('nested1', ({ method }) => [200, method === 'GET' ? saved : { ...saved, version: 4 }])
    await at('phones-add').trigger('click')
    await number(2).setValue('3')
    await at('phones-add').trigger('click')
    await at('phones-2-up').trigger('click')
    await vi.waitFor(() => expect(numbers()).toEqual(['1', '3', '2', '']))
    await at('phones-1-primary').setValue(true)
    await at('phones-0-remove').trigger('click')
    await page.get('form').trigger('submit')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/nested1/7'))
    expect(calls.find(({ method }) => method === 'PATCH')!.body).toEqual({ phones: [{ number: '3', primary: true }, { number: '2' }] })
  })

  it('keeps what is evidence, and takes more', async () => {
    const evidence = { ...withPhones, fields: withPhones.fields.map((field) => (field.key === 'phones' ? { ...field, appendOnly: true, fields: [{ key: 'number', title: 'Number', type: 'text', required: true }] as Field[] } : field)) }
    const saved = row({ phones: [{ number: '1' }, { number: '2' }] })
    const calls = await open('nested4', ({ method }) => [200, method === 'GET' ? saved : { ...saved, version: 4 }], evidence)
    expect(page.findAll('[data-testid$=-remove]')).toHaveLength(0)
    expect(at('phones-0-number').text()).toContain('1')
    expect(at('phones-0-number').find('input').exists()).toBe(false)
    await at('phones-add').trigger('click')
    await number(2).setValue('3')
    await at('phones-add').trigger('click')
    await at('phones-3-remove').trigger('click')
    expect(at('phones-2-up').attributes('disabled')).toBeDefined()
    await page.get('form').trigger('submit')
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/nested4/7'))
    expect(calls.find(({ method }) => method === 'PATCH')!.body).toEqual({ phones: [{ number: '1' }, { number: '2' }, { number: '3' }] })
  })

  it('hands the first rank on when its row is removed', async () => {
    await open('nested2', () => [200, row({ phones: [{ number: '1', primary: true }, { number: '2' }] })])
    await at('phones-0-remove').trigger('click')
    expect(at('phones-0-primary').element).toHaveProperty('checked', true)
  })

  it('shows errors of the server at the part that they are of', async () => {
    await open('nested3', ({ method }) =>
      method === 'GET'
        ? [200, row({ phones: [{ number: '1' }, { number: '2' }] })]
        : [422, { code: 'invalid', errors: [{ field: 'phones[1].number', code: 'format', message: 'No number' }] }],
    )
    await number(1).setValue('x')
    await page.get('form').trigger('submit')
    await vi.waitFor(() => expect(at('error-phones[1].number').text()).toBe('No number'))
    expect(at('phones-1-number').classes()).toContain('tg-field--error')
    expect(document.activeElement).toBe(number(1).element)
  })
})
