import { api, upload } from '../session'

export interface ImportColumn {
  header?: string
  samples?: string
  field?: string
}

/** Where the values of a column can go. */
export interface ImportField {
  name: string
  title: string
  required?: boolean
  key?: boolean
}

export interface Import {
  id: string
  version: number
  collection: string
  fileName: string
  charset?: string
  columns: ImportColumn[]
  fields: ImportField[]
  matchBy?: string
  mode?: 'create' | 'update' | 'both'
  duplicates?: 'block' | 'skip' | 'allow'
  emptyClears?: boolean
  status: 'draft' | 'checked' | 'started' | 'done' | 'undone'
  total?: number
  done?: number
  created?: number
  updated?: number
  unchanged?: number
  skipped?: number
  refused?: number
  undone?: number
  errors: { row: number; message: string }[]
  jobId?: string
  createdAt: string
}

/** How the texts of a CSV file can be written. */
export const CHARSETS = ['UTF-8', 'GB18030', 'UTF-16LE', 'UTF-16BE'] as const

export type Action = 'check' | 'run' | 'undo'

export const EXTERNAL = 'external:'
export const EXTERNAL_KEY = 'externalKey'

export const send = (collection: string, file: File, idempotencyKey: string, signal: AbortSignal, progress: (part: number) => void) =>
  upload<Import>('/imports/content', file, { query: { collection, name: file.name }, idempotencyKey, signal, progress })
export const recent = (collection: string) => api.get<{ items: Import[] }>('/imports', { filter: `collection==${collection}`, sort: '-id', limit: 5, count: 'none' }).then(({ items }) => items)
export const importOf = (id: string) => api.get<Import>(`/imports/${id}`)
export const act = ({ id }: Import, action: Action) => api.call<Import>('POST', `/imports/${id}/actions/${action}`, {})
export const templateOf = (collection: string, format: string) => `/api/v1/imports/templates/${collection}?format=${format}`

/** Says where the columns go. What the server keeps of them is not sent back. */
export const settle = (imported: Import) =>
  api.call<Import>('PUT', `/imports/${imported.id}`, {
    version: imported.version,
    body: {
      charset: imported.charset,
      columns: imported.columns.map(({ field }) => ({ field })),
      matchBy: imported.matchBy,
      mode: imported.mode,
      duplicates: imported.duplicates,
      emptyClears: imported.emptyClears,
    },
  })

/** The fields that are not there in a file and without which no record is made. */
export function missing({ columns, fields, mode }: Pick<Import, 'columns' | 'fields' | 'mode'>): ImportField[] {
  const used = new Set(columns.map(({ field }) => field))
  return mode === 'update' ? [] : fields.filter(({ name, required }) => required && !used.has(name))
}

/** By what records can be found: what a column goes to that tells records apart. */
export function keysOf({ columns, fields }: Pick<Import, 'columns' | 'fields'>): ImportField[] {
  const used = new Set(columns.map(({ field }) => field))
  return fields.filter(({ name, key }) => key && used.has(name))
}
