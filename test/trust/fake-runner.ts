import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunOfRecord } from '../../src/record/run.ts'
import type { BundleRef, RecordRef, Runner, Trigger } from '../../src/runner/runner.ts'

export interface FakeRunner extends Runner {
  readonly said: string[]
  /** folders by artifact of this run */
  readonly kept: (BundleRef & { readonly folder: string })[]
}

/** A runner in memory, as GitHub would tell it unless the test says otherwise. */
export async function fakeRunner(
  run: Partial<RunOfRecord> = {},
  trigger: Partial<Trigger> = {},
): Promise<FakeRunner> {
  const said: string[] = []
  const kept: (BundleRef & { folder: string })[] = []
  const handed = new Map<string, RecordRef>()
  return {
    kind: 'github',
    said,
    kept,
    run: {
      id: '900',
      attempt: 1,
      event: 'push',
      workflow: '.github/workflows/model.yml',
      job: { key: 'model' },
      ...run,
    },
    trigger: { event: 'push', defaultBranch: 'main', ...trigger },
    workspace: '/nowhere',
    temp: await mkdtemp(join(tmpdir(), 'temp-')),
    engine: { cache: '/nowhere' },
    log: {
      info: (message) => void said.push(message),
      warning: (message) => void said.push(message),
      annotate: () => {},
      group: () => ({ end: () => {} }),
      raw: () => {},
    },
    bundles: {
      async save(name, folder) {
        const bundle = {
          name,
          id: `${kept.length}`,
          runId: run.id ?? '900',
          createdAt: new Date(kept.length),
          folder,
        }
        kept.push(bundle)
        return bundle
      },
      saveFile: () => Promise.reject(new Error('not part of this test')),
      ofThisRun: async () => kept,
      fetch: (bundle, into) => cp(kept.find(({ id }) => id === bundle.id)!.folder, into, { recursive: true }),
    },
    handed: {
      get: (name, stage) => handed.get(`${name}/${stage}`),
      set: (name, stage, record) => void handed.set(`${name}/${stage}`, record),
    },
    nextAttempt: async () => 1,
    now: () => new Date('2026-01-02T03:04:05Z'),
    summary: async () => {},
  }
}
