import { computed, onBeforeUnmount, ref, shallowReactive, watch } from 'vue'
import { BASE } from './api/client'
import { api, reachable, session } from './session'

/** Something that somebody did to a record, as the server pushes it. */
export interface Change {
  collection: string
  id: string
  version: number
  kind: 'created' | 'updated' | 'deleted' | 'restored' | 'merged' | 'unmerged'
  at: string
  by: string
  name?: string
  /** The record that it is a part of, as a topic. */
  of?: string
}

interface Listener {
  topics: () => string[]
  /** Whether it hears of what is part of its records as well. */
  parts?: boolean
  change?: (change: Change) => void
  /** So much happened, or so much was missed, that all of it is to be read again. */
  reset?: () => void
  modules?: () => void
  fields?: () => void
  /** There is something new among the user's notices, or less. */
  notifications?: () => void
}

const RETRY_FIRST = 5_000
const RETRY_LAST = 60_000

const listeners = shallowReactive(new Set<Listener>())
const visible = ref(document.visibilityState === 'visible')
document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'))

/** Whether changes arrive by themselves just now. */
export const connected = ref(false)

const topics = computed(() => [...new Set([...listeners].flatMap((listener) => listener.topics()))].sort().join())
/** Nobody looks at a page in the background: it listens again when it comes to the front, and hears what it missed. */
const wanted = computed(() => (session.current.state === 'signed-in' && visible.value ? topics.value : ''))

let source: EventSource | undefined
/** Number of the last event, by which the server knows what was missed. */
let last = ''
let retryAfter = RETRY_FIRST
let timer: ReturnType<typeof setTimeout> | undefined

// Pages come and go in the same moment: one connection is opened for all that they want.
watch(wanted, () => later(50), { flush: 'post' })

function later(delay: number) {
  clearTimeout(timer)
  timer = setTimeout(open, delay)
}

function open() {
  source?.close()
  source = undefined
  connected.value = false
  if (!wanted.value || typeof EventSource === 'undefined') return
  const mine = new EventSource(`${BASE}/events?topics=${encodeURIComponent(wanted.value)}${last && `&last=${encodeURIComponent(last)}`}`)
  source = mine
  const on = (name: string, take: (event: MessageEvent<string>) => void) =>
    mine.addEventListener(name, (event) => {
      if ((event as MessageEvent).lastEventId) last = (event as MessageEvent).lastEventId
      if (source === mine) take(event as MessageEvent<string>)
    })
  on('ready', () => {
    connected.value = true
    retryAfter = RETRY_FIRST
  })
  on('reset', () => {
    connected.value = true
    retryAfter = RETRY_FIRST
    for (const { reset } of [...listeners]) reset?.()
  })
  on('change', ({ data }) => {
    const change = JSON.parse(data) as Change
    for (const listener of [...listeners]) if (isAbout(listener, change)) listener.change?.(change)
  })
  on('many', ({ data }) => {
    const { collection } = JSON.parse(data) as { collection: string }
    for (const listener of [...listeners]) if (listener.topics().some((topic) => topic.split('/')[0] === collection)) listener.reset?.()
  })
  on('modules', () => {
    for (const { modules } of [...listeners]) modules?.()
  })
  on('fields', () => {
    for (const { fields } of [...listeners]) fields?.()
  })
  on('notifications', () => {
    for (const { notifications } of [...listeners]) notifications?.()
  })
  mine.onerror = () => {
    connected.value = false
    if (source !== mine) return
    // While it is merely interrupted, the browser comes back by itself.
    if (mine.readyState === EventSource.CLOSED) void refused()
    else void ask()
  }
}

/** Asks the server for a sign of life. */
export const ask = () => api.get('/session').catch(() => undefined)

// What was missed meanwhile is read again as soon as the server answers.
let asking: ReturnType<typeof setInterval> | undefined
watch(reachable, (answers) => {
  clearInterval(asking)
  if (!answers) asking = setInterval(ask, RETRY_FIRST)
  else for (const { reset } of [...listeners]) reset?.()
})

/** The reason of a refusal is not told to an EventSource; where it is the session, the user signs in again first. */
async function refused() {
  source = undefined
  await ask()
  later(retryAfter)
  retryAfter = Math.min(2 * retryAfter, RETRY_LAST)
}

function isAbout(listener: Listener, { collection, id, of }: Change): boolean {
  const wanted = listener.topics()
  return wanted.includes(collection) || wanted.includes(`${collection}/${id}`) || (listener.parts === true && of !== undefined && wanted.includes(of))
}

/** Hears of changes as long as the component is there. */
export function useLive(listener: Listener) {
  listeners.add(listener)
  onBeforeUnmount(() => listeners.delete(listener))
}

/** Hears of modules that come and go, for as long as the page is open. */
export function followModules(modules: () => void) {
  listeners.add({ topics: () => ['modules'], modules, reset: modules })
}

/** Hears when the company changed the fields of its records, for as long as the page is open. */
export function followFields(fields: () => void) {
  listeners.add({ topics: () => ['modules'], fields, reset: fields })
}

/** Whether somebody else did it. */
export const isOthers = (change: Change): boolean => change.by !== session.current.signedIn?.user.id
