import { createCustomFields } from './custom'
import { Problem } from './problem'

export const BASE = '/api/v1'

/** What the client needs to know of its surroundings; the session fills it in. */
export interface Surroundings {
  language(): string
  csrf(): string | undefined
  /** Waits until somebody signed in again; false when the call is to fail instead. */
  signInAgain(): Promise<boolean>
  /** Hears of every call whether the server answered it. */
  reached?(answered: boolean): void
}

export interface CallOptions {
  query?: Record<string, string | number | undefined>
  body?: unknown
  version?: number
  idempotencyKey?: string
  /** A call about the session itself is not held until there is one. */
  anonymous?: boolean
  signal?: AbortSignal
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Api {
  get<T>(path: string, query?: CallOptions['query'], signal?: AbortSignal): Promise<T>
  call<T>(method: Method, path: string, options?: CallOptions): Promise<T>
}

export function createApi(surroundings: Surroundings, transport: typeof fetch = (...args) => fetch(...args)): Api {
  const custom = createCustomFields()

  async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'Accept-Language': surroundings.language(),
      'X-Requested-With': 'XMLHttpRequest',
    }
    const csrf = surroundings.csrf()
    if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf
    if (options.version !== undefined) headers['If-Match'] = `"v${options.version}"`
    if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey
    if (options.body !== undefined) {
      headers['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    }
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', signal: options.signal }
    if (options.body !== undefined) init.body = JSON.stringify(options.body)
    try {
      const response = await transport(BASE + path + queryString(options.query), init)
      surroundings.reached?.(true)
      return response
    } catch (failure) {
      if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
      surroundings.reached?.(false)
      throw new Problem(0, 'unreachable', '')
    }
  }

  async function call<T>(method: Method, path: string, asked: CallOptions = {}): Promise<T> {
    const options = { ...asked, body: custom.gather(path, asked.body) }
    let response = await send(method, path, options)
    // The page and all that was typed into it stay while the user signs in again; then the call is made anew.
    if (response.status === 401 && !options.anonymous && (await surroundings.signInAgain())) {
      response = await send(method, path, options)
    }
    if (!response.ok) throw custom.named(await Problem.from(response), options.body)
    return custom.spread((response.status === 204 ? undefined : await response.json()) as T)
  }

  return { call, get: (path, query, signal) => call('GET', path, { query, signal }) }
}

export function queryString(query: CallOptions['query'] = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text && `?${text}`
}

/** A key for Idempotency-Key; crypto.randomUUID is not there on plain http. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
