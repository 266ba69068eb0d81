import { collectionPages, followFields, followModules, forgetMetadata, reconcile, shellVersion, t } from '@tangram/ui'
import { ElButton, ElNotification } from 'element-plus'
import { h, ref, watch } from 'vue'
import { router } from './router'

/** Modules that come and go are told at once; this is for a server that cannot be heard. */
const EVERY = 60_000
/** A module's UI follows the module in a moment. */
const SOON = 1_000

/** Grows with every change of the board: what shows modules looks again. */
export const boardVersion = ref(0)

async function look(): Promise<void> {
  if (!(await reconcile(router, collectionPages))) return
  boardVersion.value++
  const { path, query, hash, matched } = router.currentRoute.value
  // The page that is open may belong to a module that left, came back or was updated.
  const here = router.resolve({ path, query, hash }).matched[0]
  if (matched.length && here !== matched[0]) await router.replace({ path, query, hash, force: true })
}

let running: Promise<void> | undefined

/** Looks now, at once after another that is on its way. */
export function lookNow(): Promise<void> {
  const next: Promise<void> = (running ?? Promise.resolve()).then(look).catch(() => undefined)
  running = next
  return next
}

/** The shell alone cannot be exchanged under an open page: its user chooses the moment. */
function offerReload() {
  const mine = document.querySelector<HTMLMetaElement>('meta[name=tangram-version]')?.content
  watch(shellVersion, (current) => {
    if (!current || current === mine) return
    ElNotification({
      type: 'info',
      title: t('module.updated'),
      message: () => h(ElButton, { size: 'small', onClick: () => location.reload() }, () => t('action.reload')),
      duration: 0,
      position: 'bottom-right',
    })
  })
}

/** Follows the modules as they come and go, as long as somebody can see the page. */
export async function keepBoardCurrent() {
  offerReload()
  await lookNow()
  let again: ReturnType<typeof setTimeout> | undefined
  followModules(() => {
    void lookNow()
    boardVersion.value++
    clearTimeout(again)
    again = setTimeout(lookNow, SOON)
  })
  followFields(forgetMetadata)
  setInterval(() => {
    if (document.visibilityState === 'visible') void lookNow()
  }, EVERY)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void lookNow()
  })
}
