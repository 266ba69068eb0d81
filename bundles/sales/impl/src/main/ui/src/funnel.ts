/** What the analyses of stages tell, as far as the funnel shows it. */
export interface Drill {
  collection: string
  filter: string
}

interface Line {
  stage?: string | null
  drill?: Drill | null
}

export interface Snapshot extends Line {
  deals: number
  amount?: string | null
  weighted?: string | null
}

export interface Conversion extends Line {
  entered: number
  lost: number
  pending: number
  conversion?: string | null
}

export interface Times extends Line {
  mean?: string | null
}

export interface Result<L> {
  code: string
  title: string
  definition: string
  currency?: string
  rows: L[]
  totals: L
}

/** A row, drawn so many per cent of the widest. */
export interface Bar<L> {
  row: L
  width: number
}

function drawn<L>(rows: L[], value: (row: L) => number): Bar<L>[] {
  const most = Math.max(...rows.map(value), 0)
  return rows.map((row) => ({ row, width: most ? (100 * value(row)) / most : 0 }))
}

/** As wide as what they come to, or as many as they are for who does not see that. */
export function barsOf({ rows }: Result<Snapshot>): Bar<Snapshot>[] {
  const seen = rows.some(({ amount }) => typeof amount === 'string')
  return drawn(rows, ({ amount, deals }) => (seen ? Number(amount ?? 0) : deals))
}

/** With the mean number of days until deals went on, where that is known. */
export function cohortOf({ rows }: Result<Conversion>, times: Result<Times> | undefined): (Bar<Conversion> & { days?: string | null })[] {
  return drawn(rows, ({ entered }) => entered).map((bar) => ({ ...bar, days: times?.rows.find(({ stage }) => stage === bar.row.stage)?.mean }))
}

/** The list of the records behind a row. */
export const listOf = (drill: Drill) => ({ path: `/${drill.collection}`, query: { view: 'all', where: drill.filter } })
