import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import { instantText } from '../format'
import { t } from '../i18n'
import { isOthers, useLive, type Change } from '../live'
import { failureText } from './notices'

/** At most as often is read again, however much happens. */
const EVERY = 2_000
/** As long it is told who did it, and shown where. */
const TOLD = 10_000

/**
 * Keeps what is shown as it is on the server, and says who changed it.
 *
 * @param topics what is shown: a collection, or a record of one
 * @param isNew whether a change is one that is not shown yet
 * @param refresh reads again what is shown
 * @param busy whether that has to wait, because the user is in the middle of something
 * @param parts whether what is part of the records is shown as well
 */
export function useFreshness(topics: () => string[], isNew: (change: Change) => boolean, refresh: () => Promise<unknown>, busy: () => boolean = () => false, parts = false) {
  const latest = shallowRef<Change>()
  const touched = ref<ReadonlySet<string>>(new Set())
  let waiting: ReturnType<typeof setTimeout> | undefined
  let reading = false
  let done = 0
  const timers = new Set<ReturnType<typeof setTimeout>>()

  function schedule() {
    waiting ??= setTimeout(run, Math.max(100, done + EVERY - Date.now()))
  }

  async function run() {
    waiting = undefined
    if (reading || busy()) {
      waiting = setTimeout(run, EVERY)
      return
    }
    done = Date.now()
    reading = true
    await refresh().catch((problem) => console.warn(failureText(problem)))
    reading = false
  }

  function tell(change: Change) {
    latest.value = change
    touched.value = new Set([...touched.value, change.id])
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (latest.value === change) latest.value = undefined
      touched.value = new Set([...touched.value].filter((id) => id !== change.id))
    }, TOLD)
    timers.add(timer)
  }

  useLive({
    topics,
    parts,
    change(change) {
      if (!isNew(change)) return
      if (isOthers(change)) tell(change)
      schedule()
    },
    reset: schedule,
  })
  onBeforeUnmount(() => {
    clearTimeout(waiting)
    timers.forEach(clearTimeout)
  })

  /** “Li Na changed this at 09:05.” */
  const notice = computed(() => {
    const change = latest.value
    if (!change) return undefined
    const who = change.by === '0' ? t('people.system') : (change.name ?? t('stale.someone'))
    return t(`live.${change.kind}`, { who, when: instantText(change.at).split(' ')[1] })
  })

  return { touched, notice, latest }
}
