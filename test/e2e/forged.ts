import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modelDigest } from '../../src/models/digest.ts'
import { canonicalJson } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { GitHub } from '../github/github.ts'
import type { Job, Run } from '../github/state.ts'

const poison = '{"kind":"poison"}\n'

/** As whom and where the forger uploads. */
export interface Forged {
  readonly github: GitHub
  /** the honest run that is imitated, with the name of its model */
  readonly honest: Run
  readonly name: string
  /** gets the artifacts; the records say that they are its own, written by this job */
  readonly run: Run
  readonly job: Job
  readonly key: string
  readonly sha: string
  /** attempt that artifacts and records name */
  readonly attempt: number
  readonly storedAt?: Date
}

/**
 * Uploads a train record with the honest fingerprint and another model, that model, and a gate record that lets it
 * pass: every digest fits, and only where they come from is wrong.
 * @returns digest of the model that nobody may take
 */
export async function forge(given: Forged): Promise<string> {
  const { github, honest, name, run, job, key, sha, attempt, storedAt } = given
  const filesOf = (kind: string) => {
    const found = [...github.state.artifacts.values()].find(
      (artifact) => artifact.run === honest.id && artifact.name === `modelassay-${name}-${kind}-1`,
    )
    if (!found) throw new Error(`the honest run has no ${kind}`)
    return new Map(github.artifactFiles(found))
  }
  const upload = (kind: string, files: ReadonlyMap<string, Buffer>) =>
    github.addArtifact(run, {
      name: `modelassay-${name}-${kind}-${attempt}`,
      files: Object.fromEntries(files),
      job: job.id,
      ...(storedAt && { createdAt: storedAt }),
    })
  const changed = (files: Map<string, Buffer>, change: (record: Record<string, unknown>) => object) => {
    const text = files.get('record.json')
    if (!text) throw new Error('there is no record')
    const before = JSON.parse(text.toString()) as Record<string, unknown>
    const written = Buffer.from(canonicalJson({ ...before, ...change(before) } as never))
    files.set('record.json', written)
    return sha256(written)
  }
  const of = { id: String(run.id), attempt, sha, job: { key, id: String(job.id) } }
  const model = await contentOf(poison)
  const uri = `artifact:${run.id}/modelassay-${name}-model-${attempt}`
  const train = filesOf('train')
  const trained = changed(train, ({ run: told }) => ({
    verdict: 'trained',
    run: { ...(told as object), ...of },
    model: { ...model, store: { kind: 'artifact', uri } },
    model_digest: model.digest,
  }))
  const gate = filesOf('evaluate-gate')
  changed(gate, ({ run: told, built_on }) => ({
    verdict: 'pass',
    passes: true,
    run: { ...(told as object), ...of },
    model_digest: model.digest,
    built_on: (built_on as { name: string }[]).map((link) =>
      link.name === 'train' ? { kind: 'record', name: 'train', digest: trained } : link,
    ),
  }))
  upload('model', new Map([['model.json', Buffer.from(poison)]]))
  upload('train', train)
  upload('evaluate-gate', gate)
  return model.digest
}

async function contentOf(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'poison-'))
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'model.json'), text)
    const { digest, bytes, files } = await modelDigest(folder)
    return { digest, bytes, files }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
