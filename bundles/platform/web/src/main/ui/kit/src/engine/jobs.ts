import { api } from '../session'

/** Work that goes on by itself; its result is there when it is done. */
export interface Job {
  id: string
  status: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done?: number
  total?: number
  problem?: string
  fileName?: string
  createdAt: string
  endedAt?: string
}

const LOOK_EVERY = 500

/** So often a look may fail in succession: a connection that comes and goes is no reason to look away. */
const MOST_FAILURES = 20

export const hasEnded = ({ status }: Job) => status !== 'queued' && status !== 'running'
export const percentageOf = ({ status, done, total }: Job) => (status === 'done' ? 100 : total ? Math.round((100 * (done ?? 0)) / total) : 0)
export const jobOf = (id: string) => api.get<Job>(`/jobs/${id}`)
export const cancel = ({ id }: Job) => api.call<Job>('POST', `/jobs/${id}/actions/cancel`, {})

/** Tells how a job is, until it has ended or nobody wants to know any more. */
export async function follow(job: Job, tell: (now: Job) => void, signal: AbortSignal): Promise<Job> {
  let now = job
  let failures = 0
  while (!hasEnded(now) && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
    if (signal.aborted) break
    try {
      now = await api.get<Job>(`/jobs/${job.id}`, {}, signal)
      failures = 0
      tell(now)
    } catch (problem) {
      if (!signal.aborted && ++failures > MOST_FAILURES) throw problem
    }
  }
  return now
}
