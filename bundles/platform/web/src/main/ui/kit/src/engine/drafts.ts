import type { Row } from '../api/types'
import type { Values } from './merge'

/** What was typed into a form that vanished before it was saved: its module left, or was updated. */
export interface Draft {
  base?: Row
  values: Values
}

const drafts = new Map<string, Draft>()

export const keepDraft = (path: string, draft: Draft): unknown => drafts.set(path, draft)

export function takeDraft(path: string): Draft | undefined {
  const draft = drafts.get(path)
  drafts.delete(path)
  return draft
}
