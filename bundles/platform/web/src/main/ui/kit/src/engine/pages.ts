import type { RouteRecordRaw } from 'vue-router'
import type { CollectionView } from '../module'
import FormPage from './FormPage.vue'
import ListPage from './ListPage.vue'
import RecordPage from './RecordPage.vue'

/** The pages that every collection has. */
export function collectionPages({ collection }: CollectionView): RouteRecordRaw[] {
  const path = `/${collection}`
  return [
    { path, component: ListPage, props: { collection } },
    { path: `${path}/new`, component: FormPage, props: { collection } },
    { path: `${path}/:id(\\d+)`, component: RecordPage, props: (route) => ({ collection, id: route.params.id }) },
    { path: `${path}/:id(\\d+)/edit`, component: FormPage, props: (route) => ({ collection, id: route.params.id }) },
  ]
}
