import { textOf, type Field, type Metadata } from '@tangram/ui'

export interface Fact {
  id: string
  collection: string
  recordId: string
  happenedAt: string
  userId: string
  kind: string
  door: string
  changes?: { field: string; before?: string | null; after?: string | null }[]
}

/** What is looked for most, by the collections whose facts tell it. */
export const GROUPS: Record<string, string[]> = {
  files: ['jobs', 'analyses'],
  access: ['sign-ins', 'user-tokens'],
  people: ['users', 'roles', 'departments'],
}

export const KINDS = ['created', 'updated', 'deleted', 'restored', 'merged', 'unmerged']

export interface Asked {
  group: string
  collection: string
  kind: string
  user?: string
  /** First and last day. */
  days?: [string, string] | null
}

/** @param instant the instant at which a day begins by the reader's clock, so many days later */
export function filterOf({ group, collection, kind, user, days }: Asked, instant: (day: string, plus: number) => string): string | undefined {
  const parts = [
    collection ? `collection==${collection}` : group ? `collection=in=(${GROUPS[group]!.join()})` : '',
    kind ? `kind==${kind}` : '',
    user ? `userId==${user}` : '',
    days ? `happenedAt=ge=${instant(days[0], 0)};happenedAt=lt=${instant(days[1], 1)}` : '',
  ].filter(Boolean)
  return parts.length ? parts.join(';') : undefined
}

/** What a collection is called; what only the log knows has names of its own. */
export function titleOf(collection: string, known: Map<string, Metadata>): string {
  return textOf(`platform.audit.of.${collection}`, '') || known.get(collection)?.title || collection
}

/** A value as a fact keeps it, for whoever shows it. */
export function valueOf(field: Field, text: string | null | undefined): unknown {
  if (text === undefined || text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return field.type === 'text' ? inWords(value) : value
  } catch {
    return text
  }
}

/** What has no field to show it: `customers: own`. */
function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  return value && typeof value === 'object' ? Object.values(value).map(inWords).filter(Boolean).join(': ') : String(value)
}
