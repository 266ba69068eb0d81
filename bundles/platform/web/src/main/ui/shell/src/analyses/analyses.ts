import { api, decimalText, viewOf, type Language } from '@tangram/ui'

/** What the server tells of analyses, as far as the pages show it. */
export interface Choice {
  code: string
  title: string
}

export interface Parameter {
  key: string
  title: string
  choices: Choice[]
  value?: string
}

export interface Analysis {
  code: string
  title: string
  definition: string
  module?: string
  collection: string
  parameters: Parameter[]
}

export type ColumnType = 'text' | 'code' | 'reference' | 'integer' | 'decimal' | 'money' | 'percent' | 'date'

export interface Column {
  key: string
  title: string
  type: ColumnType
  /** Whether the records behind a row tell its figure here. */
  drilled?: boolean
}

export interface Drill {
  collection: string
  filter: string
}

/** Cells by their columns' keys; beside them what codes and ids are called, and the records behind a figure. */
export type Line = Record<string, string | number | Drill | null | undefined> & { drill?: Drill }

export interface Result extends Analysis {
  currency?: string
  columns: Column[]
  rows: Line[]
  totals: Line
}

export const listed = () => api.get<{ items: Analysis[] }>('/analyses').then(({ items }) => items)
export const worked = (code: string, asked: Record<string, string>) => api.get<Result>(`/analyses/${encodeURIComponent(code)}`, asked)

/** Where the same figures are as an Excel file. */
export function fileOf(code: string, asked: Record<string, string>): string {
  const query = new URLSearchParams(asked).toString()
  return `/api/v1/analyses/${encodeURIComponent(code)}/file${query && `?${query}`}`
}

export const isNumber = ({ type }: Column): boolean => ['integer', 'decimal', 'money', 'percent'].includes(type)

/** A cell as people read it; a dash where there is nothing to say. */
export function cellText(column: Column, line: Line, language: Language): string {
  const title = line[`${column.key}Title`]
  if (typeof title === 'string') return title
  const value = line[column.key]
  if (value === null || value === undefined || typeof value === 'object') return '—'
  switch (column.type) {
    case 'integer':
    case 'decimal':
      return decimalText(value, language)
    case 'money':
      return decimalText(value, language, 2)
    case 'percent':
      return `${decimalText(value, language, 2)} %`
    default:
      return String(value)
  }
}

/** The column that names rows, and the one that a chart shows: the first number. */
export function charted({ columns }: Pick<Result, 'columns'>): { name: Column; value: Column } | undefined {
  const name = columns.find((column) => !isNumber(column))
  const value = columns.find(isNumber)
  return name && value && { name, value }
}

/** A figure that is nothing has no records behind it. */
export const isNothing = (line: Line, { key }: Column): boolean => Number(line[key] ?? 0) === 0

/** The records behind a row, or behind one of its figures, as their list is called up; where there is a page of them. */
export function behind(line: Line, { key }: { key?: string } = {}) {
  const drill = key === undefined ? line.drill : line[`${key}Drill`]
  if (!drill || typeof drill !== 'object' || !viewOf(drill.collection)) return undefined
  return { path: `/${drill.collection}`, query: { view: 'all', where: drill.filter } }
}
