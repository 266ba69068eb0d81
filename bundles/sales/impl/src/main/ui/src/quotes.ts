import type { Row } from '@tangram/ui'

/** What is done with a quote, by the statuses in which it can be. */
const STEPS: Record<string, string[]> = {
  submit: ['draft'],
  approve: ['submitted'],
  giveBack: ['submitted', 'approved'],
  send: ['draft', 'approved'],
  accept: ['sent'],
  reject: ['sent', 'expired'],
  revalidate: ['submitted', 'approved', 'sent', 'expired'],
  newVersion: ['submitted', 'approved', 'sent', 'rejected', 'expired', 'superseded'],
  makePrimary: ['draft', 'submitted', 'approved', 'sent', 'expired'],
}

export type QuoteStep = keyof typeof STEPS

/** Where operations are, whose names are those of the contract's methods. */
const PATHS: Record<string, string> = { giveBack: 'return', newVersion: 'new-version', makePrimary: 'make-primary' }

export const pathOfStep = (step: string): string => PATHS[step] ?? step

/** Whether a step can be taken; the server has the last word. */
export function isOffered(step: string, quote: Row): boolean {
  if (!STEPS[step]?.includes(String(quote.status))) return false
  if (step === 'makePrimary') return !quote.primaryQuote
  // One that was superseded by its next version counts no more; one that was by the end of its opportunity still does.
  if (step === 'newVersion' && quote.status === 'superseded') return Boolean(quote.primaryQuote)
  return step !== 'send' || quote.status !== 'draft' || !quote.needsApproval
}
