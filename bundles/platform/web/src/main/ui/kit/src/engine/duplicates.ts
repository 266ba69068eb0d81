import type { Field } from '../api/types'
import { api } from '../session'
import type { Job } from './jobs'
import type { Values } from './merge'

/** A record that is likely the same as another; of one that the user does not see, no more than whom to ask. */
export interface Duplicate {
  id?: string
  number?: string
  title?: string
  ownerName?: string
  unowned?: boolean
  fields: string[]
}

interface Entered {
  field: string
  value: string
}

/** What stands in the fields by which records are compared. */
export function compared(fields: Field[], values: Values): Entered[] {
  return fields
    .filter((field) => field.compared)
    .flatMap((field) => {
      const value = values[field.key]
      const texts = field.type === 'nested' ? (Array.isArray(value) ? value : []).flatMap((one: Values) => Object.values(one)) : [value]
      return texts.filter((text): text is string => typeof text === 'string' && text.trim() !== '').map((text) => ({ field: field.key, value: text }))
    })
    .slice(0, 100)
}

export const duplicatesOf = (collection: string, id: string) =>
  api.get<{ items: Duplicate[] }>(`/duplicates/${collection}/${id}`).then(({ items }) => items)

export const duplicatesLike = (collection: string, id: string | undefined, values: Entered[], signal: AbortSignal) =>
  api.call<{ items: Duplicate[] }>('POST', `/duplicates/${collection}/actions/find`, { body: { id, values }, signal }).then(({ items }) => items)

/** Records that a search found to be alike; all of them are the user's to merge. */
export interface DuplicateGroup {
  id: string
  status: 'open' | 'dismissed' | 'merged'
  fields: string[]
  records: (Duplicate & { id: string })[]
  /** Which of them all have one thing in common. */
  proposedIds: string[]
}

export interface DuplicateGroups {
  items: DuplicateGroup[]
  next?: string | null
  /** Absent where there was no search whose result is kept. */
  searchedAt?: string
  /** Another search may find more. */
  more?: boolean
}

export const search = (collection: string, idempotencyKey: string) => api.call<Job>('POST', `/duplicates/${collection}/actions/search`, { idempotencyKey })
export const lastSearch = (collection: string) =>
  api.get<{ items: Job[] }>('/jobs', { filter: `kind==duplicates;collection==${collection}`, sort: '-id', limit: 1, count: 'none' }).then(({ items }) => items[0])
/** What is left of a group where some of its records are said not to be the same. */
export const dismiss = (collection: string, { id }: DuplicateGroup, recordIds: string[]) => api.call<DuplicateGroup>('POST', `/duplicates/${collection}/groups/${id}/actions/dismiss`, { body: { recordIds } })

/** Two records of which somebody said that they are not the same. */
export interface DistinctPair {
  records: (Duplicate & { id: string })[]
  saidAt: string
  saidBy: string
}
export const dismissalsOf = (collection: string, signal: AbortSignal) => api.get<{ items: DistinctPair[]; more: boolean }>(`/duplicates/${collection}/dismissals`, {}, signal)
/** They are found for each other again. */
export const withdraw = (collection: string, { records }: DistinctPair) => api.call('POST', `/duplicates/${collection}/actions/withdraw`, { body: { recordIds: records.map(({ id }) => id) } })

/** Page by page until there are as many as wanted about which something can be done, or no more. */
export async function groupsOf(collection: string, after: string | undefined, wanted: number, signal: AbortSignal): Promise<DuplicateGroups> {
  const page = await api.get<DuplicateGroups>(`/duplicates/${collection}/groups`, { after }, signal)
  const left = wanted - page.items.filter(({ status }) => status === 'open').length
  if (!page.next || left <= 0) return page
  const more = await groupsOf(collection, page.next, left, signal)
  return { ...page, items: [...page.items, ...more.items], next: more.next }
}
