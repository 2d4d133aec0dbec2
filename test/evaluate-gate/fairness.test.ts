import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { paletteFor } from '../../src/cli/palette.ts'
import { gateMarkdown } from '../../src/report/gate/gate-markdown.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

interface Group {
  readonly sex: string
  readonly rows: number
  /** of the rows, how many are predicted positive */
  readonly selected: number
}

/** Every other row of a group is truly positive; those selected are the first. */
const predictions = (groups: readonly Group[]) => {
  const lines = groups.flatMap(({ sex, rows, selected }, g) =>
    Array.from(
      { length: rows },
      (_, i) => `${g}-${i},${sex},${i % 2 ? 'no' : 'yes'},${i < selected ? 'yes' : 'no'}`,
    ),
  )
  return `id,sex,label,prediction\n${lines.join('\n')}\n`
}

const parity = { demographic_parity_difference: { max: 0.1 } }

const judged = async (text: string, fairness: object, evaluate: object = {}) => {
  await repository.write('new.csv', text)
  return repository.gate({
    evaluate: { predictions: 'new.csv', positive: 'yes', ...evaluate },
    gate: {
      baselines: [],
      rules: { accuracy: { min: 0 } },
      fairness: { columns: ['sex'], rules: parity, ...fairness },
    },
  })
}

it('says from which disparity on a limit blocks in four of five runs', async () => {
  const groups = [
    { sex: 'f', rows: 400, selected: 190 },
    { sex: 'm', rows: 400, selected: 210 },
  ]
  const { record } = await judged(predictions(groups), {})
  // 0.1 + (1.6449 + 0.8416) sqrt(2 * 0.25 / 400), a little less since the shares lie apart
  expect(disparity(record).smallest_blocked).toBeGreaterThan(0.18)
  expect(disparity(record).smallest_blocked).toBeLessThan(0.1879)
  expect(gateMarkdown(record, { detail: 'full' })).toMatch(
    /Of these two groups a true difference of 0\.18\d* or more is blocked in 4 of 5 runs\./,
  )
  const ratio = await judged(predictions(groups), { rules: { demographic_parity_ratio: { min: 0.8 } } })
  expect(disparity(ratio.record).smallest_blocked).toBeGreaterThan(0.6)
  expect(disparity(ratio.record).smallest_blocked).toBeLessThan(0.72)
  expect(gateMarkdown(ratio.record, { detail: 'full' })).toMatch(/a true ratio of 0\.6\d* or less is blocked/)
})

const disparity = (record: Awaited<ReturnType<typeof judged>>['record']) =>
  record.comparisons!.find(({ by, group }) => by !== undefined && group === undefined)!

describe('a gate with fairness', () => {
  it('blocks a model that selects one group far more often than another, and says which', async () => {
    const { record } = await judged(
      predictions([
        { sex: 'f', rows: 200, selected: 60 },
        { sex: 'm', rows: 200, selected: 110 },
      ]),
      {},
    )
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(disparity(record)).toMatchObject({
      rule: 'max',
      metric: 'demographic_parity_difference',
      by: 'sex',
      candidate_value: expect.closeTo(0.25, 12),
      allowed: 0.1,
      zone: 'below-bound',
      rows: 400,
      extremes: {
        rate: 'selection_rate',
        lowest: { group: 'sex = f', value: 0.3 },
        highest: { group: 'sex = m', value: 0.55 },
      },
    })
    expect(record.reason).toMatch(
      /^demographic_parity_difference by sex is 0\.2500, above the maximum of 0\.1, and more than chance explains \(p = 0\.00\d+\): selection_rate is 0\.3000 where sex = f and 0\.5500 where sex = m\.$/,
    )
  })

  it('does not block what chance explains, but is not sure of it', async () => {
    const text = predictions([
      { sex: 'f', rows: 35, selected: 14 },
      { sex: 'm', rows: 35, selected: 19 },
    ])
    const { record } = await judged(text, {})
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: true })
    expect(disparity(record)).toMatchObject({ zone: 'beyond' })
    expect(record.reason).toContain(
      'above the maximum of 0.1, but with so few rows a group that can be chance',
    )
  })

  it('lets a fair model pass, and says what cannot be ruled out', async () => {
    const { record } = await judged(
      predictions([
        { sex: 'f', rows: 100, selected: 50 },
        { sex: 'm', rows: 100, selected: 52 },
      ]),
      {},
    )
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(disparity(record).explanation).toContain('inside the maximum of 0.1, though up to 0.13')
  })

  it('with confidence fails what is not shown to be fair', async () => {
    const rules = { demographic_parity_difference: { max: 0.1, confidence: 0.95 } }
    const { record } = await judged(
      predictions([
        { sex: 'f', rows: 100, selected: 50 },
        { sex: 'm', rows: 100, selected: 52 },
      ]),
      { rules },
    )
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('with 95% confidence at most 0.13')
  })

  it('judges every disparity that a rule names, and each column apart', async () => {
    const rules = {
      demographic_parity_ratio: { min: 0.8 },
      equalized_odds_difference: { max: 0.2 },
      equalized_odds_ratio: { min: 0.5 },
      equal_opportunity_difference: { max: 0.2 },
      equal_opportunity_ratio: { min: 0.5 },
    }
    const text = predictions([
      { sex: 'f', rows: 100, selected: 50 },
      { sex: 'm', rows: 100, selected: 50 },
    ])
    await repository.write(
      'new.csv',
      text.replaceAll(/^(\d)-(\d+),/gm, '$1-$2,$1,').replace('id,', 'id,wing,'),
    )
    const { record } = await repository.gate({
      evaluate: { predictions: 'new.csv', positive: 'yes' },
      gate: {
        baselines: [],
        rules: { accuracy: { min: 0 } },
        fairness: { columns: ['sex', 'wing'], depth: 2, rules },
      },
    })
    expect(record.passes).toBe(true)
    const found = record.comparisons!.filter(({ by }) => by !== undefined)
    expect(found).toHaveLength(15)
    expect(new Set(found.map(({ by }) => by))).toEqual(new Set(['sex', 'wing', 'sex & wing']))
  })

  it('shows the disparities and the rates of the groups', async () => {
    const { record } = await judged(
      predictions([
        { sex: 'f', rows: 200, selected: 60 },
        { sex: 'm|<b>', rows: 200, selected: 110 },
        { sex: 'x', rows: 5, selected: 5 },
      ]),
      {},
    )
    const markdown = gateMarkdown(record, { detail: 'full' })
    expect(markdown).toContain('| `demographic_parity_difference by sex` | 0.2500 |')
    expect(markdown).toContain('❌ out of bounds')
    expect(markdown).toContain('<summary>Rates of 3 groups</summary>')
    expect(markdown).toContain('| `sex = m\\|<b>` | 200 | 0.5500 |')
    expect(markdown).not.toMatch(/^.*demographic_parity_difference` \| none/m)
    const text = terminalText(record, paletteFor({}, {}))
    expect(text).toMatch(
      /demographic_parity_difference by sex +0\.2500 +0\.\d+ to 0\.\d+ +at most 0\.1 +✗ out of bounds/,
    )
  })

  it('keeps the counts of groups, and not who is in which', async () => {
    const { record, read } = await judged(
      predictions([
        { sex: 'f', rows: 50, selected: 25 },
        { sex: 'm', rows: 50, selected: 25 },
      ]),
      {},
    )
    expect(await readFile(join(read.folder, 'predictions-test.csv'), 'utf8')).toMatch(
      /^id,label,prediction\n/,
    )
    expect(record.evaluations![0]!.fairness).toEqual([
      {
        by: 'sex',
        groups: ['f', 'm'].map((sex) => ({
          name: `sex = ${sex}`,
          rows: 50,
          rates: {
            selection_rate: { value: 0.5, trials: 50 },
            true_positive_rate: { value: 0.52, trials: 25 },
            false_positive_rate: { value: 0.48, trials: 25 },
          },
        })),
      },
    ])
  })

  it('judges rows of unequal weight by the rows that they are worth', async () => {
    const groups = predictions([
      { sex: 'f', rows: 200, selected: 60 },
      { sex: 'm', rows: 200, selected: 110 },
    ])
    let row = 0
    const weighted = groups.replaceAll(/^(.*)$/gm, (line) =>
      line === '' ? '' : line.startsWith('id,') ? `${line},w` : `${line},${row++ % 10 === 0 ? 100 : 1}`,
    )
    const { record } = await judged(weighted, {}, { columns: { weight: 'w' } })
    expect(disparity(record)).toMatchObject({ zone: 'beyond' })
  })
})

describe('nothing unfair passes in silence', () => {
  const fine = [
    { sex: 'f', rows: 50, selected: 25 },
    { sex: 'm', rows: 50, selected: 25 },
  ]

  it('because there is one group only', async () => {
    const { record } = await judged(predictions(fine.slice(0, 1)), {})
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe(
      'demographic_parity_difference by sex has no value: there is one group only, and nothing to compare it with.',
    )
  })

  it('because all groups but one are too small', async () => {
    const { record } = await judged(predictions([fine[0]!, { sex: 'm', rows: 29, selected: 0 }]), {})
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons!.map(({ zone }) => zone)).toEqual(['within-bound', 'undefined', 'not-judged'])
    expect(record.reason).toContain('1 group has fewer rows than the 30 of gate.fairness.min_rows')
  })

  it('because a group is too small to be compared: that is said', async () => {
    const { record } = await judged(predictions([...fine, { sex: 'x', rows: 29, selected: 29 }]), {})
    expect(record).toMatchObject({ verdict: 'pass' })
    expect(record.reason).toContain('1 group could not be judged.')
    expect(record.comparisons!.at(-1)).toMatchObject({
      zone: 'not-judged',
      group: 'sex = x',
      explanation:
        'sex = x was left out of fairness by sex: it has 29 rows, fewer than the 30 of gate.fairness.min_rows.',
    })
  })

  it.each([
    ['none', fine, 'and there are none'],
    ['too few', [...fine, { sex: 'x', rows: 3, selected: 0 }], 'and there are 3 rows'],
  ])('because of a group that must be there, there are %s', async (_what, groups, said) => {
    const { record } = await judged(predictions(groups), { groups: { sex: ['f', 'm', 'x'] } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain(`gate.fairness.groups asks for sex = x with 30 rows, ${said}`)
  })

  it.each([
    ['all rows are of one household', 'h'],
    ['each group is one household', '$1'],
  ])('by the estimate where %s, which says nothing of chance', async (_what, household) => {
    const apart = [fine[0]!, { sex: 'm', rows: 50, selected: 49 }]
    const text = predictions(apart).replaceAll(/^\d+-\d+,(.).*/gm, `$&,${household}`)
    const of = { columns: { group: 'household' } }
    const { record } = await judged(text.replace('prediction', '$&,household'), {}, of)
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(disparity(record)).toMatchObject({ zone: 'below-bound', method: 'estimate' })
    expect(record.reason).toContain(
      'above the maximum of 0.1, judged by the estimate alone: selection_rate is',
    )
  })

  it('because a group has no row of any weight', async () => {
    const text = predictions(fine)
      .replaceAll(/^\d+-\d+,(.).*/gm, (row, sex) => `${row},${sex === 'f' ? 0 : 1}`)
      .replace('prediction', '$&,w')
    const { record } = await judged(text, {}, { columns: { weight: 'w' } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('sex = f has no row of any weight, and so no selection_rate')
  })

  it('because a group has no positive row', async () => {
    const text = predictions(fine).replaceAll(/^(0-\d+,f),yes,/gm, '$1,no,')
    const { record } = await judged(text, { rules: { equal_opportunity_difference: { max: 1 } } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('the group sex = f has no positive row')
  })

  it('because nobody is selected at all', async () => {
    const nobody = fine.map((group) => ({ ...group, selected: 0 }))
    const { record } = await judged(predictions(nobody), {
      rules: { demographic_parity_ratio: { min: 0.8 } },
    })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('the selection_rate of every group is 0, which has no ratio')
  })

  it('because a prediction is missing', async () => {
    const { record } = await judged(predictions(fine).replace(/,yes$/m, ','), {})
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(disparity(record)).toMatchObject({ zone: 'undefined' })
    expect(disparity(record).explanation).toContain('1 of 100 predicted classes are missing')
  })

  it('because the value of its column is missing: that is a group too', async () => {
    const { record } = await judged(predictions([fine[0]!, { sex: '', rows: 50, selected: 0 }]), {})
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('0.0000 where sex is missing')
  })

  it('because the column is not there', async () => {
    await expect(judged(predictions(fine), { columns: ['gender'] })).rejects.toThrow(
      'no column "gender", which gate.fairness.columns names',
    )
  })

  it('because there are more groups than can be compared', async () => {
    const many = Array.from({ length: 101 }, (_, i) => ({ sex: `s${i}`, rows: 1, selected: 1 }))
    await expect(judged(predictions(many), {})).rejects.toThrow(
      'gate.fairness makes 101 groups of the test set by sex; at most 100 are compared',
    )
  })

  it('because nobody said which class is the positive one', async () => {
    await expect(judged(predictions(fine), {}, { positive: undefined })).rejects.toThrow(
      'gate.fairness needs to know which class is the positive one, and evaluation test does not say',
    )
  })

  it('because the task has no positive class', async () => {
    await expect(judged(predictions(fine), {}, { task: 'multiclass', positive: undefined })).rejects.toThrow(
      'no evaluation is of a binary task',
    )
  })

  it('because there are no predictions', async () => {
    await repository.write('new.json', '{"accuracy": 0.9}')
    await expect(
      repository.gate({
        evaluate: { metrics: 'new.json', positive: 'yes' },
        gate: {
          baselines: [],
          rules: { accuracy: { min: 0 } },
          fairness: { columns: ['sex'], rules: parity },
        },
      }),
    ).rejects.toThrow('gate.fairness compares groups of rows, and no evaluation has predictions by row')
  })

  it.each([
    [{ rules: {} }, 'needs at least one rule'],
    [{ rules: { demographic_parity_difference: { min: 0.1 } } }, 'max'],
    [{ groups: { age: ['old'] } }, 'groups are of the columns named'],
  ])('because of %j in the configuration', async (fairness, said) => {
    await expect(judged(predictions(fine), fairness)).rejects.toThrow(said)
  })
})

it('blocks a model by fairness alone, and tells nothing of metrics that no rule asks for', async () => {
  await repository.write(
    'new.csv',
    predictions([
      { sex: 'f', rows: 400, selected: 100 },
      { sex: 'm', rows: 400, selected: 300 },
    ]),
  )
  const { record } = await repository.gate({
    evaluate: { predictions: 'new.csv', positive: 'yes' },
    gate: { baselines: [], fairness: { columns: ['sex'], rules: parity } },
  })
  expect(record.verdict).toBe('fail')
  expect(record.reason).toContain('demographic_parity_difference by sex is 0.5000, above the maximum of 0.1')
  const printed = terminalText(record, paletteFor({}, {}))
  expect(printed).toMatch(/^ {2}fairness +this model +95% bounds +rule/m)
  expect(printed).not.toMatch(/^ {2}metric /m)
})

it('does not pass over an evaluation that has no groups where nothing else is asked of it', async () => {
  await repository.write(
    'new.csv',
    predictions([
      { sex: 'f', rows: 400, selected: 200 },
      { sex: 'm', rows: 400, selected: 200 },
    ]),
  )
  await repository.write('other.csv', 'id,sex,label,prediction\n1,f,a,b\n2,m,b,c\n3,f,c,a\n')
  const gate = (more: object, other: object = {}) =>
    repository.gate({
      evaluations: {
        own: { predictions: 'new.csv', positive: 'yes' },
        other: { predictions: 'other.csv', task: 'multiclass', ...other },
      },
      gate: { baselines: [], fairness: { columns: ['sex'], rules: parity }, ...more },
    })
  await expect(gate({})).rejects.toMatchObject({
    code: 'evaluation-not-judged',
    message: expect.stringContaining('asks nothing of the evaluation other'),
  })
  expect((await gate({}, { judged: false })).record.verdict).toBe('pass')
  expect((await gate({ rules: { accuracy: { min: 0.5 } } })).record.verdict).toBe('fail')
})

it('says of a model whose groups differ, perhaps by chance, that it may be unfair', async () => {
  const { record } = await judged(
    predictions([
      { sex: 'f', rows: 60, selected: 27 },
      { sex: 'm', rows: 60, selected: 36 },
    ]),
    {},
  )
  expect(record.verdict).toBe('inconclusive')
  expect(terminalText(record, paletteFor({}, {}))).toContain('passes the gate, but it may be unfair')
})
