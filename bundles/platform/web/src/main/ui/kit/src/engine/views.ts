import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Metadata, Page, Row } from '../api/types'
import { viewOf } from '../board'
import { t } from '../i18n'
import { api, session } from '../session'
import { failed } from './notices'
import { definition, difference, effective, flat, stateOf, stateOfDefinition, type Flat, type ViewState } from './viewState'

export type Sharing = 'nobody' | 'team' | 'all'

export interface SavedView extends Row {
  name: string
  collection: string
  definition: string
  sharedWith: Sharing
}

interface Preference {
  defaultView?: string
  layout?: string
}

/** A view as the list offers it: a saved one, or one that every collection of owned records has. */
export interface ListView {
  key: string
  title: string
  /** Which rows there are, whatever else is asked; RSQL. */
  within?: string
  state: ViewState
  saved?: SavedView
  /** Whether the user may change it. */
  mine: boolean
}

interface Kept {
  saved: SavedView[]
  preference: Preference
}

/** What was there the last time, shown until the server has said what is there now. */
const kept = new Map<string, Kept>()

async function fetchViews(collection: string): Promise<Kept> {
  const [page, preference] = await Promise.all([
    api.get<Page<SavedView>>('/views', { filter: `collection==${collection}`, sort: 'name', limit: 200, count: 'none' }),
    api.get<Preference>(`/views/preferences/${collection}`),
  ])
  return { saved: page.items, preference }
}

/**
 * The views of a collection, and the state of its list: what the chosen view says, with what the address says otherwise.
 * Everything about it that is worth sending to somebody stands in the address.
 */
export function useViews(collection: () => string, model: Ref<Metadata | undefined>) {
  const route = useRoute()
  const router = useRouter()
  const saved = shallowRef<SavedView[]>([])
  const preference = shallowRef<Preference>({})
  const ready = ref(false)

  function take({ saved: found, preference: wish }: Kept) {
    saved.value = found
    preference.value = wish
    kept.set(collection(), { saved: found, preference: wish })
    ready.value = true
  }

  watch(
    collection,
    async (asked) => {
      const known = kept.get(asked)
      ready.value = false
      if (known) take(known)
      // Without views there is still the list.
      const now = await fetchViews(asked).catch(() => ({ saved: [], preference: {} }))
      if (asked === collection()) take(now)
    },
    { immediate: true },
  )

  const owned = computed(() => model.value?.fields.some(({ key, filterable }) => key === 'ownerId' && filterable) ?? false)
  const layout = computed(() => stateOfDefinition(preference.value.layout))

  const views = computed<ListView[]>(() => {
    const { columns, density } = layout.value
    const state = { filters: {}, columns, density }
    const builtIn = [{ key: 'all', title: t('view.all') }]
    if (owned.value) {
      builtIn.push({ key: 'mine', title: t('view.mine') })
      if (session.current.signedIn?.leads) builtIn.push({ key: 'team', title: t('view.team') })
    }
    const me = session.current.signedIn?.user.id
    return [
      ...builtIn.map(({ key, title }) => ({ key, title, state, mine: false, within: key === 'all' ? undefined : `ownerId==${key === 'mine' ? 'me' : key}` })),
      ...saved.value.map((view) => ({
        key: view.id,
        title: view.name,
        state: stateOfDefinition(view.definition),
        saved: view,
        mine: view.ownerId === me || session.allows('views.manage'),
      })),
    ]
  })

  const address = computed<Flat>(() => Object.fromEntries(Object.entries(route.query).map(([name, value]) => [name, String(value ?? '')])))
  /** Without a word in the address it is the user's own choice; a filter in it means all, unless it says otherwise. */
  const chosenKey = computed(() => address.value.view || (Object.keys(address.value).length === 0 && preference.value.defaultView) || 'all')
  const current = computed(() => views.value.find(({ key }) => key === chosenKey.value) ?? views.value[0]!)
  const base = computed(() => flat(current.value.state))
  const wanted = computed(() => effective(base.value, address.value))
  const state = computed(() => stateOf(wanted.value))
  /** What is different from the view as it is kept. */
  const changed = computed(() => Object.keys(difference(base.value, wanted.value)).length > 0)
  const isDefault = (view: ListView) => (preference.value.defaultView ?? 'all') === view.key

  function show(view: ListView, params: Flat) {
    const own = difference(flat(view.state), params)
    const silent = view.key === 'all' && (Object.keys(own).length > 0 || isDefault(view))
    void router.replace({ query: silent ? own : { view: view.key, ...own } })
  }

  const choose = (view: ListView) => show(view, flat(view.state))
  const discard = () => choose(current.value)

  /** Shows another state; columns and density of the views that everybody has are the user's own, and kept. */
  function change(changes: Partial<ViewState>) {
    const next = { ...state.value, ...changes }
    const arranged = 'columns' in changes || 'density' in changes
    if (!current.value.saved && arranged) void prefer({ layout: definition({ filters: {}, columns: next.columns, density: next.density }) })
    show(current.value, flat(next))
  }

  async function prefer(changes: Preference) {
    const asked = collection()
    const next = { ...preference.value, ...changes }
    take({ saved: saved.value, preference: next })
    try {
      await api.call('PUT', `/views/preferences/${asked}`, { body: next })
    } catch (problem) {
      failed(problem)
    }
  }

  /** Writes through to what is shown; a refusal is for the caller to show. */
  function replace(view: SavedView, gone = false) {
    const others = saved.value.filter(({ id }) => id !== view.id)
    const next = gone ? others : [...others, view].sort((one, other) => one.name.localeCompare(other.name))
    take({ saved: next, preference: preference.value })
  }

  async function save() {
    const { saved: view } = current.value
    if (!view) return
    replace(await api.call<SavedView>('PATCH', `/views/${view.id}`, { body: { definition: definition(state.value) }, version: view.version }))
    choose(current.value)
  }

  async function saveAs(name: string, sharedWith: Sharing) {
    const within = current.value.within
    // A view of one's own records stays one, whoever looks through it.
    const where = [within, state.value.where && (within ? `(${state.value.where})` : state.value.where)].filter(Boolean).join(';')
    const columns = state.value.columns ?? viewOf(collection())?.columns?.map((field) => ({ field }))
    const body = { name, sharedWith, collection: collection(), definition: definition({ ...state.value, columns, where: where || undefined }) }
    const made = await api.call<SavedView>('POST', '/views', { body })
    replace(made)
    choose(views.value.find(({ key }) => key === made.id)!)
  }

  async function rename(view: SavedView, name: string, sharedWith: Sharing) {
    replace(await api.call<SavedView>('PATCH', `/views/${view.id}`, { body: { name, sharedWith }, version: view.version }))
  }

  async function remove(view: SavedView) {
    await api.call('DELETE', `/views/${view.id}`, { version: view.version })
    replace(view, true)
    if (preference.value.defaultView === view.id) void prefer({ defaultView: undefined })
    choose(views.value[0]!)
  }

  async function restore(view: SavedView) {
    const back = await api.call<SavedView>('POST', `/views/${view.id}/actions/restore`, {})
    replace(back)
    choose(views.value.find(({ key }) => key === back.id)!)
  }

  return {
    ready,
    views,
    current,
    state,
    changed,
    isDefault,
    choose,
    change,
    discard,
    save,
    saveAs,
    rename,
    remove,
    restore,
    makeDefault: (view: ListView) => prefer({ defaultView: view.key }),
  }
}

export type Views = ReturnType<typeof useViews>
