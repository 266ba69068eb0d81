import { tenThousandths, type Money, type Row } from '@tangram/ui'

/** What is done with an order, by the statuses in which it can be. */
const STEPS: Record<string, string[]> = {
  submit: ['draft'],
  approve: ['submitted'],
  approveOverLimit: ['draft', 'submitted'],
  giveBack: ['submitted'],
  execute: ['approved'],
  complete: ['approved', 'executing'],
  cancel: ['submitted', 'approved', 'executing'],
  closeShort: ['approved', 'executing'],
}

/** Where operations are, whose names are those of the contract's methods. */
const PATHS: Record<string, string> = { approveOverLimit: 'approve-over-limit', giveBack: 'return', closeShort: 'close-short' }

export const pathOfStep = (step: string): string => PATHS[step] ?? step

/** Whether a step can be taken; the server has the last word. */
export function isOffered(step: string, order: Row): boolean {
  // A revision that waits is decided on as an order is.
  const revision = ((order.requested ?? []) as unknown[]).length > 0
  const statuses = ['approve', 'approveOverLimit', 'giveBack'].includes(step) && revision ? ['approved', 'executing'] : STEPS[step]
  if (!statuses?.includes(String(order.status))) return false
  if (step !== 'approveOverLimit') return true
  // Only where it takes more than an approval, which its card tells.
  return ((order.hints ?? []) as { code: string }[]).some(({ code }) => code === 'order-over-limit')
}

export interface Instalment {
  percent?: unknown
  amount?: unknown
}

/**
 * What the instalments of a plan are: per cent of the total or an amount, the last takes the rounding.
 *
 * @param total in minor units
 * @returns what is left to plan, less than nothing where it is too much
 */
export function planned(plan: Instalment[], total: bigint, digits: number): { amounts: bigint[]; left: bigint; complete: boolean } {
  // In millionths of the minor unit, in which none is rounded.
  const MILLION = 1_000_000n
  const coin = 10n ** BigInt(digits)
  const exact = plan.map(({ percent, amount }) => {
    const share = tenThousandths(percent)
    return share === undefined ? ((tenThousandths(amount) ?? 0n) * coin * MILLION) / 10_000n : total * share
  })
  const amounts = exact.map((each) => (each * 2n + MILLION) / (MILLION * 2n))
  const missing = exact.reduce((left, each) => left - each, total * MILLION)
  const size = missing < 0n ? -missing : missing
  const rounded = total - amounts.reduce((all, each) => all + each, 0n)
  const last = amounts.at(-1)
  const complete = last !== undefined && size <= (coin * MILLION) / 100n && last + rounded >= 0n
  if (complete) amounts[amounts.length - 1] = last! + rounded
  const left = (missing < 0n ? -1n : 1n) * ((size * 2n + MILLION) / (MILLION * 2n))
  return { amounts, left, complete }
}

/** A field that a revision changed: {@code lines[2].quantity}. */
export interface Change {
  field: string
  before?: string | null
  after?: string | null
}

/** A revision that waits for approval. */
export interface Requested {
  reason: string
  total: Money
  changes?: Change[]
}

interface Titled {
  key: string
  title: string
  fields?: Titled[] | null
}

/** Products are told by their names. */
export const shownChanges = (changes: Change[]): Change[] => changes.filter(({ field }) => !field.endsWith('.productId'))

/** What a changed field is called: Products 3 · Quantity. */
export function titleOfChange(field: string, fields: Titled[]): string {
  const [, list, at, part] = /^(\w+)\[(\d+)\]\.(\w+)$/.exec(field) ?? []
  const own = fields.find(({ key }) => key === (list ?? field))
  if (!list) return own?.title ?? field
  const within = own?.fields?.find(({ key }) => key === part)
  return `${own?.title ?? list} ${Number(at) + 1} · ${within?.title ?? part}`
}
