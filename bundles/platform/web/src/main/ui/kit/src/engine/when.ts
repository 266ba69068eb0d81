import type { Field } from '../api/types'
import { isEmpty } from '../format'
import type { When } from '../module'
import type { Values } from './merge'

/** Whether a record is like that, as far as the user sees what it is like. */
export function holds(when: When | undefined, record: Values | undefined, fields: Field[]): boolean {
  return Object.entries(when ?? {}).every(([key, wanted]) => {
    if (!fields.some((field) => field.key === key)) return true
    const value = record?.[key]
    const there = isEmpty(value) ? [''] : [value].flat().map(String)
    return [wanted].flat().some((one) => there.includes(one))
  })
}
