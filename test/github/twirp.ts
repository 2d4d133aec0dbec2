import type { Answer } from './answer.ts'
import type { Runtime } from './runtime.ts'
import type { World } from './world.ts'

/** One call of a Twirp method, in protobuf's JSON. */
export interface TwirpCall {
  readonly world: World
  readonly runtime: Runtime
  readonly body: Readonly<Record<string, unknown>>
}

export type TwirpMethod = (call: TwirpCall) => object

export class TwirpError extends Error {
  readonly answer: Answer

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'TwirpError'
    this.answer = { status, json: { code, msg: message } }
  }
}

/** A field under either of the two names that protobuf's JSON allows; clients differ. */
export function field(body: Readonly<Record<string, unknown>>, name: string): unknown {
  return body[name] ?? body[name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())]
}

export function textField(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = field(body, name)
  if (typeof value === 'string' && value !== '') return value
  throw new TwirpError(400, 'invalid_argument', `${name} is required`)
}
