import type { Field, Row } from '../api/types'
import { isEmpty } from '../format'
import { asSent, tidy } from './nested'

export type Values = Record<string, unknown>

export interface Conflict {
  field: Field
  theirs: unknown
  mine: unknown
}

/** What became of an edit whose record was changed by somebody else meanwhile. */
export interface Merge {
  /** Both changed these, to different values: the user chooses. */
  conflicts: Conflict[]
  /** They alone changed these. */
  theirs: Field[]
  /** The user alone changed these. */
  mine: Field[]
}

/** Equal as the server sees it: empty and absent are the same, so are 1.50 and 1.5. */
export function same(field: Field, left: unknown, right: unknown): boolean {
  if (field.type === 'nested') return canonicalJson(tidy(field, left)) === canonicalJson(tidy(field, right))
  if (isEmpty(left) || isEmpty(right)) return isEmpty(left) && isEmpty(right)
  switch (field.type) {
    case 'set':
    case 'references':
      return [...(left as string[])].sort().join() === [...(right as string[])].sort().join()
    case 'money': {
      const [one, other] = [left, right] as { amount: string; currency: string }[]
      return one!.currency === other!.currency && canonical(one!.amount) === canonical(other!.amount)
    }
    case 'decimal':
    case 'integer':
      return canonical(String(left)) === canonical(String(right))
    default:
      return typeof left === 'object' ? JSON.stringify(left) === JSON.stringify(right) : left === right
  }
}

/** The same whatever order the parts came in. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one.localeCompare(other))) : part,
  )
}

function canonical(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal
}

/** A merge patch (RFC 7396) of what was changed; null clears. */
export function changes(fields: Field[], base: Values, mine: Values): Values {
  const changed = fields.filter((field) => !field.readOnly && !same(field, base[field.key], mine[field.key]))
  return Object.fromEntries(changed.map((field) => [field.key, cleared(field, mine[field.key])]))
}

function cleared(field: Field, value: unknown): unknown {
  if (field.type === 'set' || field.type === 'references') return value ?? []
  if (field.type === 'nested') return asSent(field, value)
  return isEmpty(value) ? null : value
}

export function merge(fields: Field[], base: Row, theirs: Row, mine: Values): Merge {
  const result: Merge = { conflicts: [], theirs: [], mine: [] }
  for (const field of fields.filter((candidate) => !candidate.readOnly)) {
    const { key } = field
    const theyDid = !same(field, base[key], theirs[key])
    const iDid = !same(field, base[key], mine[key])
    if (theyDid && iDid) {
      if (!same(field, theirs[key], mine[key])) result.conflicts.push({ field, theirs: theirs[key], mine: mine[key] })
    } else if (theyDid) {
      result.theirs.push(field)
    } else if (iDid) {
      result.mine.push(field)
    }
  }
  return result
}

/** Their record with the user's changes on it, save where theirs was chosen. */
export function merged(outcome: Merge, theirs: Row, mine: Values, keepTheirs: ReadonlySet<string>): Values {
  const result: Values = { ...theirs }
  for (const field of outcome.mine) result[field.key] = mine[field.key]
  for (const { field } of outcome.conflicts) if (!keepTheirs.has(field.key)) result[field.key] = mine[field.key]
  return result
}
