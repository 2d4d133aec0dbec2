import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outsideError } from '../../src/errors.ts'
import type { Annotation, Log } from '../../src/runner/log.ts'
import type { BundleRef, RecordRef, Runner } from '../../src/runner/runner.ts'

/** A runner in memory and one temporary folder, and what it was told. */
export interface MemoryRunner extends Runner {
  readonly lines: string[]
  readonly annotations: Annotation[]
  readonly summaries: string[]
  readonly saved: Map<string, string>
  /** what saving an artifact fails with, from now on */
  failSaving(message: string): void
}

export async function memoryRunner(changes: Partial<Runner> = {}): Promise<MemoryRunner> {
  const temp = await mkdtemp(join(tmpdir(), 'runner-'))
  const lines: string[] = []
  const annotations: Annotation[] = []
  const summaries: string[] = []
  const saved = new Map<string, string>()
  const handed = new Map<string, RecordRef>()
  let failure: string | undefined
  const at = new Date('2026-01-02T03:04:05.000Z')
  const log: Log = {
    info: (message) => lines.push(message),
    warning: (message) => lines.push(`warning: ${message}`),
    annotate: (annotation) => annotations.push(annotation),
    group: (title) => {
      lines.push(`> ${title}`)
      return { end: () => {} }
    },
    raw: (chunk) => lines.push(Buffer.from(chunk).toString()),
  }
  const refOf = (name: string): BundleRef => ({ name, id: name, runId: '1', createdAt: at })
  return {
    kind: 'local',
    run: { id: '1', attempt: 1, event: 'push', sha: 'a'.repeat(40) },
    trigger: { event: 'push', defaultBranch: 'main', branch: 'main' },
    workspace: temp,
    temp,
    engine: { cache: join(temp, 'engine') },
    log,
    bundles: {
      async save(name, folder) {
        if (failure) throw outsideError('artifact-upload', failure, { hint: 'Run the job again.' })
        const copy = join(temp, 'artifacts', name)
        await cp(folder, copy, { recursive: true })
        saved.set(name, copy)
        return refOf(name)
      },
      saveFile: async (file) => refOf(file),
      ofThisRun: async () => [...saved.keys()].map(refOf),
      fetch: async (bundle, into) => cp(saved.get(bundle.name)!, into, { recursive: true }),
    },
    handed: {
      get: (name, stage) => handed.get(`${name}/${stage}`),
      set: (name, stage, ref) => void handed.set(`${name}/${stage}`, ref),
    },
    nextAttempt: async () => 1,
    now: () => at,
    summary: async (markdown) => void summaries.push(markdown),
    ...changes,
    lines,
    annotations,
    summaries,
    saved,
    failSaving: (message) => {
      failure = message
    },
  }
}
