import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { changesSince } from '../../../src/evaluate-gate/baselines/changes-since.ts'
import { trainingChanges } from '../../../src/evaluate-gate/baselines/training-changes.ts'
import type { BaselineRequest } from '../../../src/evaluate-gate/request.ts'
import { evidenceOf } from '../../../src/record/bundle.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { TrainRecord } from '../../../src/record/train.ts'

const record = (given: Partial<TrainRecord> = {}): TrainRecord => ({
  schema: 'modelassay/v1',
  stage: 'train',
  name: 'penguins',
  verdict: 'trained',
  passes: true,
  reason: 'trained',
  run: { id: '1', attempt: 1, event: 'push', sha: 'a'.repeat(40) },
  built_on: [],
  observed: { started_at: '', finished_at: '', suite_version: '' },
  command: { run: 'python train.py', shell: 'bash' },
  seeds: [1],
  params: { model: { depth: 4, trees: 100 }, list: [1, 2] },
  tables: [
    {
      name: 'train',
      path: 'a.csv',
      role: 'train',
      identity: { kind: 'content', value: sha256('a') },
      rows: 1200,
    },
  ],
  environment: {
    platform: { os: 'linux', arch: 'x64' },
    interpreters: { python: 'Python 3.12.1' },
    lockfiles: { 'requirements.txt': sha256('one') },
  },
  ...given,
})

describe('what else changed between two trainings', () => {
  it('is nothing between equal ones', () => {
    expect(trainingChanges(record(), record())).toEqual([])
  })

  it('is told by what it is, with both sides', () => {
    const after = record({
      run: { id: '2', attempt: 1, event: 'push', sha: 'b'.repeat(40) },
      command: { run: 'python fit.py', shell: 'bash' },
      seeds: [1, 2],
      observed: { ...record().observed, hardware: { cpu: 'A, 4 threads', cuda: '12.4' } },
      params: { model: { depth: 6, trees: 100 }, list: [1, 3], rate: 0.1 },
      tables: [
        {
          name: 'train',
          path: 'a.csv',
          role: 'train',
          identity: { kind: 'content', value: sha256('b') },
          rows: 900,
        },
        { name: 'more', path: 'b.csv', role: 'train', identity: { kind: 'none' } },
      ],
      environment: {
        platform: { os: 'linux', arch: 'arm64' },
        interpreters: { python: 'Python 3.13.0' },
        lockfiles: {},
      },
    })
    expect(trainingChanges(record(), after)).toEqual([
      { kind: 'commit', before: 'aaaaaaaaaaaa', after: 'bbbbbbbbbbbb' },
      { kind: 'data', name: 'more', after: 'content not known' },
      {
        kind: 'data',
        name: 'train',
        before: `1,200 rows, ${sha256('a').slice(0, 19)}`,
        after: `900 rows, ${sha256('b').slice(0, 19)}`,
      },
      { kind: 'parameter', name: 'list', before: '[1,2]', after: '[1,3]' },
      { kind: 'parameter', name: 'model.depth', before: '4', after: '6' },
      { kind: 'parameter', name: 'rate', after: '0.1' },
      { kind: 'dependency', name: 'requirements.txt', before: sha256('one').slice(0, 19) },
      { kind: 'interpreter', name: 'python', before: 'Python 3.12.1', after: 'Python 3.13.0' },
      { kind: 'platform', name: 'arch', before: 'x64', after: 'arm64' },
      { kind: 'seeds', before: '1', after: '1, 2' },
      { kind: 'command', before: 'python train.py', after: 'python fit.py' },
      { kind: 'hardware', name: 'cpu', after: 'A, 4 threads' },
      { kind: 'hardware', name: 'cuda', after: '12.4' },
    ])
  })

  it('is no machine where one of them took a model that was trained elsewhere', () => {
    const taken = record({ verdict: 'reused', observed: { ...record().observed, hardware: { cpu: 'B' } } })
    expect(trainingChanges(record(), taken)).toEqual([])
  })

  it('names the packages that were installed, or else those of a lockfile, last', () => {
    const installed = (numpy: string, file: string) =>
      record({
        environment: { packages: { python: { numpy, six: '1' } }, lockfiles: { 'uv.lock': sha256(file) } },
      })
    const packages = [{ kind: 'package', name: 'numpy (python)', before: '2.1', after: '2.2' }]
    const [one, other] = [sha256('one').slice(0, 19), sha256('two').slice(0, 19)]
    const lockfile = { kind: 'dependency', name: 'uv.lock', before: one, after: other }
    const locked = {
      before: { 'uv.lock': { numpy: '2.1' } },
      after: { 'uv.lock': { numpy: '2.2', new: '1' } },
    }
    const [before, after] = [installed('2.1', 'one'), installed('2.2', 'two')]
    expect(trainingChanges(before, after, locked)).toEqual([lockfile, ...packages])
    const without = (text: string) => record({ environment: { lockfiles: { 'uv.lock': sha256(text) } } })
    expect(trainingChanges(without('one'), without('two'))).toEqual([lockfile])
    expect(trainingChanges(without('one'), without('two'), locked)).toEqual([
      { kind: 'dependency', name: 'uv.lock new', after: '1' },
      { kind: 'dependency', name: 'uv.lock numpy', before: '2.1', after: '2.2' },
    ])
  })

  it('reads the packages of lockfiles from what both records vouch for, and from nothing else', async () => {
    const training = async (version: string, vouched: boolean) => {
      const folder = await mkdtemp(join(tmpdir(), 'changes-'))
      await writeFile(
        join(folder, 'fingerprint.json'),
        JSON.stringify({ packages: { 'uv.lock': { numpy: version } } }),
      )
      const evidence = vouched ? [await evidenceOf(folder, 'fingerprint.json')] : []
      const environment = { lockfiles: { 'uv.lock': sha256(version) } }
      return { record: record({ environment, evidence }), folder, digest: sha256(version) }
    }
    const base = { kind: 'record', name: 'base' } as unknown as BaselineRequest
    for (const vouched of [true, false]) {
      const [before, after] = [await training('2.1', vouched), await training('2.2', true)]
      const [since] = await changesSince(after, new Map([[base, before]]))
      const name = vouched ? 'uv.lock numpy' : 'uv.lock'
      expect(since).toMatchObject({ baseline: 'base', changes: [{ kind: 'dependency', name }] })
      await Promise.all([before, after].map(({ folder }) => rm(folder, { recursive: true })))
    }
  })

  it('stays within bounds, and takes a hostile name for a name', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`p${i}`, 'x'.repeat(5000)]))
    const changes = trainingChanges(record({ params: {} }), record({ params: { ...many, constructor: 1 } }))
    expect(changes).toHaveLength(50)
    expect(changes[0]).toMatchObject({ name: 'constructor', after: '1' })
    for (const { after = '' } of changes) expect(after.length).toBeLessThanOrEqual(200)
  })
})
