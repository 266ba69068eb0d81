import { BASE, queryString, type Surroundings } from './client'
import { Problem } from './problem'

export interface UploadOptions {
  query?: Record<string, string | number | undefined>
  idempotencyKey?: string
  signal?: AbortSignal
  /** Gets how much has gone out, from 0 to 1. */
  progress?: (part: number) => void
}

export type Upload = <T>(path: string, file: Blob, options?: UploadOptions) => Promise<T>

/** Sends a file as it is. By XMLHttpRequest: fetch does not tell how far it is. */
export function createUpload(surroundings: Surroundings, request: () => XMLHttpRequest = () => new XMLHttpRequest()): Upload {
  function send<T>(path: string, file: Blob, options: UploadOptions): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = request()
      call.open('POST', BASE + path + queryString(options.query))
      call.setRequestHeader('Content-Type', 'application/octet-stream')
      call.setRequestHeader('Accept', 'application/json')
      call.setRequestHeader('Accept-Language', surroundings.language())
      call.setRequestHeader('X-Requested-With', 'XMLHttpRequest')
      const csrf = surroundings.csrf()
      if (csrf) call.setRequestHeader('X-CSRF-Token', csrf)
      if (options.idempotencyKey) call.setRequestHeader('Idempotency-Key', options.idempotencyKey)
      call.upload.onprogress = ({ loaded, total }) => options.progress?.(total ? loaded / total : 0)
      call.onload = () => {
        if (call.status >= 200 && call.status < 300) resolve(JSON.parse(call.responseText) as T)
        else void Problem.from(new Response(call.responseText, { status: call.status })).then(reject)
      }
      call.onerror = () => reject(new Problem(0, 'unreachable', ''))
      call.onabort = () => reject(new DOMException('Cancelled', 'AbortError'))
      options.signal?.addEventListener('abort', () => call.abort(), { once: true })
      if (options.signal?.aborted) call.onabort(new ProgressEvent('abort'))
      else call.send(file)
    })
  }

  return async <T>(path: string, file: Blob, options: UploadOptions = {}): Promise<T> => {
    try {
      return await send<T>(path, file, options)
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 401 && (await surroundings.signInAgain())) {
        return send<T>(path, file, options)
      }
      throw failure
    }
  }
}
