import { readFile, stat } from 'node:fs/promises'
import { parse as parseToml } from 'smol-toml'
import { inputError } from '../../errors.ts'
import { bytes } from '../../report/number.ts'
import { isRefused, yamlValue } from '../../yaml/read-yaml.ts'

/** Parameters are written by people; a larger file is data. */
const mostBytes = 16_000_000

/**
 * Parameters of a training, as the record holds them.
 * @throws AssayError input: `params-unreadable`
 */
export async function readParams(file: string, label: string): Promise<Record<string, unknown>> {
  const fault = (why: string, cause?: unknown) =>
    inputError('params-unreadable', `the parameters in ${label} ${why}`, {
      file: label,
      hint: 'Write one mapping of names to values, as YAML, JSON or TOML, or take train.params away.',
      cause,
    })
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size > mostBytes) throw fault(`have ${bytes(size)}, and at most ${bytes(mostBytes)} are read`)
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw fault(cause.code === 'ENOENT' ? 'do not exist' : `cannot be read (${cause.code})`, cause)
  })
  let value: unknown
  try {
    value = /\.toml$/i.test(file) ? parseToml(text) : yamlValue(text, { most: mostBytes })
  } catch (cause) {
    throw fault(
      isRefused(cause) ? `cannot be read: ${cause.message}` : 'are neither YAML, JSON nor TOML',
      cause,
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault('are no mapping')
  try {
    return plain(value) as Record<string, unknown>
  } catch (cause) {
    throw fault('name themselves as a part of themselves, or nest too deep', cause)
  }
}

/** As JSON can hold it: what is null is absent, and numbers that are none are their names. */
export function plain(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? 'null')
  if (typeof value !== 'object') return value
  if (value === null) return undefined
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, plain(member)] as const)
      .filter(([, member]) => member !== undefined),
  )
}
