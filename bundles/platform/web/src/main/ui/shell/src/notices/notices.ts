import { instantText, t, textOf } from '@tangram/ui'

export type Kind = 'mention' | 'comment' | 'change' | 'given' | 'taken' | 'shared' | 'job' | 'reminder'

/** Something that the user is told. */
export interface Notice {
  id: string
  kind: Kind
  unread: boolean
  happenedAt: string
  /** When it was last added to, or read. */
  changedAt?: string
  times: number
  collection?: string | null
  recordId?: string | null
  title?: string | null
  byId: string
  byName?: string | null
  fields?: string[]
  commentId?: string | null
  excerpt?: string | null
  reminder?: string | null
  day?: string | null
  /** The reminder in words. */
  message?: string | null
  jobId?: string | null
  jobKind?: string | null
  jobStatus?: string | null
}

/** What happened, in a sentence. */
export function sentence(notice: Notice): string {
  const { kind, times } = notice
  const who = notice.byId === '0' ? t('people.system') : (notice.byName ?? t('notices.someone'))
  const values = { who, count: times, title: notice.title ?? (notice.recordId ? `#${notice.recordId}` : t('notices.record')) }
  switch (kind) {
    case 'comment':
      return t(times > 1 ? 'notices.comments' : 'notices.comment', values)
    case 'change':
      return t(!notice.recordId ? 'notices.changeMany' : times > 1 ? 'notices.changes' : 'notices.change', values)
    case 'given':
      return t(notice.recordId ? 'notices.given' : 'notices.givenMany', values)
    case 'taken':
      return t(times > 1 ? 'notices.takenMany' : 'notices.taken', values)
    case 'job':
      return t(notice.jobStatus === 'done' ? 'notices.jobDone' : 'notices.jobFailed', { what: textOf(`notices.job.${notice.jobKind}`, 'notices.job.other') })
    case 'reminder':
      return t(notice.message ? 'notices.reminder' : 'notices.reminders', { ...values, message: notice.message ?? '' })
    default:
      return t(`notices.${kind}`, values)
  }
}

/** A list with its next page, in which those stand again that were read in between. */
export function following(shown: Notice[], page: Notice[]): Notice[] {
  const anew = new Map(page.map((notice) => [notice.id, notice]))
  const there = new Set(shown.map(({ id }) => id))
  return [...shown.map((notice) => anew.get(notice.id) ?? notice), ...page.filter(({ id }) => !there.has(id))]
}

/** When the last of some notices changed. */
export const latest = (notices: Notice[]): string | undefined =>
  notices.flatMap(({ changedAt }) => changedAt ?? []).sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1)

/** Where it leads: to the record and what was said there, or to the list where it is about many. */
export function pathOf({ kind, collection, recordId }: Notice): string | undefined {
  if (!collection || kind === 'taken') return undefined
  if (!recordId) return `/${collection}`
  return `/${collection}/${recordId}${kind === 'mention' || kind === 'comment' ? '?tab=comments' : ''}`
}

/** The hour of what happened today, else the day as well. */
export function whenText(at: string, now = new Date()): string {
  const text = instantText(at)
  return text.startsWith(instantText(now.toISOString()).slice(0, 10)) ? text.slice(11) : text
}
