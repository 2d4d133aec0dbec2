import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { outsideError } from '../errors.ts'
import { webFetch } from '../launch/proxy.ts'
import { openLineageEvents } from '../lineage/openlineage.ts'
import { provenanceOf } from '../lineage/provenance.ts'
import type { ReadRecord } from '../record/bundle.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { visible } from '../report/visible.ts'

export interface LineageTargets {
  /** file, or http(s) address of a collector */
  readonly openlineage?: string
  /** file */
  readonly provenance?: string
}

/**
 * Writes what other tools read of a lineage.
 * @throws AssayError outside: `openlineage-refused`, `lineage-unwritable`; configuration: `no-training`
 */
export async function writeLineage(
  records: readonly ReadRecord[],
  { openlineage, provenance }: LineageTargets,
  host: Pick<NodeJS.Process, 'cwd' | 'env' | 'stderr'>,
): Promise<void> {
  if (provenance !== undefined)
    await write(provenance, 'the statement of provenance', canonicalJson(provenanceOf(records)), host)
  if (openlineage === undefined) return
  const events = openLineageEvents(records.map(({ record }) => record))
  if (/^https?:\/\//i.test(openlineage)) {
    for (const event of events) await post(openlineage, JSON.stringify(event), host.env)
    return
  }
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('')
  await write(openlineage, 'the events of OpenLineage', lines, host)
}

async function write(
  file: string,
  what: string,
  text: string,
  host: Pick<NodeJS.Process, 'cwd' | 'stderr'>,
): Promise<void> {
  await writeFile(resolve(host.cwd(), file), text).catch((cause: NodeJS.ErrnoException) => {
    throw outsideError(
      'lineage-unwritable',
      `${what} cannot be written to ${visible(file, 500)} (${cause.code})`,
      { hint: 'Name a file in a folder that exists and that you may write to.', cause },
    )
  })
  host.stderr.write(`Wrote ${what} to ${visible(file, 500)}.\n`)
}

/** The key is the one that OpenLineage's own clients take from the environment. */
async function post(address: string, body: string, env: NodeJS.ProcessEnv): Promise<void> {
  const key = env.OPENLINEAGE_API_KEY
  const headers = { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) }
  const refused = (why: string, cause?: unknown) =>
    outsideError('openlineage-refused', `the collector of OpenLineage events did not take them: ${why}`, {
      hint: 'Check the address (it ends in /api/v1/lineage as a rule) and OPENLINEAGE_API_KEY.',
      cause,
    })
  const answer = await webFetch(env)(address, {
    method: 'POST',
    headers,
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(30_000),
  }).catch((cause: Error) => {
    throw refused(cause.message, cause)
  })
  if (!answer.ok) throw refused(`it answered ${answer.status}`)
}
