import { computed, shallowRef } from 'vue'
import type { Row } from '../api/types'
import { relatedTo } from '../board'
import type { RelatedList } from '../module'
import { api, session } from '../session'
import { failed } from './notices'

/** What can be added in passing to the records of a collection, and what is being added to which of them. */
export function usePassing(collection: () => string) {
  const offered = computed(() => relatedTo(collection()).filter((related) => related.inPassing && session.allows(`${related.collection}.create`)))
  const adding = shallowRef<{ related: RelatedList; to: string; of?: Row }>()

  const add = (related: RelatedList, to: string) => (adding.value = { related, to })

  /** To a row of a list, which has its columns alone: what follows from the record is asked of the whole one. */
  async function addToRow(related: RelatedList, to: string) {
    try {
      adding.value = { related, to, of: related.givenBy && (await api.get<Row>(`/${collection()}/${to}`)) }
    } catch (problem) {
      failed(problem)
    }
  }

  return { offered, adding, add, addToRow }
}
