import { beforeEach, describe, expect, it, test } from 'vitest'
import { slicesNotHeld } from '../../../src/evaluate-gate/compare/slices-not-held.ts'
import { slicesOf } from '../../../src/evaluate-gate/measure/slices.ts'
import { nextSteps } from '../../../src/report/gate/next-steps.ts'
import { slicesSummary } from '../../../src/report/gate/slices-summary.ts'
import { type Bench, bench } from '../gate-run.ts'

const names = (...given: Parameters<typeof slicesOf>) =>
  slicesOf(...given).map(({ name, rows }) => [name, [...rows]])

describe('slices', () => {
  const cells = { sex: ['f', 'm', null, 'f'], island: ['A', 'A', 'B', 'B'] }

  test('are the values of each column, missing ones too', () => {
    expect(names(cells, { columns: ['sex'], depth: 1, bins: 4 })).toEqual([
      ['sex = f', [0, 3]],
      ['sex = m', [1]],
      ['sex is missing', [2]],
    ])
  })

  test('are crossed up to a depth, where there are rows', () => {
    expect(names(cells, { columns: ['sex', 'island'], depth: 2, bins: 4 }).slice(5)).toEqual([
      ['sex = f & island = A', [0]],
      ['sex = f & island = B', [3]],
      ['sex = m & island = A', [1]],
      ['sex is missing & island = B', [2]],
    ])
  })

  test('of two columns in which every row differs are told to be too many at once', () => {
    const texts = (name: string) => Array.from({ length: 20_000 }, (_, row) => `${name}${row}`)
    const cells = { a: texts('a'), b: texts('b') }
    expect(() => slicesOf(cells, { columns: ['a', 'b'], depth: 2, bins: 4 })).toThrow('makes 60,000 slices')
  })

  test('of many numbers are bins by quantiles, whose borders belong to the lower one', () => {
    const age = Array.from({ length: 20 }, (_, i) => String(i + 1))
    expect(
      slicesOf({ age }, { columns: ['age'], depth: 1, bins: 4 }).map(({ name, rows }) => [name, rows.length]),
    ).toEqual([
      ['age ≤ 5.75', 5],
      ['age in (5.75, 10.5]', 5],
      ['age in (10.5, 15.25]', 5],
      ['age > 15.25', 5],
    ])
  })

  test('of numbers beyond all doubles lie in the outer bins', () => {
    const x = ['-1e999', '1e999', ...Array.from({ length: 18 }, (_, i) => String(i))]
    expect(
      slicesOf({ x }, { columns: ['x'], depth: 1, bins: 2 }).map(({ name, rows }) => [name, rows.length]),
    ).toEqual([
      ['x ≤ 8.5', 10],
      ['x > 8.5', 10],
    ])
    const huge = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? `1.${i}e308` : `-1.${i}e308`))
    const spread = slicesOf({ huge }, { columns: ['huge'], depth: 1, bins: 4 })
    expect(spread.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(20)
    expect(spread.some(({ name }) => /NaN|Infinity/.test(name))).toBe(false)
  })

  test('of edges that read the same are one bin', () => {
    const x = Array.from({ length: 40 }, (_, i) => String(1 + i * 1e-14))
    expect(names({ x }, { columns: ['x'], depth: 1, bins: 4 }).map(([name]) => name)).toEqual([
      'x ≤ 1',
      'x > 1',
    ])
  })

  test('of a long value are known by its beginning and a digest', () => {
    const [one, other] = ['a', 'b'].map((end) => `${'long '.repeat(8000)}${end}`)
    const [first, second] = slicesOf({ x: [one!, other!] }, { columns: ['x'], depth: 1, bins: 4 })
    expect(first!.name).toMatch(/^x = "long [^"]*"… \(40,001 characters, sha256:[0-9a-f]{8}\)$/)
    expect(second!.name).not.toBe(first!.name)
    expect(first!.name.length).toBeLessThan(200)
  })

  test('of a value that reads like two columns have a name of their own', () => {
    const hostile = { sex: ['f', 'f & island = A'], island: ['A', 'B'] }
    const all = slicesOf(hostile, { columns: ['sex', 'island'], depth: 2, bins: 4 }).map(({ name }) => name)
    expect(all).toContain('sex = f & island = A')
    expect(all).toContain('sex = "f & island = A"')
    expect(new Set(all).size).toBe(all.length)
  })

  test('beyond what can be judged are refused', () => {
    const id = Array.from({ length: 600 }, (_, i) => `row ${i}`)
    expect(() => slicesOf({ id }, { columns: ['id'], depth: 1, bins: 4 })).toThrow(
      'gate.slices makes 600 slices of the test set; at most 500 are judged',
    )
  })
})

describe('a gate with slices', () => {
  let repository: Bench
  beforeEach(async () => {
    repository = await bench()
  })

  /** 100 rows of each sex and 5 of none; right everywhere but on the given rows. */
  const predictions = (wrong: (row: number) => boolean) => {
    const lines = Array.from({ length: 205 }, (_, row) => {
      const sex = row < 100 ? 'f' : row < 200 ? 'm' : ''
      const label = row % 2
      return `${row},${sex},${label},${wrong(row) ? 1 - label : label}`
    })
    return `id,sex,label,prediction\n${lines.join('\n')}\n`
  }

  const judged = async (
    now: string,
    before: string,
    slices: object,
    rules: object = { accuracy: { min: 0.5 } },
  ) => {
    await repository.write('new.csv', now)
    await repository.write('old.csv', before)
    return repository.gate({
      evaluate: { predictions: 'new.csv' },
      gate: { baselines: ['file:old.csv'], rules, slices },
    })
  }

  it('blocks a model that is worse on one of them, however good it is on all', async () => {
    const slices = { columns: ['sex'], rules: { accuracy: { max_worsening: 0.05 } } }
    const { record } = await judged(
      predictions((row) => row < 20),
      predictions((row) => row >= 120 && row < 145),
      slices,
    )
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons!.map(({ slice, zone, rows }) => [slice, zone, rows])).toEqual([
      [undefined, 'within-bound', 205],
      ['sex = f', 'worse', 100],
      ['sex = m', 'no-worse', 100],
      ['sex is missing', 'not-judged', 5],
    ])
    expect(record.reason).toContain(
      'accuracy where sex = f fell from 1.0000 (old.csv) to 0.8000, 0.2000 worse: more than the 0.05 allowed',
    )
    expect(record.evaluations![0]!.slices).toMatchObject([
      { name: 'sex = f', rows: 100, metrics: { accuracy: 0.8 } },
      { name: 'sex = m', rows: 100, metrics: { accuracy: 1 } },
      { name: 'sex is missing', rows: 5 },
    ])
  })

  it('gives the tests of slices half of the error, however many they are', async () => {
    const slices = { columns: ['sex'], rules: { accuracy: { max_worsening: 0.01 } } }
    const worse = predictions((row) => row < 6)
    const one = await judged(
      worse,
      predictions(() => false),
      { ...slices, min_rows: 101 },
      { accuracy: { max_worsening: 0.01 } },
    )
    const three = await judged(
      worse,
      predictions(() => false),
      slices,
      { accuracy: { max_worsening: 0.01 } },
    )
    expect(one.record.comparisons![0]).toMatchObject({ p_value: 1 / 64, p_adjusted: 1 / 64, zone: 'worse' })
    expect(three.record.comparisons!.map(({ p_adjusted }) => p_adjusted)).toEqual([
      2 / 64,
      4 / 64,
      1,
      undefined,
    ])
  })

  it('holds each to a bound of its own', async () => {
    const slices = { columns: ['sex'], min_rows: 5, rules: { recall: { min: 0.9 } } }
    const { record } = await judged(
      predictions((row) => row >= 200),
      predictions(() => false),
      slices,
    )
    expect(record.verdict).toBe('fail')
    expect(record.reason).toContain('recall where sex is missing is 0')
  })

  it('goes by the bound of each where a rule asks for confidence', async () => {
    const slices = { columns: ['sex'], rules: { accuracy: { min: 0.9, confidence: 0.95 } } }
    const { record } = await judged(
      predictions((row) => row < 6 || row === 100),
      predictions(() => false),
      slices,
    )
    expect(record.comparisons!.map(({ slice, zone }) => [slice, zone])).toEqual([
      [undefined, 'within-bound'],
      ['sex = f', 'below-bound'],
      ['sex = m', 'within-bound'],
      ['sex is missing', 'not-judged'],
    ])
    expect(record.reason).toBe(
      'accuracy where sex = f is 0.9400, with 95% confidence at least 0.8882; the minimum is 0.9.',
    )
  })

  it('does not take a slice without errors for one that can have none', async () => {
    const slices = { columns: ['sex'], rules: { f1: { min: 0.98, confidence: 0.95 } } }
    const { record } = await judged(
      predictions(() => false),
      predictions(() => false),
      slices,
    )
    expect(record.comparisons![1]).toMatchObject({ slice: 'sex = f', zone: 'below-bound', method: 'wilson' })
    expect(record.comparisons![1]!.explanation).toContain('1.0000, with 95% confidence at least 0.9737')
  })

  it('says so when slices were too small to be judged', async () => {
    const slices = { columns: ['sex'], min_rows: 100, rules: { accuracy: { min: 0.9 } } }
    const { record } = await judged(
      predictions(() => false),
      predictions(() => false),
      slices,
    )
    expect(record).toMatchObject({ verdict: 'pass' })
    expect(record.reason).toContain('1 slice could not be judged.')
  })

  it('fails where no slice at all was held against a rule, and says what to do', async () => {
    const slices = { columns: ['sex'], min_rows: 1000, rules: { accuracy: { min: 0.99, confidence: 0.95 } } }
    const right = predictions(() => false)
    const { record } = await judged(right, right, slices)
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe(
      'accuracy of the slices has no value: none of 3 slices has the 1,000 rows of gate.slices.min_rows, the largest has 100.',
    )
    expect(nextSteps(record)).toEqual([
      'Lower gate.slices.min_rows, or name columns of fewer values in gate.slices.columns: a rule on slices must be held against one at least.',
    ])
    expect(slicesSummary(record)).toBe('3 slices: 3 not judged.')
  })

  it('fails where the labels of every slice allow no value of what a rule asks', async () => {
    const slices = { columns: ['label'], rules: { roc_auc: { min: 0.9 }, accuracy: { min: 0.9 } } }
    const scored = `id,label,score\n${Array.from({ length: 80 }, (_, i) => `${i},${i % 2},${i % 2 === 1 ? 0.9 : 0.1}`).join('\n')}\n`
    const { record } = await judged(scored, scored, slices)
    expect(record).toMatchObject({ verdict: 'fail' })
    expect(record.reason).toBe(
      'roc_auc of the slices has no value: of 2 slices none that has the 30 rows of gate.slices.min_rows has labels that allow a value of it.',
    )
  })

  it('does not take the slices of a test set that the change brings for those of the base', () => {
    const slices = { rules: { accuracy: { min: 0.9 } }, minRows: 30 }
    const here = (name: string, metrics?: object) => ({
      name,
      rows: 100,
      metrics: {},
      slices: [{ name: 'sex = f', rows: metrics ? 100 : 20, ...(metrics && { metrics }) }],
    })
    const evaluations = [here('test'), here('extra', { accuracy: 1 })] as never
    const of = (added: string[]) =>
      slicesNotHeld(
        { candidate: { evaluations }, baselines: [], rules: {}, directions: {}, added },
        slices,
        [{ comparison: { metric: 'accuracy', evaluation: 'extra', zone: 'within-bound' } } as never],
        () => true,
      ).map(({ comparison }) => comparison.evaluation)
    expect([of([]), of(['extra']), of(['test', 'extra'])]).toEqual([[], ['test'], []])
  })

  it('compares no rows that were moved from one slice to another since the baseline was kept', async () => {
    const config = {
      evaluate: { predictions: 'new.csv' },
      gate: {
        baselines: ['base'],
        rules: { accuracy: { max_worsening: 0.5 } },
        slices: { columns: ['sex'], rules: { accuracy: { max_worsening: 0.05 } } },
      },
    }
    await repository.write(
      'new.csv',
      predictions(() => false),
    )
    const { read } = await repository.gate({
      ...config,
      gate: {
        ...config.gate,
        baselines: [],
        rules: { accuracy: { min: 0.1 } },
        slices: { columns: ['sex'], rules: { accuracy: { min: 0.1 } } },
      },
    })
    await repository.write('new.csv', predictions((row) => row < 20).replaceAll(',f,', ',m,'))
    const { record } = await repository.gate(config, { base: { outcome: 'found', value: read } })
    expect(record.verdict).toBe('not-comparable')
    expect(record.reason).toContain(
      'the values of "sex", by which rows are cut into slices or belong together, differ in 100 of 205 rows',
    )
  })

  it.each([
    ['the same as in the baseline', (csv: string) => csv, 'fail'],
    ['another one', (csv: string) => csv.replaceAll(',f,', ',m,'), 'not-comparable'],
  ])('takes the slice of a row for %s, where a file of predictions has it', async (_what, moved, verdict) => {
    const slices = { columns: ['sex'], rules: { accuracy: { max_worsening: 0.05 } } }
    const worse = predictions((row) => row < 20)
    const { record } = await judged(
      moved(worse),
      predictions(() => false),
      slices,
      { accuracy: { max_worsening: 0.5 } },
    )
    expect(record).toMatchObject({ verdict, passes: false })
  })

  it('lists a slice whose labels allow no value as not judged, and judges the others', async () => {
    const slices = { columns: ['sex'], rules: { roc_auc: { min: 0.9 }, accuracy: { min: 0.9 } } }
    const scored = (score: (row: number) => string) =>
      `id,sex,label,score\n${Array.from({ length: 80 }, (_, i) => `${i},${i < 40 ? 'f' : 'm'},${i < 40 ? i % 2 : 1},${score(i)}`).join('\n')}\n`
    const right = scored((i) => (i >= 40 || i % 2 === 1 ? '0.9' : '0.1'))
    const { record } = await judged(right, right, slices)
    expect(record.verdict).toBe('pass')
    expect(record.comparisons!.map(({ slice, metric, zone }) => [slice, metric, zone])).toEqual([
      [undefined, 'accuracy', 'within-bound'],
      ['sex = f', 'roc_auc', 'within-bound'],
      ['sex = f', 'accuracy', 'within-bound'],
      ['sex = m', 'roc_auc', 'not-judged'],
      ['sex = m', 'accuracy', 'within-bound'],
    ])
    expect(record.comparisons![3]!.explanation).toContain('its labels allow no value of it')
    expect(record.reason).toContain('1 slice could not be judged')
    const blank = scored((i) => (i >= 40 ? '' : i % 2 === 1 ? '0.9' : '0.1'))
    const missing = await judged(blank, right, slices, { accuracy: { min: 0 } })
    expect(missing.record.passes).toBe(false)
    expect(
      missing.record.comparisons!.find(({ slice, metric }) => slice === 'sex = m' && metric === 'roc_auc'),
    ).toMatchObject({ zone: 'undefined' })
  })

  it('fails where neither a slice nor all rows have a value', async () => {
    const slices = { columns: ['sex'], rules: { roc_auc: { min: 0.5 } } }
    const one = `id,sex,label,score\n${Array.from({ length: 80 }, (_, i) => `${i},${i % 2},1,0.${i + 10}`).join('\n')}\n`
    const { record } = await judged(one, one, slices, { accuracy: { min: 0 } })
    expect(record.verdict).toBe('fail')
    expect(record.comparisons!.slice(1).map(({ zone }) => zone)).toEqual(['undefined', 'undefined'])
  })

  it('asks each evaluation for what its task has', async () => {
    await repository.write(
      'classes.csv',
      predictions(() => false),
    )
    const numbers = Array.from({ length: 80 }, (_, i) => `${i},${i % 2 ? 'f' : 'm'},${i}.5,${i}.25`)
    await repository.write('numbers.csv', `id,sex,label,prediction\n${numbers.join('\n')}\n`)
    const rules = { accuracy: { min: 0.5 }, mae: { max: 1 } }
    const { record } = await repository.gate({
      evaluations: { classes: { predictions: 'classes.csv' }, numbers: { predictions: 'numbers.csv' } },
      gate: { baselines: [], rules, slices: { columns: ['sex'], rules } },
    })
    expect(record.verdict).toBe('pass')
    expect(
      record
        .comparisons!.filter(({ slice, rows }) => slice && rows > 5)
        .map(({ metric, evaluation }) => [metric, evaluation]),
    ).toEqual([
      ['accuracy', 'classes'],
      ['accuracy', 'classes'],
      ['mae', 'numbers'],
      ['mae', 'numbers'],
    ])
  })

  it('misses an evaluation that only rules of slices compared', async () => {
    const rules = { accuracy: { min: 0.1 } }
    const slices = (rule: object) => ({ columns: ['sex'], rules: { accuracy: rule } })
    await repository.write(
      'new.csv',
      predictions(() => false),
    )
    const before = await repository.gate({
      evaluate: { predictions: 'new.csv' },
      gate: { baselines: [], rules, slices: slices({ min: 0.1 }) },
    })
    const { record } = await repository.gate(
      {
        evaluations: { other: { predictions: 'new.csv' } },
        gate: { baselines: ['base'], rules, slices: slices({ must_improve: 0.02 }) },
      },
      { base: { outcome: 'found', value: before.read } },
    )
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.comparisons!.find(({ evaluation }) => evaluation === 'test')).toMatchObject({
      rule: 'must_improve',
      allowed: -0.02,
      zone: 'not-comparable',
    })
  })

  it.each([
    [
      { columns: ['sexe'], rules: { accuracy: { min: 0.5 } } },
      'no column "sexe", which gate.slices.columns names',
    ],
    [
      { columns: ['sex'], rules: { cost: { max: 1 } } },
      'gate.slices.rules.cost is a rule on "cost", which nothing measures',
    ],
  ])('names what is wrong with %j', async (slices, message) => {
    const fine = predictions(() => false)
    await expect(judged(fine, fine, slices)).rejects.toThrow(message)
  })

  it('needs predictions by row', async () => {
    await repository.write('new.json', '{"accuracy": 0.9}')
    const rules = { accuracy: { min: 0.5 } }
    await expect(
      repository.gate({
        evaluate: { metrics: 'new.json' },
        gate: { baselines: [], rules, slices: { columns: ['sex'], rules } },
      }),
    ).rejects.toThrow('gate.slices cuts the test set, and no evaluation has predictions by row')
  })
})

it('a metric of the user’s own that one slice has no value of fails there: its labels do not forbid it', async () => {
  const repository = await bench()
  const lines = Array.from(
    { length: 8 },
    (_, i) => `r${i},${i % 2},${i % 2},${i < 4 ? 'a' : 'b'},1,${i < 4 ? 0 : 2}`,
  )
  await repository.write('predictions.csv', `id,label,prediction,part,cost,sales\n${lines.join('\n')}\n`)
  const { record } = await repository.gate({
    evaluate: { predictions: 'predictions.csv' },
    metrics: { cost_share: { ratio: ['cost', 'sales'], direction: 'lower' } },
    gate: {
      baselines: [],
      rules: { cost_share: { max: 2 } },
      slices: { columns: ['part'], min_rows: 2, rules: { cost_share: { max: 2 } } },
    },
  })
  expect(record).toMatchObject({ verdict: 'fail', passes: false })
  expect(record.comparisons).toMatchObject([
    { zone: 'within-bound', candidate_value: 1 },
    { slice: 'part = a', zone: 'undefined' },
    { slice: 'part = b', zone: 'within-bound' },
  ])
})
