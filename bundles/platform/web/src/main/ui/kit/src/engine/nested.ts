import type { Field } from '../api/types'
import { isEmpty } from '../format'

export type Part = Record<string, unknown>

/** The one of several values that stands for them. */
export const PRIMARY = 'primary'

/** A remark comes after what it is about. */
export const partsOf = (field: Field): Field[] =>
  [...(field.fields ?? [])].sort((one, other) => Number(one.key === 'remark') - Number(other.key === 'remark'))

/** What of a nested value is entered; the server sets the others. */
export const entered = (field: Field): Field[] => partsOf(field).filter((part) => !part.readOnly)

export const hasPrimary = (field: Field): boolean => entered(field).some((part) => part.key === PRIMARY && part.type === 'boolean')

/** The values of a nested field, whether it has several or one. */
export function valuesOf(field: Field, value: unknown): Part[] {
  if (isEmpty(value)) return []
  return field.list ? (value as Part[]) : [value as Part]
}

/** Whether nothing was entered; to be the primary one says nothing alone. */
export function isBlank(field: Field, value: Part): boolean {
  return entered(field).every((part) => part.key === PRIMARY || isEmpty(value[part.key]) || value[part.key] === false)
}

/** What was entered and nothing else: blank rows, empty parts and what the server sets are left out. */
export function tidy(field: Field, value: unknown): Part[] {
  return valuesOf(field, value)
    .filter((each) => !isBlank(field, each))
    .map((each) => Object.fromEntries(entered(field).flatMap((part) => tidyPart(part, each[part.key]))))
}

function tidyPart(part: Field, value: unknown): [string, unknown][] {
  if (part.type === 'nested') {
    const inner = tidy(part, value)
    return inner.length ? [[part.key, part.list ? inner : inner[0]]] : []
  }
  return isEmpty(value) || (part.key === PRIMARY && value === false) ? [] : [[part.key, value]]
}

/** As it travels: a list, or one value; null for none. */
export function asSent(field: Field, value: unknown): unknown {
  const tidied = tidy(field, value)
  return field.list ? tidied : (tidied[0] ?? null)
}

/** Errors below a path, by what of them is left: of `phones[1].number` below `phones`, `[1].number`. */
export function below(errors: Record<string, string>, path: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([at, message]) =>
      at.startsWith(path) && /^[.[]/.test(at.slice(path.length)) ? [[at.slice(path.length), message]] : [],
    ),
  )
}
