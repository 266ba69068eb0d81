import { computed, onBeforeUnmount, reactive } from 'vue'
import { newKey } from '../api/client'
import { isProblem } from '../api/problem'
import { bytesText } from '../format'
import { failureText } from '../engine/notices'
import { language, t } from '../i18n'
import { api, session, upload } from '../session'
import type { Attachment } from './files'

/** A file on its way: one that failed stays until the user has seen it. */
export interface Sending {
  key: string
  name: string
  state: 'waiting' | 'sending' | 'failed'
  progress: number
  failure?: string
  /** Nothing will make this file go through. */
  hopeless?: boolean
}

/** What the sender keeps to itself; a file made reactive could not be sent. */
interface Task {
  file: File
  /** Of the document that gets a new version. */
  id?: string
  cancel: AbortController
}

const AT_ONCE = 2

interface Target {
  collection: string
  id: string
}

type Uploads = ReturnType<typeof uploadsTo>

/** What is on its way to which record: it goes on while the record's page is exchanged. */
const known = new Map<string, Uploads>()

/**
 * Sends files, a few at once, to a record or as new versions of its documents.
 *
 * @param done hears of each that arrived
 */
export function useUploads(record: Target, done: (attachment: Attachment) => void) {
  // Who signs in after somebody else sees nothing of theirs.
  const key = `${session.current.signedIn?.user.id} ${record.collection}/${record.id}`
  const uploads = known.get(key) ?? uploadsTo(record)
  known.set(key, uploads)
  uploads.heard = done
  onBeforeUnmount(() => {
    if (uploads.heard === done) uploads.heard = undefined
  })

  /** Nobody will come back to these. */
  function leave() {
    uploads.cancelAll()
    known.delete(key)
  }

  return { ...uploads, leave }
}

function uploadsTo(record: Target) {
  const sending = reactive<Sending[]>([])
  const tasks = new Map<string, Task>()
  const running = computed(() => sending.some(({ state }) => state !== 'failed'))
  let limit: Promise<number> | undefined

  function maxBytes(): Promise<number> {
    limit ??= api.get<{ maxBytes: string }>('/attachments/limits').then(
      ({ maxBytes: most }) => Number(most),
      () => {
        limit = undefined
        return Infinity
      },
    )
    return limit
  }

  /** @param id of the document that the one file is a new version of */
  function add(files: File[], id?: string) {
    for (const file of files) {
      const key = newKey()
      tasks.set(key, { file, id, cancel: new AbortController() })
      sending.push({ key, name: file.name, state: 'waiting', progress: 0 })
    }
    next()
  }

  /** Tells of what cannot be sent at all. */
  function refuse(name: string, failure: string) {
    sending.push({ key: newKey(), name, state: 'failed', progress: 0, failure, hopeless: true })
  }

  function next() {
    const busy = sending.filter(({ state }) => state === 'sending').length
    for (const entry of sending.filter(({ state }) => state === 'waiting').slice(0, AT_ONCE - busy)) void send(entry)
  }

  async function send(entry: Sending) {
    const { file, id, cancel } = tasks.get(entry.key)!
    const { collection, id: recordId } = record
    entry.state = 'sending'
    try {
      const most = await maxBytes()
      if (file.size > most) {
        fail(entry, t('attachments.tooLarge', { limit: bytesText(most, language.value) }), true)
        return
      }
      const attachment = await upload<Attachment>(id ? `/attachments/${id}/content` : '/attachments/content', file, {
        query: id ? { name: file.name } : { collection, recordId, name: file.name },
        // Tried again, the file is attached once.
        idempotencyKey: entry.key,
        signal: cancel.signal,
        progress: (part) => (entry.progress = part),
      })
      drop(entry)
      uploads.heard?.(attachment)
    } catch (failure) {
      if (cancel.signal.aborted) drop(entry)
      else fail(entry, await reasonOf(failure, file), isProblem(failure, 'too-large') || isProblem(failure, 'invalid'))
    } finally {
      next()
    }
  }

  /** A browser that cannot read the file says no more than that nothing arrived. */
  async function reasonOf(failure: unknown, file: File): Promise<string> {
    if (isProblem(failure, 'unreachable')) {
      const readable = await file.slice(0, 1).arrayBuffer().then(
        () => true,
        () => false,
      )
      if (!readable) return t('attachments.unreadable')
    }
    const rule = isProblem(failure, 'invalid') ? failure.errors[0]?.message : undefined
    return rule ?? failureText(failure)
  }

  function fail(entry: Sending, failure: string, hopeless: boolean) {
    Object.assign(entry, { state: 'failed', failure, hopeless })
  }

  function drop(entry: Sending) {
    tasks.delete(entry.key)
    const at = sending.findIndex(({ key }) => key === entry.key)
    if (at >= 0) sending.splice(at, 1)
  }

  function cancel(entry: Sending) {
    tasks.get(entry.key)?.cancel.abort()
    if (entry.state !== 'sending') drop(entry)
  }

  function again(entry: Sending) {
    Object.assign(entry, { state: 'waiting', progress: 0, failure: undefined })
    next()
  }

  const uploads = {
    sending,
    running,
    add,
    refuse,
    cancel,
    again,
    cancelAll: () => [...sending].forEach(cancel),
    heard: undefined as ((attachment: Attachment) => void) | undefined,
  }
  return uploads
}
