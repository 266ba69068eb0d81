import type { Row } from '../api/types'
import type { Values } from './merge'

/** What was typed into a form that vanished before it was saved: its module left, or was updated. */
export interface Draft {
  base?: Row
  values: Values
}

const drafts = new Map<string, Draft>()

export const keepDraft = (path: string, draft: Draft): unknown => drafts.set(path, draft)

/** Files that were chosen for a record that is not there yet, on their way to its form. */
const chosen = new Map<string, File[]>()

export const keepFiles = (path: string, files: File[]): unknown => chosen.set(path, files)

export function takeFiles(path: string): File[] {
  const files = chosen.get(path) ?? []
  chosen.delete(path)
  return files
}

export function takeDraft(path: string): Draft | undefined {
  const draft = drafts.get(path)
  drafts.delete(path)
  return draft
}
