import { flushPromises, mount } from '@vue/test-utils'
import { ElSelectV2 } from 'element-plus'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import CodeSelect from '../src/engine/CodeSelect.vue'
import CodeTag from '../src/engine/CodeTag.vue'
import { forgetDictionaries } from '../src/engine/dictionaries'
import { i18n, setLanguage } from '../src/i18n'
import { serve, type Call } from './server'

const regions = {
  code: 'region',
  title: 'Region',
  open: true,
  hierarchical: true,
  version: 1,
  items: [
    { code: 'CN', title: 'China', alias: '中国', keys: 'zhongguo zg' },
    { code: 'CN-ZJ', title: 'Zhejiang', alias: '浙江省', keys: 'zhejiangsheng zjs', parent: 'CN' },
    { code: 'CN-330100', title: 'Hangzhou', alias: '杭州市', keys: 'hangzhoushi hzs', parent: 'CN-ZJ' },
    { code: 'YU', title: 'Yugoslavia', retired: true },
    { code: 'FR', title: 'France' },
  ],
}
let calls: Call[]
let current = regions

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  setLanguage('en')
  forgetDictionaries()
  current = structuredClone(regions)
  calls = serve(({ path }) => {
    if (path === '/dictionaries/region') return [200, current]
    if (path === '/dictionaries') return [200, { items: [{ ...current, items: [] }] }]
    return undefined
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function select(modelValue: string | null) {
  const wrapper = mount(CodeSelect, { props: { dictionary: 'region', modelValue }, global: { plugins: [i18n] } })
  await flushPromises()
  const inner = () => wrapper.findComponent(ElSelectV2)
  return { wrapper, inner, lines: () => (inner().props('options') as { value: string; depth: number }[]).map(({ value, depth }) => `${depth} ${value}`) }
}

describe('a choice of codes', () => {
  it('offers a tree, the one country with provinces open, and nothing retired', async () => {
    const { lines } = await select(null)
    expect(lines()).toEqual(['0 CN', '1 CN-ZJ', '0 FR'])
  })

  it('has what is chosen in sight, be it retired, deep or unknown', async () => {
    expect((await select('CN-330100')).lines()).toContain('2 CN-330100')
    expect((await select('YU')).lines()).toContain('0 YU')
    expect((await select('Philipines')).lines()).toContain('0 Philipines')
  })

  it('finds by reading, and keeps what it does not find as given', async () => {
    const { inner, lines, wrapper } = await select(null)
    inner().props('filterMethod')!('hz')
    await flushPromises()
    expect(lines()).toEqual(['0 CN-330100', '0 hz'])
    inner().vm.$emit('update:modelValue', 'CN-330100')
    expect(wrapper.emitted('update:modelValue')).toEqual([['CN-330100']])
  })

  it('shows a record its code by name and path, struck out where it is retired', async () => {
    const tag = mount(CodeTag, { props: { dictionary: 'region', code: 'CN-330100' } })
    const old = mount(CodeTag, { props: { dictionary: 'region', code: 'YU' } })
    const given = mount(CodeTag, { props: { dictionary: 'region', code: 'Philipines' } })
    await flushPromises()
    expect(tag.text()).toBe('Zhejiang / Hangzhou')
    expect(tag.attributes('title')).toBe('China / Zhejiang / Hangzhou')
    expect(old.classes()).toContain('tg-tag--retired')
    expect(given.text()).toBe('Philipines')
  })

  it('hears of what others changed when it is used again, by one small question', async () => {
    const first = mount(CodeTag, { props: { dictionary: 'region', code: 'FR' } })
    await flushPromises()
    current = { ...structuredClone(regions), version: 2 }
    current.items[4]!.title = 'République française'
    vi.setSystemTime(Date.now() + 60_000)
    mount(CodeTag, { props: { dictionary: 'region', code: 'CN' } })
    await flushPromises()
    expect(first.text()).toBe('République française')
    expect(calls.filter(({ path }) => path === '/dictionaries')).toHaveLength(1)
    expect(calls.filter(({ path }) => path === '/dictionaries/region')).toHaveLength(2)
  })
})
