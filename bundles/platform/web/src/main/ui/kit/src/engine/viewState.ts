import type { Chosen } from './filter'

/** A column of a list; without a width it has its type's. */
export interface Column {
  field: string
  width?: number
}

export type Density = 'normal' | 'compact'

/** How a collection is looked at: what an address, a saved view and a user's preference say alike. */
export interface ViewState {
  q?: string
  /** Conditions as `conditions.ts` writes them. */
  where?: string
  sort?: string
  /** Quick filters by field. */
  filters: Chosen
  columns?: Column[]
  density?: Density
}

/** The same, flat, as it stands in the address; quick filters by their fields' names. */
export type Flat = Record<string, string>

/** Names in the address that are no quick filters. */
const OWN = new Set(['view', 'q', 'where', 'sort', 'cols', 'density'])

export function flat(state: ViewState): Flat {
  const { q, where, sort, filters, columns, density } = state
  const cols = columns?.map(({ field, width }) => (width ? `${field}:${width}` : field)).join()
  return present({ ...filters, q, where, sort, cols, density: density === 'compact' ? density : undefined })
}

export function stateOf(params: Flat): ViewState {
  const { q, where, sort, cols, density } = params
  const filters = Object.fromEntries(Object.entries(params).filter(([name, value]) => !OWN.has(name) && value))
  return {
    q: q || undefined,
    where: where || undefined,
    sort: sort || undefined,
    filters,
    columns: cols ? columnsOf(cols) : undefined,
    density: density === 'compact' ? density : undefined,
  }
}

function columnsOf(cols: string): Column[] {
  return cols.split(',').map((part) => {
    const [field = '', width] = part.split(':')
    return width ? { field, width: Number(width) || undefined } : { field }
  })
}

function present(params: Record<string, string | undefined>): Flat {
  return Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

/** What the address says wins over what the view says; an empty word in the address takes the view's away. */
export function effective(view: Flat, address: Flat): Flat {
  const { view: _, ...own } = address
  return present({ ...view, ...own })
}

/** What the address has to say beside the view. */
export function difference(view: Flat, wanted: Flat): Flat {
  const names = new Set([...Object.keys(view), ...Object.keys(wanted)])
  return Object.fromEntries([...names].filter((name) => (view[name] ?? '') !== (wanted[name] ?? '')).map((name) => [name, wanted[name] ?? '']))
}

/* ---- what is kept on the server: JSON that others can read too */

interface Definition {
  q?: string
  filter?: string
  sort?: string
  quick?: Chosen
  columns?: Column[]
  density?: Density
}

export function definition({ q, where, sort, filters, columns, density }: ViewState): string {
  const kept: Definition = { q, filter: where, sort, quick: Object.keys(filters).length ? filters : undefined, columns, density }
  return JSON.stringify(kept)
}

/** A definition that cannot be read shows everything rather than nothing. */
export function stateOfDefinition(text: string | null | undefined): ViewState {
  let kept: Definition
  try {
    kept = JSON.parse(text || '{}') as Definition
  } catch {
    kept = {}
  }
  const { q, filter, sort, quick, columns, density } = kept
  return { q, where: filter, sort, filters: quick ?? {}, columns, density }
}
