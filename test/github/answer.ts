/** What the server says to one request; `json` and `bytes` exclude each other. */
export interface Answer {
  readonly status: number
  readonly json?: unknown
  readonly bytes?: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by an endpoint that will not do what it was asked. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(answer: Answer, message: string) {
    super(message)
    this.name = 'Refusal'
    this.answer = answer
  }
}

/** One entry of `errors` in a 422. */
export interface FieldError {
  readonly resource: string
  readonly code: 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom'
  readonly field?: string
  readonly message?: string
}

export const ok = (json: unknown, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  json,
  headers,
})

export const created = (json: unknown): Answer => ({ status: 201, json })

export const noContent: Answer = { status: 204 }

export function refuse(status: number, message: string, headers: Record<string, string> = {}): Refusal {
  const json = { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
  return new Refusal({ status, json, headers }, message)
}

export const notFound = (): Refusal => refuse(404, 'Not Found')

/** 422 with the `errors` array in which GitHub names the field. */
export function invalid(...errors: FieldError[]): Refusal {
  const json = {
    message: 'Validation Failed',
    errors,
    documentation_url: 'https://docs.github.com/rest',
    status: '422',
  }
  return new Refusal({ status: 422, json }, `Validation Failed: ${JSON.stringify(errors)}`)
}
