import { onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { Page, Row, Sum, Total } from '../api/types'
import { viewOf } from '../board'
import { api } from '../session'

export interface Wanted {
  q?: string
  filter?: string
  sort?: string
  fields: string
}

const LIMIT = 50
/** As many are read at a time where all are needed, and as many in all. */
const BIG_LIMIT = 500
const MOST = 10_000

/**
 * The rows of a list: asked anew when what is wanted changes, and page after page.
 *
 * @param wanted what is asked for, as text, so that it is asked for once; undefined while that is not known
 */
export function useRows(collection: () => string, wanted: () => string | undefined) {
  /** What was loaded so far; undefined before the first answer. */
  const rows = shallowRef<Row[]>()
  const total = shallowRef<Total>()
  const sums = shallowRef<Sum[]>()
  const next = ref<string | null>()
  const loading = ref(true)
  const failure = ref<unknown>()

  let asking: AbortController | undefined
  /** Counts what the user had loaded or replaced: what was asked before that tells what was. */
  let turn = 0
  /** What all were counted for, by somebody who wished to know. */
  let counted: string | undefined

  const asked = () => JSON.parse(wanted()!) as Wanted

  async function load(cursor?: string) {
    if (!wanted()) return
    asking?.abort()
    const mine = (asking = new AbortController())
    turn++
    loading.value = true
    try {
      const more = cursor && { cursor, count: 'none' }
      const page = await api.get<Page>(`/${collection()}`, { ...asked(), limit: LIMIT, ...more }, mine.signal)
      if (more) {
        // What came between two pages may have moved a row that is shown already.
        const shown = new Set(rows.value!.map(({ id }) => id))
        rows.value = [...rows.value!, ...page.items.filter(({ id }) => !shown.has(id))]
      } else {
        rows.value = page.items
        total.value = page.total
        counted = undefined
        sums.value = undefined
      }
      next.value = page.next
      failure.value = undefined
    } catch (problem) {
      if (!mine.signal.aborted) failure.value = problem
    } finally {
      if (asking === mine) loading.value = false
    }
  }
  watch(wanted, () => load(), { immediate: true })
  onBeforeUnmount(() => asking?.abort())

  function loadMore() {
    if (next.value && !loading.value && !failure.value) void load(next.value)
  }

  /** As many as are shown, again: somebody changed something. */
  async function refresh(): Promise<void> {
    const want = wanted()
    if (!want || loading.value) return
    if (!rows.value) return failure.value ? load() : undefined
    const before = turn
    const { fields: _, ...query } = asked()
    const page = await api.get<Page>(`/${collection()}`, { ...query, fields: asked().fields, limit: Math.min(BIG_LIMIT, Math.max(LIMIT, rows.value.length)) })
    if (turn !== before) return refresh()
    failure.value = undefined
    // Rows beyond what one page holds stay as they are; they follow when they are changed.
    const again = new Set(page.items.map(({ id }) => id))
    rows.value = rows.value.length > BIG_LIMIT ? [...page.items, ...rows.value.slice(BIG_LIMIT).filter(({ id }) => !again.has(id))] : page.items
    if (rows.value.length <= BIG_LIMIT) next.value = page.next
    // A change elsewhere is no reason to forget what took long to count, nor to count it again.
    if (counted !== want || page.total?.relation !== 'gte') total.value = page.total
  }

  function replace(row: Row) {
    turn++
    rows.value = rows.value?.map((other) => (other.id === row.id ? { ...other, ...row } : other))
  }

  /** The count to the last one, which takes as long as there are many. */
  async function countAll() {
    const want = wanted()
    const { q, filter } = asked()
    const page = await api.get<Page>(`/${collection()}`, { q, filter, fields: 'id', limit: 1, count: 'exact' })
    if (wanted() !== want) return
    total.value = page.total
    counted = want
  }

  /** What fields come to over all that match and count. */
  async function sumUp(fields: string[]) {
    const want = wanted()
    const { q, filter: matching } = asked()
    const filter = [matching && `(${matching})`, viewOf(collection())?.counted].filter(Boolean).join(';') || undefined
    const page = await api.get<Page>(`/${collection()}`, { q, filter, fields: 'id', limit: 1, count: 'none', sums: fields.join() })
    if (wanted() === want) sums.value = page.sums
  }

  /** All that match, by id, version and title, for something to be done to them. */
  async function all(title: string): Promise<Row[]> {
    const { q, filter } = asked()
    const found: Row[] = []
    let cursor: string | undefined
    do {
      const page: Page = await api.get<Page>(`/${collection()}`, { q, filter, fields: `id,version,${title}`, limit: BIG_LIMIT, count: 'none', cursor })
      found.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor && found.length < MOST)
    return found
  }

  return { rows, total, sums, next, loading, failure, load, loadMore, refresh, replace, countAll, sumUp, all }
}
