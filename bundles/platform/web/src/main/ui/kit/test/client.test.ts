import { describe, expect, it, vi } from 'vitest'
import { createApi, newKey, type Surroundings } from '../src/api/client'
import { isProblem, Problem } from '../src/api/problem'

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(body === undefined ? null : JSON.stringify(body), { status, headers })

function setUp(answers: (Response | Error)[], surroundings: Partial<Surroundings> = {}) {
  const transport = vi.fn<typeof fetch>(async () => {
    const answer = answers.shift()!
    if (answer instanceof Error) throw answer
    return answer
  })
  const api = createApi(
    { language: () => 'zh-CN', csrf: () => 'secret', signInAgain: async () => false, ...surroundings },
    transport,
  )
  const sent = (call = 0) => {
    const [url, init] = transport.mock.calls[call]!
    return { url, ...init, headers: init!.headers as Record<string, string> }
  }
  return { api, sent, transport }
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('it was to fail'),
    (failure: unknown) => failure,
  )

describe('the API client', () => {
  it('reads in the language of the user, without a CSRF token', async () => {
    const { api, sent } = setUp([json(200, { items: [] })])
    await api.get('/customers', { q: '华东 科技', limit: 50, filter: undefined, sort: '' })
    expect(sent().url).toBe('/api/v1/customers?q=%E5%8D%8E%E4%B8%9C+%E7%A7%91%E6%8A%80&limit=50')
    expect(sent().headers).toMatchObject({ 'Accept-Language': 'zh-CN' })
    expect(sent().headers).not.toHaveProperty('X-CSRF-Token')
  })

  it('patches by merge patch, guarded by version and CSRF token', async () => {
    const { api, sent } = setUp([json(200, { id: '7', version: 4 })])
    await api.call('PATCH', '/customers/7', { body: { phone: null }, version: 3 })
    expect(sent()).toMatchObject({ method: 'PATCH', body: '{"phone":null}' })
    expect(sent().headers).toMatchObject({
      'Content-Type': 'application/merge-patch+json',
      'If-Match': '"v3"',
      'X-CSRF-Token': 'secret',
    })
  })

  it('creates with the key that makes a repeated try harmless', async () => {
    const { api, sent } = setUp([json(201, { id: '7' })])
    await api.call('POST', '/customers', { body: {}, idempotencyKey: 'k1' })
    expect(sent().headers).toMatchObject({ 'Content-Type': 'application/json', 'Idempotency-Key': 'k1' })
  })

  it('answers nothing for 204', async () => {
    const { api } = setUp([new Response(null, { status: 204 })])
    expect(await api.call('DELETE', '/customers/7', { version: 1 })).toBeUndefined()
  })

  it('tells a refusal with its code and the errors of the fields', async () => {
    const errors = [{ field: 'name', code: 'required', message: '此项必填' }]
    const { api } = setUp([json(422, { code: 'invalid', detail: '请检查', errors, traceId: 't1' })])
    const failure = await failureOf(api.call('POST', '/customers', { body: {} }))
    expect(isProblem(failure, 'invalid')).toBe(true)
    expect(failure).toMatchObject({ status: 422, message: '请检查', errors, traceId: 't1' })
  })

  it('tells when to come back', async () => {
    const { api } = setUp([json(503, { code: 'module-stopped', title: 'Stopped' }, { 'Retry-After': '5' })])
    expect(await failureOf(api.get('/customers'))).toMatchObject({ code: 'module-stopped', message: 'Stopped', retryAfter: 5 })
  })

  it('makes a problem of an answer that is none of ours', async () => {
    const { api } = setUp([new Response('<html>', { status: 502 })])
    expect(await failureOf(api.get('/customers'))).toMatchObject({ status: 502, code: 'internal', message: 'HTTP 502' })
  })

  it('tells a server that cannot be reached from a call that was given up', async () => {
    const { api } = setUp([new TypeError('fetch failed'), new DOMException('', 'AbortError')])
    expect(await failureOf(api.get('/customers'))).toMatchObject({ status: 0, code: 'unreachable' })
    expect(await failureOf(api.get('/customers'))).not.toBeInstanceOf(Problem)
  })

  it('makes the call again, with the new token, when the user signed in again', async () => {
    let csrf = 'old'
    const signInAgain = vi.fn(async () => {
      csrf = 'new'
      return true
    })
    const { api, sent } = setUp([json(401, { code: 'unauthenticated' }), json(200, { id: '7' })], { csrf: () => csrf, signInAgain })
    expect(await api.call('PUT', '/customers/7', { body: {}, version: 1 })).toEqual({ id: '7' })
    expect(signInAgain).toHaveBeenCalledOnce()
    expect(sent(1).headers).toMatchObject({ 'X-CSRF-Token': 'new' })
  })

  it('does not ask to sign in again for a call about the session itself', async () => {
    const signInAgain = vi.fn(async () => true)
    const { api, transport } = setUp([json(401, { code: 'unauthenticated' })], { signInAgain })
    expect(await failureOf(api.call('POST', '/session', { anonymous: true, body: {} }))).toMatchObject({ status: 401 })
    expect(signInAgain).not.toHaveBeenCalled()
    expect(transport).toHaveBeenCalledOnce()
  })

  it('makes keys that differ', () => {
    expect(newKey()).toMatch(/^[\da-f]{32}$/)
    expect(newKey()).not.toBe(newKey())
  })
})
