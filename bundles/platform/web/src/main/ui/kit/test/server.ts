import { vi } from 'vitest'
import type { Metadata, Row } from '../src/api/types'

export const metadata: Metadata = {
  collection: 'customers',
  module: 'customers',
  title: 'Customers',
  titleField: 'name',
  fields: [
    { key: 'id', title: 'Id', type: 'reference', readOnly: true },
    { key: 'number', title: 'Number', type: 'text', readOnly: true, sortable: true, listed: true },
    { key: 'version', title: 'Version', type: 'integer', readOnly: true },
    { key: 'name', title: 'Name', type: 'text', required: true, maxLength: 20, sortable: true, listed: true, filterable: true },
    { key: 'phone', title: 'Telephone', type: 'text', section: 'contact', filterable: true, listed: true },
    { key: 'email', title: 'E-mail', type: 'text', section: 'contact' },
    { key: 'ownerId', title: 'Owner', type: 'reference', reference: 'users', filterable: true },
  ],
  operations: ['create', 'update', 'delete', 'restore', 'list', 'get'].map((name) => ({ name, permission: `customers.${name}`, allowed: true })),
}

export interface Call {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body?: Record<string, unknown>
}

export type Answer = [status: number, body?: unknown, headers?: Record<string, string>]

/** Puts a server in the place of `fetch`; `answer` sees what the metadata does not answer already. */
export function serve(answer: (call: Call) => Answer | undefined, model: Metadata = metadata): Call[] {
  const calls: Call[] = []
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://test')
    const call: Call = {
      method: init.method ?? 'GET',
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      headers: (init.headers ?? {}) as Record<string, string>,
      body: init.body ? JSON.parse(String(init.body)) : undefined,
    }
    const known: Answer | undefined = call.path.startsWith('/metadata/') ? [200, { ...model, collection: call.path.split('/')[2] }] : undefined
    if (!known) calls.push(call)
    const [status, body, headers] = known ?? answer(call) ?? [404, { code: 'not-found', title: 'Not found' }]
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers })
  })
  return calls
}

export const row = (more: Partial<Row> = {}): Row => ({ id: '7', version: 3, number: 'C-7', name: '华东科技', phone: '021', ...more })
