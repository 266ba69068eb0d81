import { BASE, queryString } from '../api/client'

/** A document that belongs to a record; what it tells of a file is told of the current version. */
export interface Attachment {
  id: string
  version: number
  name: string
  contentType: string
  /** In bytes; a decimal string, as all 64-bit numbers are. */
  size: string
  versionNumber: number
  remark?: string | null
  updatedAt: string
  updatedBy: string
}

export interface AttachmentVersion {
  versionNumber: number
  name: string
  contentType: string
  size: string
  remark?: string | null
  createdAt: string
  createdBy: string
}

/** Where the file is, of the current version where none is named. */
export function contentPath(id: string, options: { version?: number; inline?: boolean } = {}): string {
  return `${BASE}/attachments/${id}/content${queryString({ version: options.version, inline: options.inline ? 'true' : undefined })}`
}

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp', 'image/webp']

export type Preview = 'image' | 'page'

/** How a file is shown without leaving the page; undefined where it is only downloaded. */
export function previewOf(contentType: string): Preview | undefined {
  if (IMAGES.includes(contentType)) return 'image'
  return contentType === 'application/pdf' || contentType === 'text/plain' ? 'page' : undefined
}

const KINDS: Record<string, string> = {
  pdf: 'pdf',
  ofd: 'pdf',
  doc: 'text',
  docx: 'text',
  odt: 'text',
  rtf: 'text',
  txt: 'text',
  md: 'text',
  wps: 'text',
  xls: 'sheet',
  xlsx: 'sheet',
  ods: 'sheet',
  csv: 'sheet',
  ppt: 'slides',
  pptx: 'slides',
  odp: 'slides',
  zip: 'archive',
  rar: 'archive',
  '7z': 'archive',
  gz: 'archive',
}

/** What the file's badge says, and in which colour. */
export function badgeOf(name: string, contentType: string): { text: string; kind: string } {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
  const group = contentType.split('/')[0]!
  const kind = KINDS[extension] ?? (['image', 'audio', 'video'].includes(group) ? group : 'other')
  return { text: extension.length > 0 && extension.length <= 4 ? extension.toUpperCase() : '—', kind }
}

/** A folder can be dropped like a file, but holds none itself. */
export function isFolder(item: DataTransferItem): boolean {
  return item.webkitGetAsEntry?.()?.isDirectory ?? false
}
