import type { Field, Row } from '../api/types'
import { isEmpty } from '../format'

/** What stands beside a title. A code that stands there already tells nothing more: a deal that is won, at the stage "won". */
export function factsOf(fields: Field[], record: Row): Field[] {
  const filled = fields.filter(({ key }) => !isEmpty(record[key]))
  const same = (one: Field, other: Field) => one.type === 'code' && other.type === 'code' && record[one.key] === record[other.key]
  return filled.filter((field, at) => !filled.slice(0, at).some((before) => same(before, field)))
}
