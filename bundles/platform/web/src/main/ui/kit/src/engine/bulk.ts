import { reactive } from 'vue'
import { isProblem } from '../api/problem'
import type { Page, Row } from '../api/types'
import { api } from '../session'
import type { Values } from './merge'
import { failureText } from './notices'

export type BulkAction = 'patch' | 'delete' | 'restore'

export interface Refusal {
  row: Row
  code: string
  message: string
}

/** What becomes of something that is done to many records. */
export interface BulkRun {
  action: BulkAction
  total: number
  done: number
  refused: Refusal[]
  /** Those it was done to. */
  applied: Row[]
  running: boolean
  /** Set to let it end after the portion on its way. */
  cancelled: boolean
}

interface Answer {
  results: { status: number; id?: string; version?: number; problem?: { code: string; detail?: string; title?: string; errors?: { message: string }[] } }[]
}

/** As many travel at once: enough to be quick, few enough to see it go on. */
const PORTION = 50

/** Does the same to many records, portion by portion; the answer grows while it runs. */
export function runBulk(collection: string, action: BulkAction, rows: Row[], changes: Values = {}): { run: BulkRun; finished: Promise<BulkRun> } {
  const run = reactive<BulkRun>({ action, total: rows.length, done: 0, refused: [], applied: [], running: true, cancelled: false })

  async function portions() {
    for (let from = 0; from < rows.length && !run.cancelled; from += PORTION) {
      const portion = rows.slice(from, from + PORTION)
      try {
        const items = portion.map(({ id, version }) => (action === 'restore' ? { id } : { id, version, ...changes }))
        take(portion, await api.call<Answer>('POST', `/${collection}/bulk`, { body: { action, items } }))
      } catch (failure) {
        // What refuses a whole portion refuses the next one as well.
        for (const row of rows.slice(from)) run.refused.push({ row, code: isProblem(failure) ? failure.code : 'internal', message: failureText(failure) })
        run.done = rows.length
        break
      }
      run.done += portion.length
    }
    run.running = false
    return run
  }

  function take(portion: Row[], { results }: Answer) {
    results.forEach(({ version, problem }, at) => {
      const row = portion[at]!
      if (!problem) {
        run.applied.push({ ...row, version: version ?? row.version })
      } else {
        const message = problem.errors?.[0]?.message ?? problem.detail ?? problem.title ?? problem.code
        run.refused.push({ row, code: problem.code, message: problem.code === 'stale' ? (problem.detail ?? message) : message })
      }
    })
  }

  return { run, finished: portions() }
}

/** The records as they are now, for another try of what was refused because they had changed. */
export async function current(collection: string, rows: Row[], title: string): Promise<Row[]> {
  const found: Row[] = []
  for (let from = 0; from < rows.length; from += 200) {
    const ids = rows.slice(from, from + 200).map(({ id }) => id)
    const page = await api.get<Page>(`/${collection}`, { filter: `id=in=(${ids.join()})`, fields: `id,version,${title}`, limit: ids.length, count: 'none' })
    found.push(...page.items)
  }
  return found
}
