import { computed, reactive, ref, watch } from 'vue'
import type { Metadata, Page, Row } from '../api/types'
import { viewOf } from '../board'
import { language, t } from '../i18n'
import { api } from '../session'
import { forgetDictionaries } from './dictionaries'

/** Answers that serve the whole page, kept per language; a failed one is asked for again. */
function cached<T>(load: (key: string) => Promise<T>) {
  const kept = new Map<string, Promise<T>>()
  return {
    get(key: string): Promise<T> {
      const full = `${language.value} ${key}`
      let answer = kept.get(full)
      if (!answer) {
        answer = load(key)
        answer.catch(() => kept.delete(full))
        kept.set(full, answer)
      }
      return answer
    },
    clear: () => kept.clear(),
  }
}

const metadata = cached((collection) => api.get<Metadata>(`/metadata/${collection}`))

export const metadataOf = metadata.get

/** Grows when it is forgotten: what is shown by it is asked for again. */
const forgotten = ref(0)

/** Forgets what modules told of themselves, because one came, left or was updated, or the company changed its fields. */
export function forgetMetadata() {
  metadata.clear()
  forgetDictionaries()
  forgotten.value++
}

/** A collection's metadata in the language of the moment. */
export function useMetadata(collection: () => string) {
  const model = ref<Metadata>()
  const failure = ref<unknown>()
  const load = async () => {
    const now = () => `${forgotten.value} ${language.value} ${collection()}`
    const asked = now()
    try {
      const answer = await metadataOf(collection())
      if (asked === now()) model.value = answer
      failure.value = undefined
    } catch (problem) {
      failure.value = problem
    }
  }
  watch([collection, language, forgotten], load, { immediate: true })
  const allows = (operation: string) =>
    model.value?.operations.some((candidate) => candidate.name === operation && candidate.allowed) ?? false
  return { model, failure, allows, reload: load }
}

/** Titles of records by collection and id; ids asked for in the same moment travel in one call. */
const titles = reactive(new Map<string, string>())
const wanted = new Map<string, Set<string>>()
/** Those that are not there yet, and may come. */
const awaited = reactive(new Set<string>())

/** The titles of several records, as a function of their ids. */
export function useTitles(collection: () => string, ids: () => string[]) {
  watch([collection, ids], () => ids().forEach((id) => want(collection(), id)), { immediate: true })
  return computed(() => (id: string) => titles.get(`${collection()} ${id}`))
}

export function useTitle(collection: () => string, id: () => string | null | undefined) {
  watch([collection, id], () => want(collection(), id()), { immediate: true })
  return computed(() => (id() ? titles.get(`${collection()} ${id()}`) : undefined))
}

/** Whether a title that is not there may still come. */
export const isAwaited = (collection: string, id: string) => awaited.has(`${collection} ${id}`)

export function keepTitle(collection: string, id: string, title: string) {
  titles.set(`${collection} ${id}`, title)
}

function want(collection: string, id: string | null | undefined) {
  // `me` and `team` stand for users, and are no ids.
  if (!id || !/^[1-9]\d*$/.test(id) || titles.has(`${collection} ${id}`)) return
  if (wanted.size === 0) setTimeout(fetchTitles)
  wanted.set(collection, (wanted.get(collection) ?? new Set()).add(id))
  awaited.add(`${collection} ${id}`)
}

function fetchTitles() {
  const now = [...wanted]
  wanted.clear()
  for (const [collection, ids] of now) void fetchTitlesOf(collection, [...ids])
}

async function fetchTitlesOf(collection: string, ids: string[]) {
  try {
    const { titleField, fields } = await metadataOf(collection)
    if (fields.some(({ key }) => key === 'recordId')) {
      // What belongs to any record, as comments do, is listed of one of them at a time.
      await fetchEach(collection, ids)
    } else {
      const page = await api.get<Page>(`/${collection}`, {
        filter: `id=in=(${ids.join(',')})`,
        fields: `id,${titleField}`,
        limit: ids.length,
        count: 'none',
      })
      for (const row of page.items) keepTitle(collection, row.id, String(row[titleField] ?? row.id))
    }
  } catch {
    // Who may not list them may see one; who may not see it sees the ids.
    await fetchEach(collection, ids)
  }
  ids.forEach((id) => awaited.delete(`${collection} ${id}`))
}

const fetchEach = (collection: string, ids: string[]) => Promise.allSettled(ids.map((id) => fetchTitleOf(collection, id)))

async function fetchTitleOf(collection: string, id: string) {
  const { titleField } = await metadataOf(collection)
  const row = await api.get<Row>(`/${collection}/${id}`)
  keepTitle(collection, id, String(row[titleField] ?? id))
}

/** Records to choose from by what was typed, and by a filter where one narrows the choice. */
export async function candidates(collection: string, typed: string, within = '', signal?: AbortSignal): Promise<{ id: string; title: string; number?: string }[]> {
  const { titleField, fields } = await metadataOf(collection)
  const { former, beside: told = 'number' } = viewOf(collection) ?? {}
  const known = new Set(fields.map(({ key }) => key))
  const beside = known.has(told) ? told : 'number'
  const wanted = ['id', titleField, ...(beside === titleField ? [] : [beside]), ...(former?.needs ?? [])].filter((key) => known.has(key) || key === 'id')
  const page = await api.get<Page<Row>>(
    `/${collection}`,
    { q: typed, filter: within || undefined, limit: 20, count: 'none', fields: [...new Set(wanted)].join() },
    signal,
  )
  const found = page.items.map((row) => {
    const title = String(row[titleField] ?? row.id)
    keepTitle(collection, row.id, title)
    const left = former?.since(row, within)
    return { id: row.id, title, left, number: left ? t('related.left', { day: left }) : (row[beside] as string | undefined) }
  })
  return [...found.filter(({ left }) => !left), ...(typed ? found.filter(({ left }) => left) : [])]
}
