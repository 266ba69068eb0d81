import { describe, expect, it } from 'vitest'
import { codesOf, matching, openLines, pathOf, shortPath } from '../src/engine/codes'

const items = [
  { code: 'CN', title: 'China', alias: '中国', keys: 'zhongguo zg' },
  { code: 'CN-ZJ', title: 'Zhejiang', alias: '浙江省', keys: 'zhejiangsheng zjs', parent: 'CN' },
  { code: 'CN-330100', title: 'Hangzhou', alias: '杭州市', keys: 'hangzhoushi hzs', parent: 'CN-ZJ' },
  { code: 'CN-330500', title: 'Huzhou', alias: '湖州市', keys: 'huzhoushi hzs', parent: 'CN-ZJ' },
  { code: 'CN-XJ', title: 'Xinjiang', alias: '新疆', keys: 'xinjiang xj', parent: 'CN' },
  { code: 'CN-650100', title: 'Ürümqi', alias: '乌鲁木齐市', keys: 'wulumuqishi wlmqs', parent: 'CN-XJ' },
  { code: 'CN-610100', title: "Xi'an", alias: '西安市', keys: 'xianshi xas', parent: 'CN' },
  { code: 'FR', title: 'France', alias: '法国', keys: 'faguo fg' },
]
const codes = codesOf(items)
const found = (typed: string) => matching(codes, typed).map(({ item }) => item.code)

describe('codes', () => {
  it('stand in their tree', () => {
    expect(pathOf(codes.get('CN-330100')!)).toBe('China / Zhejiang / Hangzhou')
    expect(shortPath(codes.get('CN-330100')!)).toBe('Zhejiang / Hangzhou')
    expect(shortPath(codes.get('CN-ZJ')!)).toBe('China / Zhejiang')
    expect(shortPath(codes.get('FR')!)).toBe('France')
    expect(codesOf(items)).toBe(codes)
  })

  it('show as far as the tree is open', () => {
    const shown = (...open: string[]) => openLines(codes, new Set(open)).map(({ item }) => item.code)
    expect(shown()).toEqual(['CN', 'FR'])
    expect(shown('CN')).toEqual(['CN', 'CN-ZJ', 'CN-XJ', 'CN-610100', 'FR'])
    expect(shown('CN-ZJ')).toEqual(['CN', 'FR'])
    expect(shown('CN', 'CN-ZJ')).toContain('CN-330100')
  })

  it.each([
    ['hz', ['CN-330100', 'CN-330500']],
    ['杭', ['CN-330100']],
    ['hang', ['CN-330100']],
    ['HANGZHOU', ['CN-330100']],
    ['xian', ['CN-610100']],
    ['urumqi', ['CN-650100']],
    ['mu', []],
    ['muqi', ['CN-650100']],
    ['330500', ['CN-330500']],
    ['zj hz', ['CN-330100', 'CN-330500']],
    ['fr hz', []],
    ['法国', ['FR']],
  ])('are found by %s', (typed, expected) => {
    expect(found(typed)).toEqual(expected)
  })

  it('puts what begins with the word before what contains it', () => {
    expect(found('zhejiang')[0]).toBe('CN-ZJ')
    expect(found('france')).toEqual(['FR'])
  })
})
