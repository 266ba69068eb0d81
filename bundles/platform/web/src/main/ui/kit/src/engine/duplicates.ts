import type { Field } from '../api/types'
import { api } from '../session'
import type { Values } from './merge'

/** A record that is likely the same as another; of one that the user does not see, no more than whom to ask. */
export interface Duplicate {
  id?: string
  number?: string
  title?: string
  ownerName?: string
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
