import { expect, it } from 'vitest'
import { fingerprintOf, type Machine, type Sources } from '../../../src/train/inputs/fingerprint.ts'
import { lockfiles } from '../../../src/train/inputs/lockfiles.ts'

const sources: Sources = {
  command: { run: 'python train.py', shell: 'bash' },
  contracts: {},
  seeds: [0],
  suite_version: '1.0.0',
  inputs: { 'train.py': 'git:1' },
  tables: [{ name: 'train', path: 'a.csv', role: 'train', identity: { kind: 'content', value: '1' } }],
  lockfiles: { 'uv.lock': 'git:2' },
  workflow: { path: '.github/workflows/model.yml', digest: 'git:3' },
}
const machine: Machine = {
  platform: { os: 'linux', arch: 'x64' },
  interpreters: { python: 'Python 3.12.1' },
  container: { image: 'python@sha256:1' },
  variables: { OMP_NUM_THREADS: '1' },
}
const [table] = sources.tables

it.each<[string, Partial<Sources>, Partial<Machine>]>([
  ['the command', { command: { ...sources.command, run: 'python fit.py' } }, {}],
  ['the shell', { command: { ...sources.command, shell: 'sh' } }, {}],
  ['an input', { inputs: { 'train.py': 'git:9' } }, {}],
  ['the workflow file', { workflow: { path: sources.workflow!.path, digest: 'git:9' } }, {}],
  ['the suite’s version', { suite_version: '1.0.1' }, {}],
  ['the data', { tables: [{ ...table!, identity: { kind: 'content', value: '2' } }] }, {}],
  ['the parameters', { params: 'git:9' }, {}],
  ['a contract', { contracts: { 'contract.yml': `sha256:${'a'.repeat(64)}` } }, {}],
  ['a lockfile', { lockfiles: { 'uv.lock': 'git:9' } }, {}],
  ['the seeds', { seeds: [0, 1] }, {}],
  ['whose model counts', { ship: 'best val_loss' }, {}],
  ['the interpreter', {}, { interpreters: { python: 'Python 3.12.2' } }],
  ['the platform', {}, { platform: { os: 'linux', arch: 'arm64' } }],
  ['the digest of the container', {}, { container: { image: 'python@sha256:2' } }],
  ['a chosen variable', {}, { variables: { OMP_NUM_THREADS: '2' } }],
])('is another where %s is', (_what, here, there) => {
  expect(fingerprintOf({ ...sources, ...here }, { ...machine, ...there })).not.toBe(
    fingerprintOf(sources, machine),
  )
})

it('counts the lockfiles of every tool, and no other file', async () => {
  const locks =
    `requirements.txt requirements-dev.lock constraints.txt poetry.lock uv.lock pdm.lock pylock.toml
Pipfile.lock environment.yml conda.yaml python_env.yaml conda-lock.yml pixi.lock .python-version package-lock.json
npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock .nvmrc renv.lock`.split(/\s+/)
  const others = ['train.py', 'my-uv.lock', 'environment.txt', 'conda.yaml.bak']
  const names = async () => [...locks, ...others]
  const blobs = { get: () => '1' } as unknown as ReadonlyMap<string, string>
  const place = { root: '/repo', workspace: '/repo' }
  const found = await lockfiles(place, [], { blobs }, { namesIn: names })
  expect(Object.keys(found.digests).sort()).toEqual([...locks].sort())
})

it.each([
  ['/', ['/']],
  ['/models/a', ['/models/a', '/models', '/']],
])('lockfiles are looked for no higher than the disk: of %s in %j', async (root, folders) => {
  const asked: string[] = []
  const names = async (folder: string) => {
    if (asked.length > 9) throw new Error('it never ends')
    asked.push(folder)
    return []
  }
  await lockfiles({ root, workspace: '/' }, [], {}, { namesIn: names })
  expect(asked).toEqual(folders)
})
