import { api } from '../session'

export interface TransferPart {
  collection: string
  count?: number
}

/** Which records go to whom, and what goes with them. */
export interface TransferRequest {
  collection: string
  recordFilter?: string
  fromUserId?: string
  toUserId?: string
  toPool?: boolean
  parts: TransferPart[]
  keepAccess: boolean
  reason: string
}

export interface Transfer extends TransferRequest {
  id: string
  status: 'planned' | 'done' | 'undone'
  jobId: string
}

export const preview = (request: TransferRequest, signal: AbortSignal) =>
  api.call<{ parts: TransferPart[] }>('POST', '/transfers/actions/preview', { body: request, signal }).then(({ parts }) => parts)
export const begin = (request: TransferRequest, idempotencyKey: string) => api.call<Transfer>('POST', '/transfers', { body: request, idempotencyKey })
export const transferOf = (id: string) => api.get<Transfer>(`/transfers/${id}`)
export const undo = ({ id }: Transfer) => api.call<Transfer>('POST', `/transfers/${id}/actions/undo`, {})
