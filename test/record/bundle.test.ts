import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { artifactName, attemptOf } from '../../src/record/artifact-name.ts'
import { asStage, evidenceOf, readBundle, writeBundle } from '../../src/record/bundle.ts'
import { canonicalJson } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import { findingDigest } from '../../src/record/finding.ts'
import type { StageRecord } from '../../src/record/record.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'))
})
afterEach(() => rm(folder, { recursive: true }))

const record = (changes: Partial<StageRecord> = {}): StageRecord =>
  ({
    schema: 'modelassay/v1',
    stage: 'train',
    name: 'churn',
    verdict: 'trained',
    passes: true,
    reason: 'trained in 3 s',
    run: { id: '1', attempt: 1, event: 'push' },
    built_on: [],
    observed: {
      started_at: '2026-01-01T00:00:00.000Z',
      finished_at: '2026-01-01T00:00:03.000Z',
      suite_version: '0.1.0',
    },
    ...changes,
  }) as StageRecord

describe('a record on disk', () => {
  it('is read back with the digest of its bytes', async () => {
    const written = await writeBundle(folder, record())
    const read = await readBundle(folder, written.digest)
    expect(read).toEqual(written)
    expect(read.digest).toBe(sha256(await readFile(join(folder, 'record.json'))))
  })

  it('keeps what this version does not know', async () => {
    await writeBundle(folder, record({ later: { depth: 1 } } as object))
    expect((await readBundle(folder)).record).toMatchObject({ later: { depth: 1 } })
  })

  it('is refused when it is not the one that was promised', async () => {
    const { digest } = await writeBundle(folder, record())
    await writeBundle(folder, record({ reason: 'another' }))
    await expect(readBundle(folder, digest)).rejects.toMatchObject({ code: 'record-digest' })
  })

  it('is refused with the file named when its evidence was changed, lost or lies outside', async () => {
    await writeFile(join(folder, 'predictions.csv'), 'id,prediction\n')
    const evidence = [await evidenceOf(folder, 'predictions.csv')]
    await writeBundle(folder, record({ evidence }))
    await readBundle(folder)
    await writeFile(join(folder, 'predictions.csv'), 'id,prediction\n1,yes\n')
    await expect(readBundle(folder)).rejects.toMatchObject({
      code: 'record-broken',
      message: expect.stringContaining('predictions.csv'),
    })
    await rm(join(folder, 'predictions.csv'))
    await expect(readBundle(folder)).rejects.toMatchObject({ message: expect.stringContaining('missing') })
    await writeBundle(folder, record({ evidence: [{ ...evidence[0]!, path: '../outside' }] }))
    await expect(readBundle(folder)).rejects.toMatchObject({ message: expect.stringContaining('outside') })
  })

  it('is refused when evidence is a link to somewhere else', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'))
    await writeFile(join(elsewhere, 'secret'), 'x')
    await symlink(join(elsewhere, 'secret'), join(folder, 'predictions.csv'))
    const evidence = [
      await evidenceOf(folder, 'predictions.csv').catch(() => ({
        path: 'predictions.csv',
        digest: sha256('x'),
        bytes: 1,
      })),
    ]
    await writeBundle(folder, record({ evidence }))
    await expect(readBundle(folder)).rejects.toMatchObject({ code: 'record-broken' })
    await rm(elsewhere, { recursive: true })
  })

  it.each([
    ['no file', undefined],
    ['no JSON', '{'],
    ['another document', '{"stage":"train"}'],
    ['a verdict of another stage', JSON.stringify({ ...record(), verdict: 'deployed' })],
  ])('is refused when it is %s', async (_what, text) => {
    if (text !== undefined) await writeFile(join(folder, 'record.json'), text)
    await expect(readBundle(folder)).rejects.toMatchObject({ code: 'record-unreadable', exitCode: 2 })
  })

  it('is refused as a record of another stage', async () => {
    const read = await writeBundle(folder, record())
    expect(() => asStage(read, 'evaluate-gate')).toThrow(/expected a record of evaluate-gate/)
  })
})

describe('canonical JSON', () => {
  it('is the same bytes for the same value, whatever the order of its keys', () => {
    expect(canonicalJson({ b: 1, a: { d: [2, { z: 1, y: 2 }], c: undefined } })).toBe(
      canonicalJson({ a: { d: [2, { y: 2, z: 1 }] }, b: 1 }),
    )
  })

  it('refuses numbers that JSON cannot say', () => {
    expect(() => canonicalJson({ metrics: { loss: Number.NaN } })).toThrow('$.metrics.loss is NaN')
  })
})

describe('the finding', () => {
  it('is the same for two runs that found the same at other times, also one record further on', () => {
    const one = record()
    const two = record({
      run: { id: '2', attempt: 3, event: 'schedule' },
      observed: { ...one.observed, finished_at: '2027-01-01T00:00:00.000Z' },
    })
    expect(findingDigest(two)).toBe(findingDigest(one))
    const on = (built: StageRecord) =>
      record({
        built_on: [
          {
            kind: 'record',
            name: 'train',
            digest: sha256(canonicalJson(built)),
            finding: findingDigest(built),
          },
        ],
      })
    expect(findingDigest(on(two))).toBe(findingDigest(on(one)))
    expect(findingDigest(on(record({ reason: 'other' })))).not.toBe(findingDigest(on(one)))
  })
})

describe('names of artifacts', () => {
  it('tell model, stage, leg and attempt apart', () => {
    expect(artifactName('churn', 'train', { attempt: 2 })).toBe('modelassay-churn-train-2')
    expect(artifactName('churn', 'train', { attempt: 2, leg: 'ab12' })).toBe('modelassay-churn-train-ab12-2')
    expect(attemptOf('modelassay-churn-train-2', 'churn', 'train')).toBe(2)
    expect(attemptOf('modelassay-churn-train-ab12-2', 'churn', 'train')).toBeUndefined()
    expect(attemptOf('modelassay-churn-train-train-2', 'churn', 'train')).toBeUndefined()
    expect(attemptOf('modelassay-churn-train-2', 'chur', 'train')).toBeUndefined()
    expect(attemptOf('modelassay-churn-train-0x2', 'churn', 'train')).toBeUndefined()
  })
})
