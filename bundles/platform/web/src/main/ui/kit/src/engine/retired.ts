import type { Field } from '../api/types'
import type { ViewState } from './viewState'

const CUSTOM = /customFields\.\w+/g

/**
 * What can still be asked of a list: a view may speak of fields that the company added and retired since. A condition
 * without one of its parts would mean something else, so all of it is left out.
 *
 * @returns the state to ask by, and the names of what was left out
 */
export function withoutRetired(state: ViewState, fields: Field[]): { state: ViewState; gone: string[] } {
  const known = new Set(fields.map(({ key }) => key))
  const unknown = (text: string | undefined) => (text?.match(CUSTOM) ?? []).filter((key) => !known.has(key))
  const quick = Object.keys(state.filters)
  const gone = [...new Set([state.where, state.sort, ...quick].flatMap(unknown))]
  if (!gone.length) return { state, gone }
  return {
    gone,
    state: {
      ...state,
      where: unknown(state.where).length ? undefined : state.where,
      sort: state.sort?.split(',').filter((key) => !unknown(key).length).join() || undefined,
      filters: Object.fromEntries(Object.entries(state.filters).filter(([key]) => !unknown(key).length)),
    },
  }
}

/** A module's own order of a list, as far as this user sees the fields that it goes by. */
export function knownSort(sort: string | undefined, fields: Field[]): string {
  const known = new Set(fields.map(({ key }) => key))
  return (sort?.split(',') ?? []).filter((key) => known.has(key.replace(/^-/, ''))).join()
}
