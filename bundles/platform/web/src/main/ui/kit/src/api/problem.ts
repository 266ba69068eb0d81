/** One broken rule of one field, as the server states it. */
export interface FieldError {
  field: string
  code: string
  message: string
}

/** A call that the server refused (RFC 9457), or that never reached it (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors: FieldError[] = [],
    readonly traceId?: string,
    readonly retryAfter?: number,
  ) {
    super(message)
  }

  static async from(response: Response): Promise<Problem> {
    const retryAfter = Number(response.headers.get('Retry-After')) || undefined
    const body = await response.json().catch(() => ({}))
    return new Problem(
      response.status,
      body.code ?? 'internal',
      body.detail ?? body.title ?? `HTTP ${response.status}`,
      body.errors ?? [],
      body.traceId,
      retryAfter,
    )
  }
}

export function isProblem(failure: unknown, code?: string): failure is Problem {
  return failure instanceof Problem && (code === undefined || failure.code === code)
}
