import { companyDay, type Money, type Row } from '@tangram/ui'

/** An instalment as the list of those that are owed tells it. */
export interface Receivable extends Row {
  customerId: string
  orderId: string
  seq?: number
  milestone?: string | null
  state: 'planned' | 'open' | 'paid' | 'cancelled'
  dueOn?: string | null
  daysOverdue?: number | null
  amount?: Money | null
  received?: Money | null
  outstanding?: Money | null
  promisedOn?: string | null
  lastDunnedOn?: string | null
  timesDunned?: number | null
}

const two = (value: number) => String(value).padStart(2, '0')

/** A day as the server writes it. */
export const dayText = (day: Date): string => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
export const today = (): string => companyDay()

/** Noon is there on each day, wherever clocks are changed. */
const dateOf = (day: string) => new Date(`${day}T12:00:00`)

export function plusDays(day: string, days: number): string {
  const date = dateOf(day)
  date.setDate(date.getDate() + days)
  return dayText(date)
}

/** The first of the month that lies so many months after that of a day. */
export function plusMonths(day: string, months: number): string {
  const date = dateOf(day)
  return dayText(new Date(date.getFullYear(), date.getMonth() + months, 1, 12))
}

/** The weeks of a month, from Monday on; days of other months are absent. */
export function weeksOf(first: string): (string | undefined)[][] {
  const from = dateOf(first)
  const before = (from.getDay() + 6) % 7
  const days = new Date(from.getFullYear(), from.getMonth() + 1, 0, 12).getDate()
  const weeks = Math.ceil((before + days) / 7)
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, at) => {
    const day = week * 7 + at - before + 1
    return day < 1 || day > days ? undefined : `${first.slice(0, 8)}${two(day)}`
  }))
}

const SCALE = 4
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/

/** The sum of decimals, to the last place: no double may round it. */
export function sumOf(amounts: string[]): string {
  let units = 0n
  for (const amount of amounts) {
    const [, sign, whole, fraction = ''] = NUMBER.exec(amount) ?? []
    if (whole === undefined) continue
    const value = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, '0'))
    units += sign ? -value : value
  }
  const text = String(units < 0n ? -units : units).padStart(SCALE + 1, '0')
  return `${units < 0n ? '-' : ''}${text.slice(0, -SCALE)}.${text.slice(-SCALE)}`
}

export type Kind = 'planned' | 'late' | 'paid'

/** What has become of an instalment: of what is not paid yet it is still to come, or late. */
export const kindOf = ({ state, dueOn }: Receivable, now: string): Kind => (state === 'paid' ? 'paid' : state === 'open' && dueOn && dueOn < now ? 'late' : 'planned')

/** What is due on a day, in the base currency. */
export interface DueDay {
  sums: Partial<Record<Kind, string>>
  counts: Partial<Record<Kind, number>>
  /** So many are in a currency of which no rate is known. */
  leftOut: number
}

/** What is due on the days of a month, by day. */
export function byDay(rows: Receivable[], now: string): Map<string, DueDay> {
  const amounts = new Map<string, Partial<Record<Kind, string[]>>>()
  const days = new Map<string, DueDay>()
  for (const row of rows) {
    if (!row.dueOn || row.state === 'cancelled') continue
    const kind = kindOf(row, now)
    const day = days.get(row.dueOn) ?? { sums: {}, counts: {}, leftOut: 0 }
    days.set(row.dueOn, day)
    day.counts[kind] = (day.counts[kind] ?? 0) + 1
    // What is paid counts with all of it, what is not with what is left.
    const money = kind === 'paid' ? row.amount : (row.outstanding ?? row.amount)
    if (!money) continue
    if (money.baseAmount === undefined || money.baseAmount === null) {
      day.leftOut++
      continue
    }
    const of = amounts.get(row.dueOn) ?? {}
    amounts.set(row.dueOn, of)
    ;(of[kind] ??= []).push(money.baseAmount)
  }
  for (const [day, of] of amounts) for (const kind of Object.keys(of) as Kind[]) days.get(day)!.sums[kind] = sumOf(of[kind]!)
  return days
}

/** How much of an instalment is there already, in whole per cent; that something is missing is never rounded away. */
export function shareOf({ amount, outstanding }: Receivable): number {
  const whole = Number(amount?.amount ?? 0)
  return whole > 0 && outstanding ? Math.floor(Math.max(0, 1 - Number(outstanding.amount) / whole) * 100) : 0
}

/** What can be done with an instalment; the server has the last word. */
export const isOpen = (row: Row): boolean => row.state === 'open'
export const isUnscheduled = (row: Row): boolean => row.state === 'open' && !row.dueOn

/** Which instalments a salesperson looks after. */
export type Work = 'overdue' | 'broken' | 'soon' | 'promised'

export function filterOf(work: Work, now: string, owner?: string | null): string {
  const which = {
    overdue: `dueOn=lt=${now}`,
    broken: `promisedOn=lt=${now}`,
    soon: `dueOn=ge=${now};dueOn=le=${plusDays(now, 7)}`,
    promised: `promisedOn=ge=${now}`,
  }[work]
  return ['state==open', which, ...(owner ? [`ownerId==${owner}`] : [])].join(';')
}
