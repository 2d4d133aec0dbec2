import * as z from 'zod'
import type { Json } from '../record/canonical-json.ts'
import type { Outcome } from '../stage/work.ts'
import type { Named } from './health.ts'

const namedSchema = z.object({ name: z.string().optional(), version: z.string().optional() })

const beforeSchema = z.object({ serves: z.boolean(), named: namedSchema, sockets: z.array(z.string()) })
/** What was at the health URL just before `up`. */
export type Before = z.infer<typeof beforeSchema>

const afterSchema = z.object({ named: namedSchema, wasNobody: z.boolean(), sockets: z.array(z.string()) })
/** What is there since, and whether nobody was in between. */
export type After = z.infer<typeof afterSchema>

/**
 * Whether what answers a health URL cannot be the server that answered there before: it names the version, nobody was
 * there before or in between, or it listens at another socket. Whatever else answers may tell (times, counts, builds)
 * changes with one and the same server, too.
 */
export function isToldApart(before: Before, after: After, expected: Required<Named>): boolean {
  if (!before.serves || after.wasNobody) return true
  const { name, version } = after.named
  if (version === expected.version && name === expected.name) return true
  // A version without a name may be the server's own, which happens to be equal: then it was before, too.
  if (version === expected.version && name === undefined && before.named.version !== version) return true
  return (
    before.sockets.length > 0 &&
    after.sockets.length > 0 &&
    !after.sockets.some((socket) => before.sockets.includes(socket))
  )
}

/** The same of what the work found; what it did not tell is no proof. */
export function outcomesTellApart(
  outcomes: readonly Outcome[],
  prefix: '' | 'restore-',
  expected: Required<Named>,
): boolean {
  const resultOf = (id: string): Json | undefined =>
    outcomes.find((outcome) => outcome.id === `${prefix}${id}`)?.result
  const before = beforeSchema.safeParse(resultOf('before'))
  const after = afterSchema.safeParse(resultOf('health'))
  return before.success && after.success && isToldApart(before.data, after.data, expected)
}
