import type { Field, FieldType } from '../api/types'
import type { Column } from './viewState'

export const MIN_WIDTH = 60
export const MAX_WIDTH = 900

const WIDTHS: Record<FieldType, number> = {
  text: 150,
  longtext: 260,
  code: 120,
  set: 170,
  integer: 100,
  decimal: 120,
  money: 150,
  date: 120,
  instant: 150,
  boolean: 90,
  reference: 120,
  references: 160,
  nested: 200,
}

export const widthOf = (field: Field, width: number | undefined, isTitle: boolean): number => width ?? (isTitle ? 250 : WIDTHS[field.type])

export const bounded = (width: number): number => Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)))

/** The keys with one of them at another place. */
export function moved(keys: string[], key: string, to: number): string[] {
  const others = keys.filter((other) => other !== key)
  return [...others.slice(0, to), key, ...others.slice(to)]
}

/** The columns of those keys, with the widths that they had. */
export function arranged(keys: string[], before: Column[]): Column[] {
  return keys.map((field) => before.find((column) => column.field === field) ?? { field })
}
