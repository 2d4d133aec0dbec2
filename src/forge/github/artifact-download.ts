import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { outsideError } from '../../errors.ts'
import { unzip } from '../../zip/unzip.ts'
import type { WorkflowArtifact } from '../workflows.ts'
import type { Client } from './client.ts'
import { fetchInto } from './download.ts'
import type { Purpose } from './errors.ts'
import { hasStatus } from './failure.ts'

/** of the archive, and of what it unpacks to */
const usualBytes = 16 * 2 ** 30
const maxEntries = 100_000

/**
 * Fetches an artifact and unpacks it into a folder that does not exist yet. Nothing is unpacked before its digest is
 * checked; after a failure the folder is not there. `@actions/artifact` unpacks first, only reports a digest that
 * differs, knows no bound, and writes to standard output, where the command prints a record.
 * @throws AssayError outside: `artifact-lost`, `artifact-digest`, `archive-refused`, `disk-write`
 */
export async function downloadArtifact(
  client: Client,
  artifact: WorkflowArtifact,
  into: string,
  maxBytes = usualBytes,
): Promise<void> {
  if (artifact.expired) throw lost(artifact, 'it has expired')
  await mkdir(into)
  const archive = `${into}.download`
  try {
    await fetchArchive(client, artifact, archive, maxBytes)
    if (await isZip(archive)) await unzip(archive, into, { bytes: maxBytes, entries: maxEntries })
    else await rename(archive, join(into, basename(artifact.name)))
  } catch (error) {
    await rm(into, { recursive: true, force: true })
    throw error
  } finally {
    await rm(archive, { force: true })
  }
}

async function fetchArchive(
  client: Client,
  artifact: WorkflowArtifact,
  archive: string,
  maxBytes: number,
): Promise<void> {
  const purpose: Purpose = { to: `download the artifact ${artifact.name}`, needs: 'actions: read' }
  const route = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}'
  const parameters = { artifact_id: Number(artifact.id), archive_format: 'zip' }
  const found = await client.ask(purpose, async () => {
    try {
      return await fetchInto(client, route, parameters, archive, maxBytes)
    } catch (error) {
      if (hasStatus(error, 404) || hasStatus(error, 410)) throw lost(artifact, 'GitHub no longer has it')
      throw error
    }
  })
  if (artifact.digest && artifact.digest !== found)
    throw outsideError(
      'artifact-digest',
      `the artifact ${artifact.name} has digest ${found}, but GitHub names ${artifact.digest}`,
      { hint: 'Run this again; if it stays, run the job again that made the artifact.' },
    )
}

const lost = ({ name }: WorkflowArtifact, why: string) =>
  outsideError('artifact-lost', `the artifact ${name} cannot be had: ${why}`, {
    hint: 'Run the workflow that makes it again; artifacts are kept for the retention period of the repository.',
  })

/** An artifact of one file can be stored as it is. */
async function isZip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'))
  } finally {
    await handle.close()
  }
}
