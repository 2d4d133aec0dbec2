import { describe, expect, it } from 'vitest'
import { inputError, outsideError } from '../../src/errors.ts'
import { findBaselines } from '../../src/evaluate-gate/baselines/find-baselines.ts'
import type { RegisteredVersions } from '../../src/evaluate-gate/baselines/registered-version.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { Registry } from '../../src/registry/registry.ts'
import type { KnownOfModel, Trust, Trusted } from '../../src/trust/trust.ts'
import { gateRecord } from '../report/gate-records.ts'
import { projectOf } from './gate-run.ts'

/** Registered versions by their metrics; a version may be lost instead. Newest first. */
function registry(
  versions: Readonly<Record<string, Readonly<Record<string, number>> | Error>>,
  production?: string,
  unlisted: readonly string[] = [],
): RegisteredVersions {
  return {
    model: 'penguins',
    registry: async () =>
      ({
        versions: async () =>
          Object.keys(versions).flatMap((version) => (unlisted.includes(version) ? [] : [{ version }])),
        aliases: async () => (production ? { production } : {}),
      }) as unknown as Registry,
    earlier: async () => Object.keys(versions).length > 0,
    async gate(version) {
      const metrics = versions[version]!
      if (metrics instanceof Error) throw metrics
      return {
        folder: `/records/${version}`,
        digest: sha256(version),
        record: gateRecord({ metrics }),
        origin: { description: `version ${version}` },
      } as unknown as Trusted<'evaluate-gate'>
    },
  }
}

const evaluation = (name: string, metrics: Record<string, number>) => ({
  name,
  identity: { kind: 'none' as const },
  rows: 1,
  task: 'binary' as const,
  metrics,
  undefined: [],
})

const trust = (known: KnownOfModel[] = []) => ({
  base: async (_name: string, knowledge: KnownOfModel) => {
    known.push(knowledge)
    return { outcome: 'never' as const, reason: 'No run has passed yet.' }
  },
})

const find = (
  baselines: readonly string[],
  versions: RegisteredVersions,
  rules: object = { accuracy: { max_worsening: 0 } },
  own: object = {},
) => findBaselines(projectOf('/repository', { gate: { baselines, rules }, metrics: own }), trust(), versions)

describe('production', () => {
  it('is the version that the alias names', async () => {
    expect(await find(['production'], registry({ '1.1.0': {}, '1.0.0': {} }, '1.0.0'))).toMatchObject([
      {
        kind: 'record',
        name: 'production',
        from: 'version',
        folder: '/records/1.0.0',
        description: 'version 1.0.0',
      },
    ])
  })

  it('was never there before a first deployment', async () => {
    expect(await find(['production'], registry({ '1.0.0': {} }))).toEqual([
      { name: 'production', outcome: 'never', reason: 'no version of penguins is in production yet' },
    ])
  })

  it('is lost, with the remedy, when its record is gone', async () => {
    const gone = outsideError('artifact-lost', 'the asset is gone.', { hint: 'Register it again.' })
    expect(await find(['production'], registry({ '1.0.0': gone }, '1.0.0'))).toEqual([
      {
        name: 'production',
        outcome: 'lost',
        reason: 'version 1.0.0 cannot be had: the asset is gone',
        hint: 'Register it again.',
      },
    ])
  })

  it('is an error when the registry cannot be reached: that passes', async () => {
    const down = outsideError('no-network', 'no answer', { hint: 'Try again.' })
    await expect(find(['production'], registry({ '1.0.0': down }, '1.0.0'))).rejects.toBe(down)
  })
})

describe('the other baselines', () => {
  it('are found in the order asked for, each once', async () => {
    const found = await find(
      ['version:1.0.0', 'file:a.json', 'base', 'file:a.json'],
      registry({ '1.0.0': {} }),
    )
    expect(found).toMatchObject([
      { name: 'version:1.0.0', folder: '/records/1.0.0' },
      { name: 'file:a.json', kind: 'file', file: { path: '/repository/a.json', label: 'a.json' } },
      { name: 'base', outcome: 'never', reason: 'No run has passed yet' },
    ])
  })

  it('are none where nobody registered the version that is named', async () => {
    const none = inputError('no-version', 'the registry holds no such version', { hint: 'x' })
    const named = (version: string, versions: Parameters<typeof registry>[0]) =>
      find([`version:${version}`], registry({ ...versions, [version]: none }, undefined, [version]))
    await expect(named('v1.0.0', { '1.1.0': {}, '1.0.0': {} })).rejects.toMatchObject({
      kind: 'configuration',
      code: 'no-version',
      message:
        'gate.baselines names version:v1.0.0, and the registry holds no version v1.0.0 of penguins; did you mean "1.0.0"?',
      hint: 'Name one of its versions (the newest are 1.1.0, 1.0.0), or another baseline.',
    })
    await expect(named('9.9.9', {})).rejects.toMatchObject({
      hint: 'Nothing is registered yet: run register-model first, or name another baseline.',
    })
  })

  it('are lost where a registered version cannot be read', async () => {
    const gone = outsideError('artifact-lost', 'the asset is gone.', { hint: 'Register it again.' })
    expect(await find(['version:1.0.0'], registry({ '1.0.0': gone }))).toMatchObject([{ outcome: 'lost' }])
  })

  it('tell the search for the base whether a gate has ever passed', async () => {
    const known: KnownOfModel[] = []
    const project = { ...projectOf('/repository', { gate: { baselines: ['base'] } }), file: 'modelassay.yml' }
    await findBaselines(project, trust(known), registry({}))
    await findBaselines(project, trust(known), registry({ '1.0.0': {} }))
    await findBaselines(
      projectOf('/repository', { gate: { baselines: ['base'] } }),
      trust(known),
      registry({}),
    )
    expect(known).toStrictEqual([
      { registered: false, config: 'modelassay.yml' },
      { registered: true, config: 'modelassay.yml' },
      { registered: false },
    ])
  })

  it('say where the base is, and how far behind', async () => {
    const folder = '/records/base'
    const based = (origin: object) => ({
      base: async () =>
        ({ outcome: 'found', value: { folder, digest: sha256('base'), origin } }) as unknown as Awaited<
          ReturnType<Trust['base']>
        >,
    })
    const project = projectOf('/repository', { gate: { baselines: ['base'] } })
    const found = { kind: 'record', name: 'base', from: 'run', folder, digest: sha256('base') }
    const far = { description: 'run 7', url: 'https://localhost/7', behind: 2 }
    expect(await findBaselines(project, based(far), registry({}))).toStrictEqual([{ ...found, ...far }])
    const near = { description: 'run 8' }
    expect(await findBaselines(project, based(near), registry({}))).toStrictEqual([{ ...found, ...near }])
  })

  it('quote why there is none, as a clause', async () => {
    const never = (reason: string) => ({ base: async () => ({ outcome: 'never' as const, reason }) })
    const project = projectOf('/repository', { gate: { baselines: ['base'] } })
    expect(await findBaselines(project, never(' No run of v1.0 passed.\n'), registry({}))).toStrictEqual([
      { name: 'base', outcome: 'never', reason: 'No run of v1.0 passed' },
    ])
    const lost = { outcome: 'lost' as const, reason: 'It expired.', hint: 'Run it again.' }
    expect(await findBaselines(project, { base: async () => lost }, registry({}))).toStrictEqual([
      { name: 'base', ...lost, reason: 'It expired' },
    ])
  })
})

describe('best', () => {
  const versions = registry({
    '1.2.0': { accuracy: 0.9, rmse: 3 },
    '1.1.0': inputError('release-lost', 'deleted', { hint: 'x' }) as unknown as Error,
    '1.0.0': { accuracy: 0.95, rmse: 4 },
    '0.9.0': { accuracy: 0.95, rmse: 2 },
  })

  it('is the best version of each metric, the newest of equals', async () => {
    const rules = {
      accuracy: { max_worsening: 0 },
      rmse: { max_worsening: 0 },
      f1: { max_worsening: 0 },
      r2: { min: 0 },
    }
    expect(await find(['best'], versions, rules)).toMatchObject([
      {
        name: 'best',
        folder: '/records/1.0.0',
        only: ['accuracy'],
        description: 'version 1.0.0, the best of 3 in accuracy (1 more cannot be had)',
      },
      { name: 'best', folder: '/records/0.9.0', only: ['rmse'] },
      { name: 'best', folder: '/records/1.2.0', only: ['f1'] },
    ])
  })

  it('goes by the direction of an own metric', async () => {
    const own = { accuracy: { reported: 'accuracy', direction: 'lower' } }
    expect(await find(['best'], versions, undefined, own)).toMatchObject([{ folder: '/records/1.2.0' }])
  })

  it('is lost where a version was tampered with: without it another would be the best', async () => {
    const broken = inputError('version-broken', 'its records were changed.', { hint: 'Find out who.' })
    const tampered = registry({ '1.1.0': { accuracy: 0.5 }, '1.0.0': broken as unknown as Error })
    expect(await find(['best'], tampered)).toEqual([
      {
        name: 'best',
        outcome: 'lost',
        reason: 'version 1.0.0, which may be the best, cannot be believed: its records were changed',
        hint: 'Find out who.',
      },
    ])
  })

  it('is found by a metric of any evaluation', async () => {
    const judged = (accuracy: number) => ({
      metrics: { rmse: 1 },
      evaluations: [evaluation('numbers', { rmse: 1 }), evaluation('classes', { accuracy })],
    })
    const several = {
      ...registry({ '1.1.0': {}, '1.0.0': {} }),
      gate: async (version: string) =>
        ({
          folder: `/records/${version}`,
          digest: sha256(version),
          record: gateRecord(judged(version === '1.0.0' ? 0.9 : 0.5)),
          origin: { description: '' },
        }) as unknown as Trusted<'evaluate-gate'>,
    }
    expect(await find(['best'], several)).toMatchObject([{ folder: '/records/1.0.0' }])
  })

  const waived = (waiver: object) => {
    const waivers = [{ metric: 'accuracy', rule: 'worsening', outcome: 'used', covers: [0], ...waiver }]
    const accuracies: Readonly<Record<string, number>> = { '1.2.0': 0.8, '1.1.0': 0.85, '1.0.0': 0.95 }
    return {
      ...registry({ '1.2.0': {}, '1.1.0': {}, '1.0.0': {} }),
      gate: async (version: string) =>
        ({
          folder: `/records/${version}`,
          digest: sha256(version),
          record: {
            ...gateRecord({ metrics: { accuracy: accuracies[version]! } }),
            ...(version === '1.1.0' && { waivers }),
          },
          origin: { description: '' },
        }) as unknown as Trusted<'evaluate-gate'>,
    }
  }

  it('is looked for only as far back as a waiver of the metric, whose version it may be', async () => {
    expect(await find(['best'], waived({}))).toMatchObject([{ folder: '/records/1.1.0' }])
  })

  it.each([
    ['another metric', { metric: 'f1' }],
    ['a bound', { rule: 'min' }],
    ['a slice', { slice: 'sex = female' }],
    ['another baseline', { baseline: 'base' }],
    ['nothing that was blocked', { outcome: 'unused', covers: [] }],
    ['nothing at all', { outcome: 'refused', covers: undefined }],
  ])('is not forgotten for a waiver of %s', async (_what, waiver) => {
    expect(await find(['best'], waived(waiver))).toMatchObject([{ folder: '/records/1.0.0' }])
  })

  it('was never there without a version, and is lost when no record can be read', async () => {
    expect(await find(['best'], registry({}))).toEqual([
      { name: 'best', outcome: 'never', reason: 'no version of penguins is registered yet' },
    ])
    const broken = inputError('record-broken', ' changed by v1.0. ', { hint: 'x' })
    expect(await find(['best'], registry({ '1.0.0': broken }))).toEqual([
      {
        name: 'best',
        outcome: 'lost',
        reason: 'version 1.0.0, which may be the best, cannot be believed: changed by v1.0',
        hint: 'x',
      },
    ])
    const gone = inputError('release-lost', 'deleted', { hint: 'x' })
    expect(await find(['best'], registry({ '1.1.0': gone, '1.0.0': gone }))).toEqual([
      {
        name: 'best',
        outcome: 'lost',
        reason: 'none of the 2 registered versions has a readable record',
        hint: 'Register a version again, or take best out of gate.baselines',
      },
    ])
    const down = outsideError('no-network', 'no answer', { hint: 'x' })
    await expect(find(['best'], registry({ '1.1.0': { accuracy: 1 }, '1.0.0': down }))).rejects.toBe(down)
  })

  it('is asked of the 30 newest, for every metric that a rule compares, and is told as it was found', async () => {
    const many = Array.from(
      { length: 31 },
      (_, i) => [`1.${30 - i}.0`, { accuracy: 1 - i / 100, f1: i }] as const,
    )
    const rules = { accuracy: { max_worsening: 0 }, mcc: { min: 0 } }
    const gate = { baselines: ['best'], rules, new_errors: { max: 1 } }
    const slices = { columns: ['sex'], rules: { f1: { max_worsening: 1 } } }
    const kept: unknown[] = []
    const found = await findBaselines(
      projectOf('/repository', { gate: { ...gate, slices } }),
      trust(),
      registry(Object.fromEntries(many)),
      (request, { version }) => void kept.push([request, version]),
    )
    expect(found).toMatchObject([
      {
        folder: '/records/1.30.0',
        only: ['accuracy', 'new_errors'],
        description: 'version 1.30.0, the best of 30 in accuracy, new_errors',
      },
      { folder: '/records/1.1.0', only: ['f1'] },
    ])
    expect(found[0]).not.toHaveProperty('url')
    expect(kept).toEqual([
      [found[0], '1.30.0'],
      [found[1], '1.1.0'],
    ])
  })

  it('is not found by rows that were not judged', async () => {
    const training = { ...evaluation('train', { f1: 1 }), judged: false as const }
    const records: Readonly<Record<string, object>> = {
      '1.1.0': { metrics: {}, evaluations: [evaluation('test', { f1: 0.5 })] },
      '1.0.0': { metrics: {}, evaluations: [evaluation('test', {}), training] },
      '0.9.0': { metrics: undefined, evaluations: undefined },
    }
    const several = {
      ...registry({ '1.1.0': {}, '1.0.0': {}, '0.9.0': {} }),
      gate: async (version: string) =>
        ({
          folder: `/records/${version}`,
          digest: sha256(version),
          record: gateRecord(records[version]),
          origin: { description: '', url: 'https://localhost' },
        }) as unknown as Trusted<'evaluate-gate'>,
    }
    expect(await find(['best'], several, { f1: { max_worsening: 0 } })).toMatchObject([
      { folder: '/records/1.1.0', url: 'https://localhost' },
    ])
  })
})
