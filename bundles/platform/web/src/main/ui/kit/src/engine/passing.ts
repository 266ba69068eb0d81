import { computed, shallowRef } from 'vue'
import { relatedTo } from '../board'
import type { RelatedList } from '../module'
import { session } from '../session'

/** What can be added in passing to the records of a collection, and what is being added to which of them. */
export function usePassing(collection: () => string) {
  const offered = computed(() => relatedTo(collection()).filter((related) => related.inPassing && session.allows(`${related.collection}.create`)))
  const adding = shallowRef<{ related: RelatedList; to: string }>()
  return { offered, adding, add: (related: RelatedList, to: string) => (adding.value = { related, to }) }
}
