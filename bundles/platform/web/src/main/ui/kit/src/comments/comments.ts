import { session } from '../session'

/** Somebody whom a comment is to be shown to. */
export interface Mention {
  userId: string
  name?: string | null
}

export interface Comment {
  id: string
  version: number
  parentId?: string | null
  text: string
  mentions: Mention[]
  createdAt: string
  createdBy: string
  editedAt?: string | null
  authorName?: string | null
}

/** A comment with what was answered. */
export interface Thread {
  comment: Comment
  answers: Comment[]
  /** What it answers is not there any more, or not loaded yet. */
  astray: boolean
}

/** The newest thread first, its answers as they were given. */
export function threadsOf(comments: Comment[]): Thread[] {
  const oldestFirst = [...comments].sort((one, other) => Number(one.id) - Number(other.id))
  const threads = new Map<string, Thread>()
  for (const comment of oldestFirst) {
    const thread = comment.parentId ? threads.get(comment.parentId) : undefined
    if (thread) thread.answers.push(comment)
    else threads.set(comment.id, { comment, answers: [], astray: Boolean(comment.parentId) })
  }
  return [...threads.values()].reverse()
}

/** A text in pieces, those that name somebody who is mentioned marked. */
export function piecesOf({ text, mentions }: Pick<Comment, 'text' | 'mentions'>): { text: string; mention: boolean }[] {
  // The longest first: who is called Li Na Wang is not Li Na.
  const names = mentions.flatMap(({ name }) => (name ? [`@${name}`] : [])).sort((one, other) => other.length - one.length)
  const pieces: { text: string; mention: boolean }[] = []
  let plain = ''
  for (let at = 0; at < text.length; ) {
    const name = names.find((candidate) => text.startsWith(candidate, at))
    if (name) {
      if (plain) pieces.push({ text: plain, mention: false })
      pieces.push({ text: name, mention: true })
      plain = ''
      at += name.length
    } else {
      plain += text[at++]
    }
  }
  return plain ? [...pieces, { text: plain, mention: false }] : pieces
}

/** Those of the people who were chosen whom the text still names. */
export const mentionedIn = (text: string, chosen: Mention[]): Mention[] =>
  chosen.filter(({ userId, name }, at) => name && text.includes(`@${name}`) && chosen.findIndex((one) => one.userId === userId) === at)

/** What is being written, for as long as the browser's tab is open. */
export interface Draft {
  text: string
  mentions: Mention[]
}

const keyOf = (place: string) => `tangram.comment.${session.current.signedIn?.user.id ?? ''}.${place}`

export function draftOf(place: string): Draft {
  try {
    return (JSON.parse(sessionStorage.getItem(keyOf(place)) ?? 'null') as Draft | null) ?? { text: '', mentions: [] }
  } catch {
    return { text: '', mentions: [] }
  }
}

export function keepDraftOf(place: string, draft: Draft) {
  if (draft.text) sessionStorage.setItem(keyOf(place), JSON.stringify(draft))
  else sessionStorage.removeItem(keyOf(place))
}
