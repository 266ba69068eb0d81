import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { Row } from '../src/api/types'
import { useRows } from '../src/engine/rows'
import { row, serve } from './server'

let page: VueWrapper

afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

function rowsOf() {
  let list!: ReturnType<typeof useRows>
  page = mount({
    setup() {
      list = useRows(
        () => 'customers',
        () => JSON.stringify({ fields: 'id,name' }),
      )
      return () => null
    },
  })
  return list
}

it('keeps what somebody had counted while others change rows', async () => {
  let capped = { value: 1000, relation: 'gte' }
  serve(({ query }) => [200, { items: [row()], total: query.get('count') === 'exact' ? { value: 1200, relation: 'eq' } : capped }])
  const list = rowsOf()
  await vi.waitFor(() => expect(list.total.value).toEqual(capped))
  await list.countAll()
  await list.refresh()
  expect(list.total.value).toEqual({ value: 1200, relation: 'eq' })
  capped = { value: 900, relation: 'eq' }
  await list.refresh()
  expect(list.total.value).toEqual(capped)
  capped = { value: 1000, relation: 'gte' }
  await list.countAll()
  await list.load()
  expect(list.total.value).toEqual(capped)
})

it('does not go back to what it was asked before the user changed it', async () => {
  const answers: ((items: Row[]) => void)[] = []
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push((items) => resolve(new Response(JSON.stringify({ items, total: { value: items.length, relation: 'eq' } }))))))
  const list = rowsOf()
  answers.shift()!([row()])
  await vi.waitFor(() => expect(list.rows.value).toHaveLength(1))

  const outrun = list.refresh()
  const loaded = list.load()
  const [late, first] = answers.splice(0)
  first!([])
  await loaded
  late!([row()])
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  expect(list.rows.value).toEqual([])
  answers.shift()!([])
  await outrun

  void list.load()
  answers.shift()!([row()])
  await vi.waitFor(() => expect(list.rows.value).toHaveLength(1))
  const edited = list.refresh()
  list.replace(row({ version: 4, name: '华北科技' }))
  answers.shift()!([row()])
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  expect(list.rows.value![0]!.name).toBe('华北科技')
  answers.shift()!([row({ version: 5, name: '华南科技' })])
  await edited
  expect(list.rows.value![0]!.name).toBe('华南科技')
})
