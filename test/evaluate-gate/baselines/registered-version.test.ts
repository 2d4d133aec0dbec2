import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { configurationError, inputError, outsideError } from '../../../src/errors.ts'
import { isLoss, registeredVersions } from '../../../src/evaluate-gate/baselines/registered-version.ts'

it('the gate of a version is read from the registry, which is opened once and only when it is asked', async () => {
  const temp = await mkdtemp(join(tmpdir(), 'modelassay-versions-'))
  const told: unknown[] = []
  let opened = 0
  const registry = { fetchRecords: async (...given: unknown[]) => void told.push(given) }
  const open = async () => {
    opened++
    return registry as never
  }
  const ports = {
    runner: { temp, log: { info: (line: string) => void told.push(line) } },
    trust: { registered: async (...given: unknown[]) => given },
  }
  const versions = registeredVersions('penguins', open, ports as never)
  expect([versions.model, opened]).toEqual(['penguins', 0])
  const [model, version, folder] = (await versions.gate('1.2.0')) as unknown as string[]
  expect([model, version]).toEqual(['penguins', '1.2.0'])
  const root = dirname(dirname(folder!))
  expect(folder).toBe(join(root, 'records', 'evaluate-gate'))
  expect([dirname(root), basename(root).slice(0, -6)]).toEqual([temp, 'modelassay-baseline-'])
  expect(told).toEqual(['Fetching the record of penguins 1.2.0, a baseline', ['penguins', '1.2.0', root]])
  await versions.gate('1.1.0')
  expect(await versions.registry()).toBe(registry)
  expect(opened).toBe(1)
  await rm(temp, { recursive: true })
})

it.each([
  ['none is registered', [], { sha: 'b' }, false],
  ['another commit made one', ['b', 'a'], { sha: 'b' }, true],
  ['the judged commit made all, and is judged again', ['b', 'b'], { sha: 'b', baseSha: 'a' }, false],
  ['the judged commit made all, and is the first', ['b'], { sha: 'b' }, false],
  ['the judged commit made all, and what follows on it is judged', ['b'], { sha: 'b', baseSha: 'b' }, true],
])('whether a gate has passed before: %s', async (_what, shas, { sha, baseSha }: Judged, expected) => {
  const open = async () => ({ versions: async () => shas.map((sourceSha) => ({ sourceSha })) }) as never
  const runner = { run: { sha }, trigger: { baseSha } }
  expect(await registeredVersions('penguins', open, { runner } as never).earlier()).toBe(expected)
})

interface Judged {
  readonly sha: string
  readonly baseSha?: string
}

it('what is gone or broken is lost, and what may come back is an error', () => {
  const hint = { hint: 'Do it.' }
  for (const code of ['artifact-lost', 'record-digest', 'version-not-found'])
    expect(isLoss(outsideError(code, 'x', hint))).toBe(true)
  expect(isLoss(outsideError('network', 'x', hint))).toBe(false)
  expect(isLoss(inputError('record-broken', 'x', hint))).toBe(true)
  expect(isLoss(configurationError('unknown', 'x', hint))).toBe(true)
  expect(isLoss(new Error('not-found'))).toBe(false)
})
