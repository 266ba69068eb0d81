import type { Field } from '../api/types'
import { session } from '../session'
import type { Values } from './merge'

const STORED = 'tangram.lastChoices'
const keyOf = (collection: string) => `${STORED}.${session.current.signedIn?.user.id ?? ''}.${collection}`

/** What has to be chosen is most often what was chosen the last time: a visitor visits, a caller calls. */
export function lastChoices(collection: string): Values {
  try {
    return JSON.parse(localStorage.getItem(keyOf(collection)) ?? '{}') as Values
  } catch {
    return {}
  }
}

export function keepChoices(collection: string, fields: Field[], values: Values) {
  const chosen = fields.filter(({ type, required }) => type === 'code' && required).map(({ key }) => [key, values[key]])
  localStorage.setItem(keyOf(collection), JSON.stringify(Object.fromEntries(chosen)))
}
