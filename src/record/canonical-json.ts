/** What a document holds. A member that is undefined is absent. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * JSON with keys sorted by code unit at every depth and absent members left out, so that equal values are equal
 * bytes. Indented, because people read records too.
 * @throws TypeError for NaN, infinities, functions and bigints: a document that cannot say what it means is a defect
 */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sorted(value, '$'), undefined, 2)}\n`
}

function sorted(value: unknown, at: string): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError(`${at} is ${value}, which JSON cannot hold`)
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol')
    throw new TypeError(`${at} is a ${typeof value}, which JSON cannot hold`)
  if (Array.isArray(value)) return value.map((item, i) => sorted(item, `${at}[${i}]`))
  if (value === null || typeof value !== 'object') return value
  // A null prototype, so that a hostile "__proto__" key stays an ordinary key.
  const result: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) result[key] = sorted(member, `${at}.${key}`)
  }
  return result
}
