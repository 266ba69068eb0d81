import { computed, markRaw, shallowReactive, shallowRef } from 'vue'
import type { Router, RouteRecordRaw } from 'vue-router'
import { forgetMetadata } from './engine/metadata'
import type { Field } from './api/types'
import { hasSum } from './format'
import { i18n, LANGUAGES, t, textOf, type Language } from './i18n'
import type { CollectionView, MenuEntry, ModuleDefinition, Panel, RecordAction, RelatedList } from './module'

/** A module's UI as the server offers it; the version is a hash of its content. */
export interface Offer {
  module: string
  version: string
  entry?: string
  css?: string[]
  /** What the collections of a module without a UI of its own are called, by language. */
  titles?: Record<Language, Record<string, string>>
}

/** A module that is on the board now. */
interface Piece {
  offer: Offer
  definition: ModuleDefinition
  undo: () => void
}

const pieces = shallowReactive(new Map<string, Piece>())
/** What the shell brings itself, and what no module can take away. */
const own = shallowReactive<ModuleDefinition[]>([])
/** First segments of paths of modules that were here: their pages are stopped rather than missing. */
const known = new Map<string, string>()
let etag = ''

/** The version of the shell that the server has now; this page may still be an earlier one. */
export const shellVersion = shallowRef<string>()

export const definitions = computed(() => [...[...pieces.values()].map((piece) => piece.definition), ...own])

export type MenuItem = MenuEntry & { module: string; heading?: string }

export const menu = computed<MenuItem[]>(() =>
  definitions.value
    .flatMap((definition) => [
      ...(definition.collections ?? []).filter(({ inMenu }) => inMenu !== false).map((view) => ({
        module: definition.id,
        heading: definition.title,
        path: `/${view.collection}`,
        title: view.title,
        icon: view.icon,
        order: view.order,
        group: view.group,
        permission: view.permission ?? `${view.collection}.view`,
      })),
      ...(definition.menu ?? []).map((entry) => ({ module: definition.id, heading: definition.title, ...entry })),
    ])
    .sort((left, right) => (left.order ?? 100) - (right.order ?? 100) || left.path.localeCompare(right.path)),
)

const collections = computed(() => definitions.value.flatMap((definition) => definition.collections ?? []))

/** What a new record is from the beginning, today. */
export function suggestedFor(collection: string): Record<string, unknown> {
  const suggested = viewOf(collection)?.suggested
  return (typeof suggested === 'function' ? suggested() : suggested) ?? {}
}

export function viewOf(collection: string): CollectionView | undefined {
  return collections.value.find((view) => view.collection === collection)
}

const place = (collection: string) => viewOf(collection)?.order ?? Number.MAX_SAFE_INTEGER
/** Compares collections by where the menu has them; those without a place there come last. */
export const asInMenu = (one: { collection: string }, other: { collection: string }) => place(one.collection) - place(other.collection)

/** The numbers of a list that it tells the sums of. */
export const summed = (collection: string, fields: Field[]): Field[] => fields.filter((field) => hasSum(field) && !viewOf(collection)?.unsummed?.includes(field.key))

/** What a new record of a collection is headed by. */
export function headingOfNew(collection: string, title: string): string {
  const one = viewOf(collection)?.one
  return one ? t('record.newOne', { title: textOf(one) }) : t('record.new', { title })
}

export function panelsOf(collection: string): Panel[] {
  return definitions.value
    .flatMap((definition) => definition.panels ?? [])
    .filter((panel) => panel.collection === collection)
    .sort((left, right) => (left.order ?? 100) - (right.order ?? 100) || left.id.localeCompare(right.id))
}

export function actionsOf(collection: string): RecordAction[] {
  return definitions.value.flatMap((definition) => definition.actions ?? []).filter((action) => action.collection === collection)
}

/** Related lists of collections that are on the board: one whose module is stopped is not there. */
export function relatedTo(collection: string): RelatedList[] {
  return definitions.value
    .flatMap((definition) => definition.related ?? [])
    .filter((related) => related.of === collection && viewOf(related.collection))
    .sort((left, right) => (left.order ?? 100) - (right.order ?? 100) || left.id.localeCompare(right.id))
}

export const moduleOfPath = (path: string): string | undefined => known.get(path.split('/')[1] ?? '')

/** Looks what the server offers and brings the board in line with it; true when something changed. */
export async function reconcile(router: Router, pages: Pages): Promise<boolean> {
  const response = await fetch('/ui/modules.json', { headers: etag ? { 'If-None-Match': etag } : {}, cache: 'no-store' })
  if (response.status === 304) return false
  if (!response.ok) throw new Error(`modules.json answered ${response.status}`)
  const { shell, modules: offers } = (await response.json()) as { shell?: string; modules: Offer[] }
  shellVersion.value = shell
  const offered = new Map(offers.map((offer) => [offer.module, offer]))
  let changed = false
  for (const [id, piece] of pieces) {
    if (offered.get(id)?.version !== piece.offer.version) {
      piece.undo()
      pieces.delete(id)
      changed = true
    }
  }
  let complete = true
  for (const offer of offers) {
    if (pieces.has(offer.module)) continue
    try {
      pieces.set(offer.module, await put(offer, router, pages))
      changed = true
    } catch (failure) {
      // One broken module must not keep the others from working; it is tried again.
      complete = false
      console.error(`The UI of module ${offer.module} does not load`, failure)
    }
  }
  etag = complete ? (response.headers.get('ETag') ?? '') : ''
  if (changed) forgetMetadata()
  return changed
}

type Pages = (view: CollectionView) => RouteRecordRaw[]

/** Puts the shell's own pages on the board. */
export function putOwn(definition: ModuleDefinition, router: Router, pages: Pages) {
  speak(definition)
  routesOf(definition, pages).forEach((route) => router.addRoute(route))
  own.push(markRaw(definition))
}

function speak({ id, messages }: ModuleDefinition) {
  for (const language of LANGUAGES) i18n.global.mergeLocaleMessage(language, { [id]: messages[language] })
}

/** A page that the module wrote itself stands in the place of the one that the collection would have there. */
function routesOf({ views = [], collections = [] }: ModuleDefinition, pages: Pages): RouteRecordRaw[] {
  const written = new Set(views.map(({ path }) => path))
  return [...views, ...collections.flatMap(pages).filter(({ path }) => !written.has(path))]
}

/** A module that brought no UI is shown as its contracts describe it. */
function plain({ module, titles }: Offer): ModuleDefinition {
  const collections = Object.keys(titles?.en ?? {})
  return {
    id: module,
    messages: { 'zh-CN': { collection: titles?.['zh-CN'] ?? {} }, en: { collection: titles?.en ?? {} } },
    collections: collections.map((collection) => ({ collection, title: `${module}.collection.${collection}` })),
  }
}

async function put(offer: Offer, router: Router, pages: Pages): Promise<Piece> {
  const [loaded, links] = await Promise.all([
    offer.entry ? (import(/* @vite-ignore */ offer.entry) as Promise<{ default: ModuleDefinition }>) : { default: plain(offer) },
    Promise.all((offer.css ?? []).map(addStylesheet)),
  ])
  const definition = markRaw(loaded.default)
  speak(definition)
  const routes = routesOf(definition, pages)
  for (const route of routes) known.set(route.path.split('/')[1] ?? '', definition.id)
  const removals = routes.map((route) => router.addRoute({ ...route, meta: { ...route.meta, module: definition.id } }))
  return {
    offer,
    definition,
    undo() {
      removals.forEach((remove) => remove())
      links.forEach((link) => link.remove())
    },
  }
}

function addStylesheet(href: string): Promise<HTMLLinkElement> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    link.onload = () => resolve(link)
    link.onerror = () => reject(new Error(`${href} does not load`))
    document.head.append(link)
  })
}
