import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/record/canonical-json.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { type Bench, bench, type GateRun } from './gate-run.ts'

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

/** `right` of `rows` rows are predicted right: the wrong ones are spread by `shift`. */
function predictions({ rows = 200, wrong = 20, shift = 0 } = {}): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = i % 2
    const miss = (i + rows - shift) % rows < wrong
    return `r${String(i).padStart(4, '0')},${label},${miss ? 1 - label : label},${miss ? 0.4 : 0.6}`
  })
  return `id,label,prediction,score\n${lines.join('\n')}\n`
}

const config = (rules: object = { accuracy: { max_worsening: 0.01 } }, evaluate: object = {}) => ({
  evaluate: { predictions: 'predictions.csv', ...evaluate },
  gate: { baselines: ['base'], rules },
})

const gateOf = async (text: string, before?: GateRun, model?: string, rules?: object, evaluate?: object) => {
  await repository.write('predictions.csv', text)
  return repository.gate(config(rules, evaluate), {
    ...(before && { base: { outcome: 'found' as const, value: before.read } }),
    ...(model !== undefined && { model }),
  })
}

describe('the first run', () => {
  it('says loudly that there is nothing to compare with, and keeps the predictions', async () => {
    const { record, read } = await gateOf(predictions(), undefined, 'first')
    expect(record).toMatchObject({ verdict: 'no-baseline', passes: true })
    expect(record.reason).toBe(
      'accuracy has nothing to be compared with in base: no run of this workflow has passed its gate yet.',
    )
    expect(record.metrics!.accuracy).toBe(0.9)
    expect(record.evaluations![0]).toMatchObject({ rows: 200, task: 'binary', positive: '1' })
    const kept = await readFile(join(read.folder, 'predictions-test.csv'), 'utf8')
    expect(kept.split('\n').slice(0, 2)).toEqual(['id,label,prediction,score', 'r0000,0,1,0.4'])
  })
})

describe('predictions that are none of the classes', () => {
  const answers = (predicted: readonly string[]) =>
    `id,label,prediction\n${Array.from({ length: 200 }, (_, i) => `r${i},${i % 2 ? 'yes' : 'no'},${predicted[i % 2]}`).join('\n')}\n`
  const rules = { accuracy: { min: 0.8, max_worsening: 0.01 }, f1: { min: 0.5 } }

  it('are named beside the classes of the labels, once for all rules and metrics', async () => {
    const { record } = await gateOf(answers(['0', '1']), undefined, undefined, rules, { positive: 'yes' })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe(
      'accuracy has no value: 200 of 200 predicted classes are missing or none of the labels "no", "yes": the predictions hold "0", "1". The same goes for f1.',
    )
    expect(terminalText(record, palette).match(/200 of 200/g)).toHaveLength(1)
  })

  it('are named as they are told apart, however a library writes them', async () => {
    const { record } = await gateOf(answers(['False', 'True']), undefined, undefined, rules, {
      positive: 'yes',
    })
    expect(record.reason).toContain('the predictions hold "false", "true"')
  })
})

describe('against the run before', () => {
  it('blocks a clear loss by the paired test', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await gateOf(predictions({ wrong: 40 }), before, 'second')
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    const [comparison] = record.comparisons!
    expect(comparison).toMatchObject({ zone: 'worse', method: 'tango+mcnemar', change: -0.1, level: 0.95 })
    expect(comparison!.p_adjusted).toBeCloseTo(0.5 ** 20, 12)
    expect(record.reason).toMatch(
      /^accuracy fell from 0\.9000 \(base\) to 0\.8000, 0\.1000 worse: more than the 0\.01 allowed, and more than chance explains \(p < 0\.0001\)\.$/,
    )
  })

  it('does not block a loss that chance explains, and says so', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await gateOf(predictions({ wrong: 23 }), before, 'second')
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: true })
    expect(record.reason).toContain('but on 200 rows that can be chance (p = 0.13)')
  })

  it('lets the rules say that an unsettled loss blocks', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    await repository.write('predictions.csv', predictions({ wrong: 23 }))
    const strict = config()
    const { record } = await repository.gate(
      { ...strict, gate: { ...strict.gate, inconclusive: 'fail' } },
      { base: { outcome: 'found', value: before.read }, model: 'second' },
    )
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: false })
  })

  it('passes the same model that reaches the same without a comparison, whatever chance does', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await gateOf(predictions({ shift: 50 }), before, 'first')
    expect(record.verdict).toBe('pass')
    expect(record.comparisons![0]).toMatchObject({ zone: 'identical', method: 'digest' })
  })

  it('judges the same model by what it predicts, where other code made it predict worse', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await gateOf(predictions({ wrong: 100 }), before, 'first')
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons![0]).toMatchObject({ zone: 'worse', candidate_value: 0.5, baseline_value: 0.9 })
  })

  it('passes another model that predicts the same, and says what it cannot rule out', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await gateOf(predictions(), before, 'second')
    expect(record.verdict).toBe('pass')
    expect(record.comparisons![0]).toMatchObject({ zone: 'within', change: 0 })
    expect(record.comparisons![0]!.explanation).toBe(
      'accuracy is 0.9000, as in base: inside the 0.01 allowed, though on 200 rows a worsening of up to 0.0133 cannot be ruled out.',
    )
  })

  it('does not care in which order the rows come', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const [header, ...rows] = predictions({ wrong: 30 }).trim().split('\n')
    const straight = await gateOf([header, ...rows].join('\n'), before, 'second')
    const reversed = await gateOf([header, ...rows.reverse()].join('\n'), before, 'second')
    const said = ({ record }: GateRun) => ({ ...record, run: undefined, built_on: undefined })
    expect(said(reversed)).toEqual(said(straight))
  })

  it('adjusts over all tests, and counts one model behind two baselines once', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    await repository.write('old/predictions.csv', predictions())
    await repository.write('predictions.csv', predictions({ wrong: 26 }))
    const { record } = await repository.gate(
      {
        ...config(),
        gate: {
          baselines: ['base', 'file:old/predictions.csv'],
          rules: { accuracy: { max_worsening: 0.01 } },
        },
      },
      { base: { outcome: 'found', value: before.read }, model: 'second' },
    )
    const [base, file] = record.comparisons!
    expect(base!.p_value).toBeCloseTo(0.5 ** 6, 12)
    expect(base!.p_adjusted).toBeCloseTo(2 * 0.5 ** 6, 12)
    expect(file).toMatchObject({ p_adjusted: base!.p_adjusted, zone: 'worse' })
  })

  it('does not believe the number in the record', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const forged = {
      ...before.record,
      evaluations: [{ ...before.record.evaluations![0]!, metrics: { accuracy: 0.1 } }],
    }
    await writeFile(join(before.read.folder, 'record.json'), canonicalJson(forged))
    const { record } = await repository.gate(
      {
        ...config(),
        gate: {
          baselines: [`file:${join(before.read.folder, 'record.json')}`],
          rules: { accuracy: { max_worsening: 0.01 } },
        },
      },
      { model: 'second' },
    )
    expect(record.comparisons![0]!.baseline_value).toBe(0.9)
  })

  it('refuses a record whose predictions were changed', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    await writeFile(join(before.read.folder, 'predictions-test.csv'), predictions({ wrong: 100 }))
    await expect(gateOf(predictions(), before, 'second')).rejects.toMatchObject({ code: 'record-broken' })
  })

  it('refuses to be compared with its own run', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    await expect(
      repository.gate(config(), {
        base: { outcome: 'found', value: before.read },
        runId: before.record.run.id,
      }),
    ).rejects.toMatchObject({ code: 'baseline-is-candidate' })
  })

  it('gives up when the test set is another, and says what differs', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await gateOf(predictions({ rows: 100 }), before, 'second')
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.reason).toContain('the test set is another: 200 rows (sha256:')
    expect(record.reason).toContain('100 rows (sha256:')
    expect(new Set(record.comparisons?.map(({ needs }) => needs))).toEqual(new Set(['rerun']))
  })

  it('gives up when an evaluation was taken away', async () => {
    const before = await gateOf(predictions(), undefined, 'first')
    const { record } = await repository.gate(
      {
        evaluations: { other: { predictions: 'predictions.csv' } },
        gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01 } } },
      },
      { base: { outcome: 'found', value: before.read }, model: 'second' },
    )
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.reason).toContain('it was judged on test, and this model was not')
  })

  it('names the remedy when the baseline is lost', async () => {
    await repository.write('predictions.csv', predictions())
    const { record } = await repository.gate(config(), {
      base: {
        outcome: 'lost',
        reason: 'the artifact of run 7 has expired',
        hint: 'Run the workflow on main again.',
      },
    })
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.reason).toContain('the artifact of run 7 has expired. Run the workflow on main again.')
    expect(record.reason).not.toContain('..')
  })
})

describe('labels from a truth table', () => {
  const truth = { truth: { table: 'test', column: 'churned', id: 'id' } }
  const table = (rows: readonly string[]) => repository.write('test.csv', `id,churned\n${rows.join('\n')}\n`)
  const judge = (rules: object = { accuracy: { min: 0.5 } }) =>
    repository.gate({ ...config(rules, truth), data: { tables: { test: 'test.csv' } } })

  it('are joined by id', async () => {
    await table(['b,1', 'a,0'])
    await repository.write('predictions.csv', 'id,prediction\na,0\nb,0\n')
    const { record } = await judge()
    expect(record.metrics!.accuracy).toBe(0.5)
    expect(record.evaluations![0]!.identity.kind).toBe('content')
  })

  it.each([
    ['rows-do-not-join', 'id,prediction\na,0\n', '1 of its ids has no prediction (for example "b")'],
    [
      'rows-do-not-join',
      'id,prediction\na,0\nb,1\nc,1\n',
      '1 prediction has an id that it does not hold (for example "c")',
    ],
    ['repeated-id', 'id,prediction\na,0\nb,1\nb,0\n', '"b" in 2 rows'],
    ['missing-column', 'key,prediction\na,0\n', 'no column "id"'],
    ['no-rows', 'id,prediction\n', 'no rows'],
    ['empty-file', '', 'is empty'],
    ['broken-rows', 'id,prediction\na,0,9\nb,1\n', 'the row has 3 cells'],
  ])('that cannot be joined are an error: %s', async (code, text, message) => {
    await table(['a,0', 'b,1'])
    await repository.write('predictions.csv', text)
    await expect(judge()).rejects.toMatchObject({
      code,
      kind: 'input',
      message: expect.stringContaining(message),
    })
  })
})

describe('what is wrong with a row', () => {
  const rows = (changed: string) =>
    Array.from({ length: 20 }, (_, i) => `p${String(i).padStart(2, '0')},${i % 2 ? 'yes' : 'no'},0.5`)
      .join('\n')
      .replace('p07,yes,0.5', changed)
  const asked = { task: 'binary', positive: 'yes' }
  const gate = async (changed: string, rules: object, more: object = asked) => {
    await repository.write('predictions.csv', `id,label,score\n${rows(changed)}\n`)
    return repository.gate(config(rules, more))
  }

  it.each([
    [
      'p07,yes,',
      { roc_auc: { min: 0 } },
      '1 of 20 scores are missing or not finite: the row of the id "p07" has NaN or nothing',
    ],
    ['p07,yes,inf', { roc_auc: { min: 0 } }, 'the row of the id "p07" has Infinity'],
    [
      'p07,yes,1.5',
      { log_loss: { max: 1 } },
      'the scores of 1 of 20 rows are no probabilities: the row of the id "p07" has 1.5',
    ],
    ['p0\u001b[2K\u202e,yes,1.5', { log_loss: { max: 1 } }, 'the row of the id "p0 [2K" has 1.5'],
  ])('is told by its id and value: %j', async (changed, rules, told) => {
    const { record } = await gate(changed, rules)
    expect(record.reason).toContain(told)
  })

  it('is told of a label that only it has, by the file that labels are of', async () => {
    await expect(gate('p07,maybe,0.5', { accuracy: { min: 0 } })).rejects.toMatchObject({
      code: 'not-binary',
      message:
        'predictions.csv: a binary task has two classes, but there are 3 labels: "maybe", "no", "yes"; "maybe" is the label of 1 row, the row of the id "p07".',
    })
    await repository.write('test.csv', `id,churned\n${rows('p07,maybe,').replace(/,[^,]*$/gm, '')}\n`)
    await repository.write('predictions.csv', `id,score\n${rows('p07,,0.5').replace(/,[a-z]*,/g, ',')}\n`)
    const judge = (more: object) =>
      repository.gate({
        ...config(
          { accuracy: { min: 0 } },
          { truth: { table: 'test', column: 'churned', id: 'id' }, ...more },
        ),
        data: { tables: { test: 'test.csv' } },
      })
    await expect(judge(asked)).rejects.toMatchObject({
      message: expect.stringContaining('test.csv: a binary task has two classes'),
      place: { file: 'test.csv' },
    })
    await repository.write('test.csv', `id,churned\n${rows('p07,yes,').replace(/,[^,]*$/gm, '')}\n`)
    await expect(judge({ ...asked, positive: 'Yes' })).rejects.toMatchObject({
      code: 'positive-unknown',
      message: expect.stringContaining('but the labels of test.csv are "no", "yes"'),
    })
  })
})

describe('other tasks', () => {
  it('judges classes by name, with probabilities', async () => {
    await repository.write(
      'predictions.csv',
      'id,label,a,b,c\n1,x,0.8,0.1,0.1\n2,y,0.2,0.7,0.1\n3,z,0.5,0.3,0.2\n',
    )
    const { record } = await repository.gate(
      config(
        { accuracy: { min: 0.6 }, log_loss: { max: 1 } },
        { task: 'multiclass', columns: { scores: { x: 'a', y: 'b', z: 'c' } } },
      ),
    )
    expect(record).toMatchObject({ verdict: 'pass', metrics: { accuracy: 2 / 3 } })
  })

  it('judges numbers', async () => {
    await repository.write('predictions.csv', 'label,prediction\n1.5,1\n2.5,3\n')
    const { record } = await repository.gate(config({ rmse: { max: 0.4 }, r2: { min: 0 } }))
    expect(record).toMatchObject({ verdict: 'fail', decided_by: [0], metrics: { rmse: 0.5, r2: 0 } })
  })

  it('says that a rule is of another task', async () => {
    await expect(gateOf(predictions(), undefined, undefined, { rmse: { max: 1 } })).rejects.toMatchObject({
      code: 'metric-of-other-task',
      hint: expect.stringContaining('regression'),
    })
  })

  it('asks which class is positive', async () => {
    await repository.write('predictions.csv', 'label,prediction,score\nyes,yes,0.9\nno,no,0.1\n')
    await expect(repository.gate(config({ accuracy: { min: 0 } }, { task: 'binary' }))).rejects.toMatchObject(
      {
        code: 'positive-unknown',
        hint: 'Set evaluate.positive (--positive): "yes", if that is the one.',
      },
    )
    await expect(
      repository.gate(config({ accuracy: { min: 0 } }, { positive: 'Yes' })),
    ).rejects.toMatchObject({
      code: 'positive-unknown',
      message: expect.stringContaining('did you mean "yes"?'),
    })
  })

  it('lists the columns where a rule needs a score and there is none, hostile names as plain text', async () => {
    await repository.write('predictions.csv', 'label,prediction,p_\u001b[2K\u202echurn\n1,1,0.9\n0,0,0.2\n')
    const told = (log: readonly string[]) => log.filter((line) => line.includes('has no score'))
    const { record, log } = await repository.gate(config({ roc_auc: { min: 0 }, accuracy: { min: 0 } }))
    expect(record.verdict).toBe('fail')
    expect(told(log)).toEqual([
      'warning: predictions.csv has no score, which roc_auc needs: name what holds it as evaluate.columns.score. The columns are "label", "prediction", "p_ [2K churn".',
    ])
    expect(told((await repository.gate(config({ accuracy: { min: 0 } }))).log)).toEqual([])
  })

  it('never passes on a score that is missing', async () => {
    await repository.write('predictions.csv', 'label,prediction,score\n1,1,0.9\n0,0,\n')
    const { record } = await repository.gate(config({ roc_auc: { min: 0 } }))
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe(
      'roc_auc has no value: 1 of 2 scores are missing or not finite: row 2 has NaN or nothing.',
    )
  })
})
