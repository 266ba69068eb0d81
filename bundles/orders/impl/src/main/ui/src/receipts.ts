import type { Money, Row } from '@tangram/ui'

/** An instalment that something is outstanding of. */
export interface Open extends Row {
  orderId: string
  seq: number
  dueOn?: string
  daysOverdue?: number
  outstanding: Money
}

/** What a receipt pays of an instalment, in its own currency. */
export interface Part {
  orderId: string
  receivableId: string
  amount: string
}

/** Base currency per unit of each, on the day of the receipt. */
export type Rates = Record<string, string | undefined>

const NUMBER = /^(\d+)(?:\.(\d+))?$/

/** How many digits a currency has behind the point. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** A decimal in units of so many digits, which no double may round; undefined for none, and for one of smaller parts. */
export function unitsOf(value: unknown, digits: number): bigint | undefined {
  const found = NUMBER.exec(String(value ?? '').replaceAll(',', '').trim())
  if (!found) return undefined
  const behind = (found[2] ?? '').replace(/0+$/, '')
  return behind.length > digits ? undefined : BigInt(found[1]! + behind.padEnd(digits, '0'))
}

/** Units as an amount: 6421 and 2 are 64.21. */
export function amountOf(units: bigint, digits: number): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  return (units < 0n ? '-' : '') + (digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text)
}

const RATE = 10

/** What an instalment costs in the currency of the receipt, in its units; undefined where no rate tells. */
export function costOf(open: Open, currency: string, rates: Rates): bigint | undefined {
  const other = open.outstanding.currency
  const owed = unitsOf(open.outstanding.amount, digitsOf(other))
  if (owed === undefined || other === currency) return owed
  const from = unitsOf(rates[other], RATE)
  const to = unitsOf(rates[currency], RATE)
  if (!from || !to) return undefined
  const above = owed * from * 10n ** BigInt(digitsOf(currency))
  const below = to * 10n ** BigInt(digitsOf(other))
  return (above * 2n + below) / (below * 2n)
}

/** What is due first; what has no day is last. As the server has it. */
export function oldestFirst(one: Open, other: Open): number {
  if (one.dueOn !== other.dueOn) return (one.dueOn ?? '9999') < (other.dueOn ?? '9999') ? -1 : 1
  return BigInt(one.orderId) === BigInt(other.orderId) ? one.seq - other.seq : BigInt(one.orderId) < BigInt(other.orderId) ? -1 : 1
}

/** What an amount pays by itself, in its units: what is due first. */
export function spread(amount: bigint, opens: Open[], currency: string, rates: Rates): Record<string, bigint> {
  let left = amount
  const paid: Record<string, bigint> = {}
  for (const open of [...opens].sort(oldestFirst)) {
    const cost = costOf(open, currency, rates) ?? 0n
    const part = left < cost ? left : cost
    if (part > 0n) paid[open.id] = part
    left -= part
  }
  return paid
}

const STEPS: Record<string, (row: Row) => boolean> = {
  confirm: ({ status }) => status === 'draft',
  allocate: ({ status, kind, unapplied }) => status === 'confirmed' && kind === 'receipt' && (unapplied === undefined || Number((unapplied as Money).amount) > 0),
  release: ({ status, allocations }) => status === 'confirmed' && (!Array.isArray(allocations) || allocations.length > 0),
  refund: ({ status, kind }) => status === 'confirmed' && kind === 'receipt',
  voidReceipt: ({ status }) => status === 'confirmed',
  close: ({ closed }) => !closed,
  reopen: ({ closed }) => !!closed,
}

/** Whether a step can be taken; the server has the last word. */
export const isOffered = (step: string, row: Row): boolean => STEPS[step]?.(row) ?? false

/** Where operations are, whose names are those of the contract's methods. */
export const pathOfStep = (step: string): string => (step === 'voidReceipt' ? 'void' : step)
