import type { Sum } from '../api/types'
import { api } from '../session'

export interface TransferPart {
  collection: string
  count?: number
  /** In a preview: what they come to, in the base currency. */
  worth?: Sum
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
  /** The day on which it is done; at once where absent. */
  effectiveOn?: string
  /** Whether who it is from is deactivated with it. */
  deactivates?: boolean
  reason: string
}

export interface Transfer extends TransferRequest {
  id: string
  status: 'scheduled' | 'planned' | 'done' | 'undone' | 'failed' | 'cancelled'
  jobId: string
}

export const preview = (request: TransferRequest, signal: AbortSignal) =>
  api.call<{ parts: TransferPart[] }>('POST', '/transfers/actions/preview', { body: request, signal }).then(({ parts }) => parts)
export const begin = (request: TransferRequest, idempotencyKey: string) => api.call<Transfer>('POST', '/transfers', { body: request, idempotencyKey })
export const transferOf = (id: string) => api.get<Transfer>(`/transfers/${id}`)
export const withdraw = ({ id }: Transfer) => api.call<Transfer>('POST', `/transfers/${id}/actions/cancel`, {})
export const undo = ({ id }: Transfer) => api.call<Transfer>('POST', `/transfers/${id}/actions/undo`, {})
