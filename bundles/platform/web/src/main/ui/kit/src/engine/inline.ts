import { shallowRef } from 'vue'
import { fieldNamed } from '../api/custom'
import { isProblem } from '../api/problem'
import type { Field, Row } from '../api/types'
import { t } from '../i18n'
import { api } from '../session'
import { considered } from './consider'
import { merge, merged, type Merge } from './merge'
import { failureText } from './notices'

/** Which of two versions a user keeps; undefined for neither, they think about it. */
type Decision = ReadonlySet<string> | 'reload' | undefined

export interface Conflict {
  theirs: Row
  outcome: Merge
  decide: (decision: Decision) => void
}

/**
 * Keeps single values of a record where they are shown. Where somebody was faster, what they did is shown first: who
 * uses this shows `conflict`.
 *
 * @param known the fields that the user saw of the record
 * @param apply takes the record as it is now
 */
export function useInlineEdit(collection: () => string, known: () => Field[], apply: (row: Row) => void) {
  const conflict = shallowRef<Conflict>()

  /** Answers with what is wrong with the value, if something is. */
  async function save(row: Row, field: Field, value: unknown): Promise<string | undefined> {
    try {
      if (!(await considered(collection(), row, { [field.key]: value }))) return undefined
      apply(await api.call<Row>('PATCH', `/${collection()}/${row.id}`, { body: { [field.key]: value }, version: row.version }))
      return undefined
    } catch (problem) {
      if (isProblem(problem, 'stale')) return settle(row, field, value)
      const ours = isProblem(problem) && problem.errors.find((error) => fieldNamed(error.field) === field.key)
      return ours ? ours.message : failureText(problem)
    }
  }

  async function settle(row: Row, field: Field, value: unknown): Promise<string | undefined> {
    try {
      const theirs = await api.get<Row>(`/${collection()}/${row.id}`)
      const mine = { ...row, [field.key]: value }
      const seen = known().filter(({ key }) => key in row || key === field.key)
      const outcome = merge(seen, row, theirs, mine)
      const decision = await new Promise<Decision>((decide) => (conflict.value = { theirs, outcome, decide }))
      conflict.value = undefined
      if (!decision) return t('stale.title')
      apply(theirs)
      return decision === 'reload' ? undefined : save(theirs, field, merged(outcome, theirs, mine, decision)[field.key])
    } catch (problem) {
      return failureText(problem)
    }
  }

  return { conflict, save }
}
