import type { Field } from '../api/types'
import { instantOf } from '../zone'
import { quoted } from './conditions'

/**
 * Chosen filters by field key, as they stand in the page's address: codes joined by commas, ranges as `from..to`, other
 * values as they are.
 */
export type Chosen = Record<string, string>

const RANGES = new Set(['integer', 'decimal', 'money', 'date', 'instant'])

export const isRange = (field: Field): boolean => RANGES.has(field.type)

export function rangeOf(value = ''): [string, string] {
  const [from = '', to = ''] = value.split('..')
  return [from, to]
}

export function asRange(from: string, to: string): string {
  return from || to ? `${from}..${to}` : ''
}

/** The filter in RSQL; undefined where nothing is chosen. */
export function rsql(chosen: Chosen, fields: Field[]): string | undefined {
  const parts = fields.flatMap((field) => {
    const value = chosen[field.key]
    return field.filterable && value ? conditions(field, value) : []
  })
  return parts.length ? parts.join(';') : undefined
}

function conditions(field: Field, value: string): string[] {
  if (isRange(field)) {
    const [from, to] = rangeOf(value)
    const instant = field.type === 'instant'
    return [
      ...(from ? [`${field.key}=ge=${quoted(instant ? startOfDay(from, 0) : from)}`] : []),
      ...(to ? [instant ? `${field.key}=lt=${quoted(startOfDay(to, 1))}` : `${field.key}=le=${quoted(to)}`] : []),
    ]
  }
  switch (field.type) {
    case 'code':
    case 'set':
      return [`${field.key}=in=(${value.split(',').map(quoted).join(',')})`]
    case 'boolean':
    case 'reference':
    case 'references':
      return [`${field.key}==${quoted(value)}`]
    default:
      return [`${field.key}==${quoted(`*${value.replaceAll('*', '')}*`)}`]
  }
}

/**
 * A filter of the API as a list's address takes it; undefined for one that says more than which values some fields have.
 */
export function chosenOf(filter: string): Chosen | undefined {
  const parts = filter.split(';').map((part) => /^(\w+)(?:==([^'"*(),]+)|=in=\(([^'"()]+)\))$/.exec(part))
  return parts.every((part) => part) ? Object.fromEntries(parts.map((part) => [part![1]!, part![2] ?? part![3]!])) : undefined
}

/** The start of a day by the user's clock. */
function startOfDay(date: string, plusDays: number): string {
  const [year, month, day] = date.split('-').map(Number)
  return instantOf(new Date(year!, month! - 1, day! + plusDays)).toISOString()
}
