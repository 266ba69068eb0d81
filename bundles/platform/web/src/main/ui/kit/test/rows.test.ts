import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { useRows } from '../src/engine/rows'
import { row, serve } from './server'

let page: VueWrapper

afterEach(() => {
  page.unmount()
  vi.unstubAllGlobals()
})

it('keeps what somebody had counted while others change rows', async () => {
  let capped = { value: 1000, relation: 'gte' }
  serve(({ query }) => [200, { items: [row()], total: query.get('count') === 'exact' ? { value: 1200, relation: 'eq' } : capped }])
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
