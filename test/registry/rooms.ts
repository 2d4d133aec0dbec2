import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { modelDigest } from '../../src/models/digest.ts'
import { sha256 } from '../../src/record/digest.ts'
import { githubRegistry } from '../../src/registry/github/registry.ts'
import { localRegistry } from '../../src/registry/local/registry.ts'
import type { NewVersion, Registry } from '../../src/registry/registry.ts'
import { expectClean, type ForgeFixture, newForgeFixture } from '../forge/github/forge-on-localhost.ts'

/** A registry of either kind, empty, and what a test needs around it. */
export interface RegistryRoom {
  readonly registry: Registry
  /** present for GitHub's */
  readonly fixture?: ForgeFixture
  /** a commit after the ones that there are */
  commit(message?: string): Promise<string>
  /** sets the clock, which otherwise stands still */
  at(time: string): void
  close(): Promise<void>
}

export async function localRoom(): Promise<RegistryRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'))
  let now = new Date('2026-03-01T00:00:00Z')
  let commits = 0
  return {
    registry: localRegistry({ folder: join(folder, 'registry'), now: () => now }),
    commit: async () => String(++commits).padStart(40, '0'),
    at: (time) => {
      now = new Date(time)
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

export async function githubRoom(
  options: { immutableReleases?: boolean } = {},
): Promise<RegistryRoom & { fixture: ForgeFixture }> {
  const fixture = await newForgeFixture(options)
  let now = new Date('2026-03-01T00:00:00Z')
  let commits = 0
  return {
    fixture,
    registry: githubRegistry({
      forge: fixture.forge,
      scratch: join(fixture.scratch, 'registry'),
      now: () => now,
    }),
    commit: (message = 'Train') => fixture.commit('main', { 'train.py': `print(${++commits})\n` }, message),
    at: (time) => {
      now = new Date(time)
    },
    close: async () => {
      expectClean(fixture)
      await fixture.close()
    },
  }
}

/** Files below a new temporary folder. */
export async function filesIn(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'files-'))
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

/** A version as register-model would hand it over; `weights` tells models apart. */
export async function newVersion(
  version: string,
  sourceSha: string,
  weights = version,
  changes: Partial<NewVersion> = {},
): Promise<NewVersion> {
  const modelFolder = await filesIn({ 'weights.json': weights, 'meta/classes.txt': 'yes\nno\n' })
  const recordsFolder = await filesIn({
    'evaluate-gate/record.json': `{"of": "${version}"}\n`,
    'evaluate-gate/predictions.csv': 'id,prediction\n1,yes\n',
    'train/record.json': '{"stage": "train"}\n',
  })
  return {
    name: 'churn',
    version,
    sourceSha,
    fingerprint: sha256(weights),
    model: await modelDigest(modelFolder),
    modelFolder,
    recordsFolder,
    notes: `Version ${version}`,
    ...changes,
  }
}

export const gitIn = (folder: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
