import type { Field, Metadata, Page, Row } from '../api/types'
import { isEmpty } from '../format'
import { t } from '../i18n'
import { api } from '../session'
import { follow, jobOf, type Job } from './jobs'

/** Of a field: the record whose value it takes, or the values of all together. */
export type Choice = string

export const UNITED: Choice = 'united'

/** A field that is not the same in all records. */
export interface Differing {
  field: string
  unites?: boolean
  /** Only ever added to: all of it stays, and there is nothing to choose. */
  keepsAll?: boolean
  values: { id: string; value: string }[]
}

export interface MergePart {
  collection: string
  count: number
}

export interface MergePreview {
  fields?: Differing[]
  parts?: MergePart[]
  emptied?: string[]
}

/** Which records become one, and what it takes over of the others. */
export interface MergeRequest {
  collection: string
  survivorId: string
  mergedIds: string[]
  choices: { field: string; fromId?: string; united?: boolean }[]
}

export interface Merge extends MergeRequest {
  id: string
  status: 'planned' | 'done' | 'undone' | 'failed' | 'cancelled'
  jobId: string
  undoableUntil?: string
  keptFields?: string
  keptRecords?: number
}

/** As many as one merge takes. */
export const MOST_MERGED = 10

/** What most would choose: what the one that stays has, what others have where it has nothing, and all of what there may be several of. */
export function proposed({ values, unites, keepsAll }: Differing, survivor: string): Choice {
  if (keepsAll) return UNITED
  if (unites && values.length > 1) return UNITED
  return values.some(({ id }) => id === survivor) ? survivor : (values[0]?.id ?? survivor)
}

/** What differs from the one that stays. */
export function choicesOf(chosen: ReadonlyMap<string, Choice>, survivor: string): MergeRequest['choices'] {
  return [...chosen].filter(([, choice]) => choice !== survivor).map(([field, choice]) => (choice === UNITED ? { field, united: true } : { field, fromId: choice }))
}

/** Fields of which nobody has to choose: the same in all records. */
export const alike = (model: Metadata, record: Row, differing: Differing[]): Field[] =>
  model.fields.filter((field) => !field.readOnly && !field.derived && !field.writeOnly && !isEmpty(record[field.key]) && !differing.some((one) => one.field === field.key))

export const previewOf = (request: MergeRequest, signal: AbortSignal) => api.call<MergePreview>('POST', '/merges/actions/preview', { body: request, signal })
export const begin = (request: MergeRequest, idempotencyKey: string) => api.call<Merge>('POST', '/merges', { body: request, idempotencyKey })
export const mergeOf = (id: string) => api.get<Merge>(`/merges/${id}`)
export const undo = ({ id }: Merge) => api.call<Merge>('POST', `/merges/${id}/actions/undo`, {})

/** The last merge by which a record took in others, as long as it can be undone; of those that the user sees. */
export async function lastInto(collection: string, id: string): Promise<Merge | undefined> {
  const page = await api.get<Page>('/merges', { filter: `collection==${collection};survivorId==${id};status==done`, sort: '-id', limit: 1, count: 'none' })
  const last = page.items[0] as unknown as Merge | undefined
  return last?.undoableUntil && Date.parse(last.undoableUntil) > Date.now() ? last : undefined
}

/** Undoes a merge, and waits until that is through. */
export async function undoAll(merge: Merge, signal: AbortSignal): Promise<{ merge: Merge; job: Job }> {
  const begun = await undo(merge)
  const job = await follow(await jobOf(begun.jobId), () => {}, signal)
  return { merge: await mergeOf(merge.id), job }
}

/** What came of undoing one. */
export function undoneText({ keptFields, keptRecords }: Merge, titleOf: (field: string) => string): string {
  const fields = keptFields?.split(',').map(titleOf).join(t('duplicates.and'))
  const came = fields ? t('merge.undoneBut', { fields }) : t('merge.undone')
  return keptRecords ? `${came} ${t('merge.keptRecords', { count: keptRecords })}` : came
}
