import { reactive, readonly, ref } from 'vue'
import { createApi, type Api, type Surroundings } from './api/client'
import { isProblem } from './api/problem'
import type { SignedIn } from './api/types'
import { createUpload, type Upload } from './api/upload'
import { setBaseCurrency } from './format'
import { followLocale, language } from './i18n'
import { setCompanyZone, setTimeZone } from './zone'

/** `expired`: the page stays as it is while its user signs in again. */
type State = 'unknown' | 'anonymous' | 'signed-in' | 'expired'

const current = reactive<{ state: State; signedIn?: SignedIn }>({ state: 'unknown' })
let waiting: ((again: boolean) => void)[] = []

/** Whether the server answered when it was last asked: if not, what is shown may be out of date. */
export const reachable = ref(true)

const surroundings: Surroundings = {
  language: () => language.value,
  csrf: () => current.signedIn?.csrf,
  signInAgain() {
    if (current.state !== 'signed-in' && current.state !== 'expired') return Promise.resolve(false)
    current.state = 'expired'
    return new Promise((resolve) => waiting.push(resolve))
  },
  reached: (answered) => (reachable.value = answered),
}

export const api: Api = createApi(surroundings)
export const upload: Upload = createUpload(surroundings)

function release(again: boolean) {
  const held = waiting
  waiting = []
  held.forEach((resolve) => resolve(again))
}

function follow(signedIn: SignedIn) {
  current.signedIn = signedIn
  setTimeZone(signedIn.timeZone)
  setCompanyZone(signedIn.companyTimeZone)
  setBaseCurrency(signedIn.baseCurrency)
  followLocale(signedIn.locale)
}

export const session = {
  current: readonly(current),

  allows(permission: string): boolean {
    const operations = current.signedIn?.operations ?? []
    return operations.includes('*') || operations.includes(permission)
  },

  /** Finds out whether the browser is signed in already. */
  async resume() {
    try {
      follow(await api.call<SignedIn>('GET', '/session', { anonymous: true }))
      current.state = 'signed-in'
    } catch (failure) {
      if (!isProblem(failure)) throw failure
      current.state = 'anonymous'
    }
  },

  async signIn(user: string, password: string, code?: string) {
    const before = current.signedIn?.user.id
    const signedIn = await api.call<SignedIn>('POST', '/session', { body: { user, password, code }, anonymous: true })
    // What is on the page was another's to see.
    if (before && before !== signedIn.user.id) {
      location.assign('/')
      return
    }
    follow(signedIn)
    current.state = 'signed-in'
    release(true)
  },

  /** Sees the system as another user does; null as oneself again. What is on the page was another's to see. */
  async viewAs(user: string | null) {
    await api.call('PUT', '/session', { body: { viewAs: user } })
    location.assign('/')
  },

  /** Asks again what the user may do and has to do. */
  async refresh() {
    follow(await api.call<SignedIn>('GET', '/session'))
  },

  async signOut() {
    await api.call('DELETE', '/session', { anonymous: true }).catch(() => undefined)
    release(false)
    location.assign('/')
  },
}
