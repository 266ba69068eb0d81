/** The list that a record was opened from, for going on to the next one. */
let list: { collection: string; ids: string[] } = { collection: '', ids: [] }

export function keepNeighbours(collection: string, ids: string[]) {
  list = { collection, ids }
}

/** The record so many places further in the list; undefined at its ends, or where it is not of that list. */
export function neighbour(collection: string, id: string, step: number): string | undefined {
  const at = list.collection === collection ? list.ids.indexOf(id) : -1
  return at < 0 ? undefined : list.ids[at + step]
}
