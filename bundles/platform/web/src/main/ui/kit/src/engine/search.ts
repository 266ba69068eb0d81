import type { Page } from '../api/types'
import { definitions } from '../board'
import type { CollectionView } from '../module'
import { api, session } from '../session'
import { keepTitle, metadataOf } from './metadata'

export interface Hit {
  id: string
  title: string
  number?: string
  /** The record that it is told apart by. */
  within?: { collection: string; id: string }
}

/** What was found in one collection. */
export interface Hits {
  view: CollectionView
  title: string
  hits: Hit[]
  /** Whether there are more than those. */
  more: boolean
}

const FIRST = 5

/** Looks in every collection that has search and that the user may see; those without a hit are left out. */
export async function searchEverywhere(text: string, signal: AbortSignal): Promise<Hits[]> {
  const views = definitions.value
    .flatMap((definition) => definition.collections ?? [])
    .filter((view) => session.allows(view.permission ?? `${view.collection}.view`))
    .sort((one, other) => (one.order ?? 100) - (other.order ?? 100))
  // One collection that fails, because its module is just going, keeps no other from answering.
  const found = await Promise.all(views.map((view) => searchIn(view, text, signal).catch(() => undefined)))
  signal.throwIfAborted()
  return found.flatMap((hits) => (hits?.hits.length ? [hits] : []))
}

async function searchIn(view: CollectionView, text: string, signal: AbortSignal): Promise<Hits | undefined> {
  const { collection } = view
  const { searched, title, titleField, fields } = await metadataOf(collection)
  if (!searched) return undefined
  const numbered = titleField !== 'number' && fields.some(({ key }) => key === 'number')
  const within = fields.find(({ key, reference }) => key === view.within && reference)
  const page = await api.get<Page>(
    `/${collection}`,
    { q: text, limit: FIRST, count: 'none', fields: ['id', titleField, ...(numbered ? ['number'] : []), ...(within ? [within.key] : [])].join() },
    signal,
  )
  const hits = page.items.map((row) => {
    const name = String(row[titleField] ?? row.id)
    keepTitle(collection, row.id, name)
    const other = within && (row[within.key] as string | undefined)
    return { id: row.id, title: name, number: row.number, within: other ? { collection: within.reference!, id: other } : undefined }
  })
  return { view, title, hits, more: Boolean(page.next) }
}
