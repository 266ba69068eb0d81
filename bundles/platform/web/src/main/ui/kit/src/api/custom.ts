import { Problem } from './problem'
import type { FieldType, Metadata } from './types'

const LIST = 'customFields'
const PREFIX = `${LIST}.`

/** Where a value of the list has what a type holds. */
const MEMBERS: Partial<Record<FieldType, string>> = { decimal: 'decimal', money: 'money', date: 'date', boolean: 'flag', set: 'codes', reference: 'reference' }

type Json = Record<string, unknown>
type Value = { key: string } & Json

/**
 * Fields that the company added travel in a list of their own, and are fields like any others here: `customFields.size`
 * of a record is what stands there.
 */
export function createCustomFields() {
  /** What is known from metadata, without which nothing is shown or entered. */
  const types = new Map<string, FieldType>()

  /** What was answered, with each value as a field of its record. */
  function spread<T>(answer: T): T {
    if (Array.isArray(answer)) {
      answer.forEach(spread)
    } else if (answer && typeof answer === 'object') {
      const record = answer as Json
      learn(record)
      Object.values(record).forEach(spread)
      if (Array.isArray(record[LIST])) {
        for (const { key, ...held } of record[LIST] as Value[]) record[PREFIX + key] = valueOf(held)
        delete record[LIST]
      }
    }
    return answer
  }

  function learn(record: Json) {
    if (typeof record.collection !== 'string' || !Array.isArray(record.fields)) return
    // Others have collections and fields, too.
    for (const { key, type } of (record as unknown as Metadata).fields) if (typeof key === 'string' && key.startsWith(PREFIX)) types.set(`${record.collection} ${key}`, type)
  }

  /** Empty lists come along with every value. */
  const valueOf = (held: Json): unknown => Object.values(held).find((value) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0))

  /** What is sent, with those values in their list; null clears one. */
  function gather(path: string, body: unknown): unknown {
    if (Array.isArray(body)) return body.map((each) => gather(path, each))
    if (!body || typeof body !== 'object' || Object.getPrototypeOf(body) !== Object.prototype) return body
    const own = Object.entries(body as Json)
    const custom = own.filter(([key]) => key.startsWith(PREFIX))
    const others = own.filter(([key]) => !key.startsWith(PREFIX)).map(([key, value]) => [key, key === 'items' ? gather(path, value) : value] as const)
    if (!custom.length) return Object.fromEntries(others)
    const collection = path.split(/[/?]/)[1]
    const list = custom.map(([key, value]) => ({ key: key.slice(PREFIX.length), [MEMBERS[types.get(`${collection} ${key}`) ?? 'text'] ?? 'text']: value }))
    return Object.fromEntries([...others, [LIST, list]])
  }

  /** An error within the list names the field that it is about. */
  function named(problem: Problem, sent: unknown): Problem {
    const list = (sent as Json | undefined)?.[LIST] as Value[] | undefined
    for (const error of problem.errors) {
      const [, at] = /^customFields\[(\d+)\]/.exec(error.field ?? '') ?? []
      const value = at && list?.[Number(at)]
      if (value) error.field = PREFIX + value.key
    }
    return problem
  }

  return { spread, gather, named }
}

/** The field that an error is about: of `revenue.amount` or `types[0]` the first part. */
export const fieldNamed = (path: string | undefined): string => /^(customFields\.\w+|[^.[]*)/.exec(path ?? '')![1]!
