import { api } from '../session'
import type { Job } from './jobs'

export type Format = 'xlsx' | 'csv' | 'csv-gbk'

export interface ExportRequest {
  collection: string
  format: Format
  filter?: string
  q?: string
  sort?: string
  /** Absent for all. */
  fields?: string
}

export const resultOf = ({ id }: Job) => `/api/v1/jobs/${id}/result`

export const begin = (request: ExportRequest, idempotencyKey: string) => api.call<Job>('POST', '/jobs/exports', { body: request, idempotencyKey })
export const recent = (collection: string) =>
  api.get<{ items: Job[] }>('/jobs', { filter: `kind==export;collection==${collection}`, limit: 5, count: 'none' }).then(({ items }) => items)

/** Has the browser keep a file, as if somebody had followed a link to it. */
export function download(job: Job) {
  const link = document.createElement('a')
  link.href = resultOf(job)
  link.download = job.fileName ?? ''
  document.body.append(link)
  link.click()
  link.remove()
}
