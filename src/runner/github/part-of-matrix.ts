import type { Environment } from './environment.ts'

const variable = 'MODELASSAY_MATRIX'

/**
 * The environment of a job whose matrix also says which part of one whole it does, without that value: what it looks
 * for is what all of them make together.
 * @param input name of the input that says which part, and its text
 */
export function withoutPart(env: Environment, [input, text]: readonly [string, string]): Environment {
  const matrix = valuesOf(env[variable])
  const equal = Object.keys(matrix).filter((key) => plain(textOf(matrix[key])) === plain(text))
  const key = equal.find((name) => name === input || name === `${input}s`) ?? equal[0]
  if (text === '' || key === undefined) return env
  const { [key]: _part, ...rest } = matrix
  return { ...env, [variable]: JSON.stringify(rest) }
}

/** Of a list its members, however it is written. */
const plain = (text: string) => text.replace(/[\s[\]]/g, '')

const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

function valuesOf(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
