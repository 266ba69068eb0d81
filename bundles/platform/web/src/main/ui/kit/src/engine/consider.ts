import { markRaw, shallowRef, type Component } from 'vue'
import type { Row } from '../api/types'
import { viewOf } from '../board'

/** What the user is asked to consider now; shown by the shell. */
export const considering = shallowRef<{ body: Component; record: Row; decide: (go: boolean) => void }>()

/** Whether a change is to be saved, once the user has considered what it calls for. */
export async function considered(collection: string, record: Row, change: Record<string, unknown>): Promise<boolean> {
  const asked = viewOf(collection)?.consider
  if (!asked?.when(record, change)) return true
  const body = markRaw((await asked.component()).default)
  return new Promise((resolve) => {
    considering.value = {
      body,
      record,
      decide(go) {
        considering.value = undefined
        resolve(go)
      },
    }
  })
}
