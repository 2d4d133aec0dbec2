import { curvesOf } from '../../../src/metrics/curves/curves-of.ts'
import { curveOf } from '../../../src/metrics/reported/history.ts'
import type { Comparison } from '../../../src/record/comparison.ts'
import { curveSchema } from '../../../src/record/curve.ts'
import { type CurvesDocument, curvesDocumentSchema } from '../../../src/record/curves.ts'
import type { DataValidateRecord } from '../../../src/record/data-validate.ts'
import { sha256 } from '../../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import type { FlippedRow } from '../../../src/record/flips.ts'
import type { RegisterModelRecord } from '../../../src/record/register-model.ts'
import type { TrainRecord } from '../../../src/record/train.ts'
import type { GateReport } from '../../../src/report/html/gate/gate-report.ts'
import { parseMarkdown } from '../../../src/report/words/parse.ts'
import type { Profile } from '../../../src/tables/profile/profile-schema.ts'
import { gateRecord, noWorse } from '../gate-records.ts'

const base = { name: 'base', run: '4700', model_digest: sha256('old') }
const places = [
  'Biscoe',
  'Dream',
  'Torgersen',
  'Anvers',
  'Petermann',
  'Booth',
  'Cuverville',
  'Ronge',
  'Danco',
]

const slice = (name: string, i: number): Comparison =>
  noWorse({
    slice: `island = ${name}`,
    rows: 120 - i * 9,
    candidate_value: 0.93 - i * 0.02,
    baseline_value: 0.92 - (i % 3) * 0.01,
    baseline: base,
    change: 0.01 - i * 0.02 + (i % 3) * 0.01,
    interval: [-0.05 - i * 0.02, 0.04],
    allowed: 0.05,
    zone: i > 6 ? 'worse' : i === 5 ? 'beyond' : i === 4 ? 'not-judged' : 'no-worse',
    explanation: `accuracy where island = ${name} is not what it was.`,
  })

const row = (i: number): FlippedRow => ({
  id: `penguin-${1000 + i}`,
  row: i + 1,
  label: i % 2 === 0 ? 'Adelie' : 'Gentoo',
  before: i % 2 === 0 ? 'Adelie' : 'Gentoo',
  now: 'Chinstrap',
})

const trend = Array.from({ length: 9 }, (_, i) => ({
  run: `46${i}0`,
  sha: `${i}234567890`,
  at: `2026-11-1${i}T10:00:00Z`,
  test_set: sha256(i < 3 ? 'old test set' : 'test set'),
  metrics: { accuracy: 0.9 + 0.005 * i, f1_macro: 0.91 + 0.002 * (i % 4), log_loss: 0.14 - 0.004 * i },
}))

/** A blocked model of whom all that a record can hold is known. @param flipped rows that are listed of each kind */
export function richRecord(flipped = 12, changes: Partial<EvaluateGateRecord> = {}): EvaluateGateRecord {
  const comparisons: Comparison[] = [
    noWorse({
      baseline: base,
      candidate_value: 0.8551,
      change: -0.0869,
      interval: [-0.1532, -0.0312],
      zone: 'worse',
      p_adjusted: 0.0156,
      rows_needed: 900,
      explanation:
        'accuracy fell from 0.9420 (base) to 0.8551, 0.0870 worse: more than the 0.02 allowed, and more than chance explains (p = 0.02).',
    }),
    {
      rule: 'min',
      metric: 'accuracy',
      evaluation: 'test',
      rows: 69,
      candidate_value: 0.8551,
      allowed: 0.9,
      zone: 'below-bound',
      method: 'estimate',
      explanation: 'accuracy is 0.8551, below the minimum of 0.9.',
    },
    noWorse({
      metric: 'f1_macro',
      baseline: base,
      candidate_value: 0.9321,
      baseline_value: 0.93,
      change: 0.0021,
      interval: [-0.031, 0.036],
      zone: 'within',
      explanation: 'f1_macro rose from 0.9300 (base) to 0.9321.',
    }),
    noWorse({
      metric: 'log_loss',
      direction: 'lower',
      baseline: base,
      candidate_value: 0.138,
      baseline_value: 0.1,
      change: 0.038,
      interval: [-0.004, 0.081],
      zone: 'beyond',
      explanation:
        'log_loss rose from 0.1000 (base) to 0.1380, 0.0380 worse, which may be chance (p = 0.11).',
    }),
    {
      rule: 'max',
      metric: 'log_loss',
      evaluation: 'test',
      rows: 69,
      direction: 'lower',
      candidate_value: 0.138,
      candidate_interval: [0.1, 0.19],
      confident: true,
      allowed: 0.2,
      zone: 'within-bound',
      method: 'estimate',
      explanation: 'log_loss is 0.1380, at or below the maximum of 0.2.',
    },
    ...places.map(slice),
    {
      rule: 'max',
      metric: 'demographic_parity_difference',
      evaluation: 'test',
      by: 'sex',
      rows: 69,
      candidate_value: 0.12,
      candidate_interval: [0.02, 0.24],
      allowed: 0.1,
      zone: 'beyond',
      method: 'miettinen-nurminen+bonferroni',
      explanation: 'demographic_parity_difference by sex is 0.12, which may be chance.',
    },
  ]
  const rates = (selected: number, hit: number, wrong: number) => ({
    selection_rate: { value: selected, trials: 30 },
    true_positive_rate: { value: hit, trials: 20 },
    false_positive_rate: { value: wrong, trials: 10 },
  })
  const metrics = {
    accuracy: 0.8551,
    f1_macro: 0.9321,
    log_loss: 0.138,
    train_time_s: 3.2,
    recall_macro: 0.84,
  }
  const before = { accuracy: 0.942, f1_macro: 0.93, log_loss: 0.1, recall_macro: 0.94 }
  return gateRecord({
    observed: { ...gateRecord().observed, trend },
    verdict: 'fail',
    passes: false,
    reason: 'accuracy is 0.8551, below the minimum of 0.9 (and 2 more reasons).',
    comparisons,
    decided_by: [0, 1, 12],
    evaluations: [
      {
        name: 'test',
        identity: { kind: 'content', value: sha256('test set') },
        rows: 690,
        task: 'multiclass',
        metrics,
        undefined: [],
        uses: 7,
        fairness: [
          {
            by: 'sex',
            groups: [
              { name: 'sex = female', rows: 33, rates: rates(0.42, 0.91, 0.06) },
              { name: 'sex = male', rows: 36, rates: rates(0.54, 0.96, 0.11) },
            ],
          },
        ],
      },
    ],
    metrics,
    baselines: [
      {
        name: 'base',
        outcome: 'found',
        description: 'run 4700 of main at 1234567',
        url: 'https://github.com/acme/penguins/actions/runs/4700',
        behind: 2,
        model_digest: sha256('old'),
        changes: [
          { kind: 'parameter', name: 'columns', before: '4', after: '2' },
          { kind: 'data', name: 'train', before: sha256('a').slice(0, 19), after: sha256('b').slice(0, 19) },
        ],
        evaluations: [
          {
            name: 'test',
            metrics: before,
            flips: {
              rows: 690,
              broken: flipped + 40,
              mended: flipped + 3,
              slices: [{ name: 'island = Dream', rows: 120, broken: 9, mended: 1 }],
              listed: {
                broken: Array.from({ length: flipped }, (_, i) => row(i)),
                mended: Array.from({ length: flipped }, (_, i) => row(i + flipped)),
              },
            },
          },
          { name: 'prices', metrics: {} },
        ],
      },
    ],
    ...changes,
  })
}

const classes = ['Adelie', 'Chinstrap', 'Gentoo']

/** Three classes and scores that tell them apart, less well the blunter they are. */
function predicted(blunt: number) {
  const rows = 120
  const labels = Int32Array.from({ length: rows }, (_, i) => i % 3)
  const scores = classes.map((_, c) =>
    Float64Array.from(labels, (label, i) => {
      const swing = blunt * Math.sin(i * 7.3)
      return label === c ? 0.7 - swing : 0.15 + swing / 2
    }),
  )
  return {
    task: 'multiclass' as const,
    classes,
    rows,
    labels,
    scores,
    predicted: labels.map((label, i) => (Math.sin(i * 7.3) * blunt > 0.2 ? (label + 1) % 3 : label)),
  }
}

function numbers(scale: number) {
  const labels = Float64Array.from({ length: 200 }, (_, i) => i)
  const wrong = labels.map((label, i) => label + scale * Math.sin(i) * (1 + i / 100))
  return { task: 'regression' as const, rows: 200, labels, predicted: wrong }
}

/** Of two evaluations: one of classes, and one of numbers, so that every drawing is there. */
export function richCurves(): CurvesDocument {
  const [prices, priced] = [curvesOf(numbers(3), undefined)!, curvesOf(numbers(2), undefined)!]
  return curvesDocumentSchema.parse({
    schema: 'modelassay/curves/v1',
    evaluations: [
      {
        name: 'test',
        candidate: curvesOf(predicted(0.3), undefined)!,
        baselines: [{ name: 'base', curves: curvesOf(predicted(0.22), undefined)! }],
      },
      { name: 'prices', candidate: prices, baselines: [{ name: 'base', curves: priced }] },
    ],
  })
}

const profile = (shift: number): Profile => ({
  schema: 'modelassay/profile/v1',
  rows: 241,
  columns: [
    {
      name: 'body_mass_g',
      kind: 'numeric',
      count: 239,
      missing: 2 + shift,
      invalid: 0,
      distinct: 80,
      min: 2700,
      max: 6300 + shift,
      mean: 4182 + 10 * shift,
      histogram: { edges: [2700, 3600, 4500, 5400, 6300 + shift], counts: [60, 99 - shift, 60, 20 + shift] },
      edges: [],
      counts: [239],
    },
    {
      name: 'species',
      kind: 'categorical',
      count: 241,
      missing: 0,
      distinct: 3,
      categories: [
        { value: 'Adelie', count: 106 - shift },
        { value: 'Gentoo', count: 87 },
        { value: 'Chinstrap', count: 48 + shift },
      ],
      other: 0,
    },
  ],
})

const dot = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

const ownMarkdown = `## Why
I tried **fewer** columns, see [the notes](https://example.org/notes) and ![the plot](plot.png) ![gone](../x.png).

- one
- [ ] two

| a | b |
| - | - |
| 1 | \`2\` |

<script>alert(1)</script>

    indented
      code
`

/** A training that fits its own data better and better, and from epoch 11 on nothing else. */
function richTraining(): NonNullable<TrainRecord['curves']> {
  const course = (name: string, value: (epoch: number) => number) =>
    curveSchema.parse(
      curveOf(
        name,
        Array.from({ length: 30 }, (_, epoch) => [epoch, value(epoch)] as const),
      ),
    )
  return {
    val_loss: course('val_loss', (e) => 1.3 / (1 + e / 3) + 0.014 * e + 0.008 * Math.sin(3 * e)),
    loss: course('loss', (e) => 1.2 / (1 + e / 2)),
    val_accuracy: course('val_accuracy', (e) => 0.93 - 0.5 / (1 + e) - 0.0004 * Math.max(0, e - 14) ** 2),
    lr: course('lr', (e) => 1e-3 * 0.9 ** e),
  }
}

/** All that can be at hand beside the record. */
export function besides(): Omit<GateReport, 'record'> {
  const { run, observed } = gateRecord()
  const common = { schema: 'modelassay/v1', name: 'penguins', run, observed, built_on: [] }
  const identity = { kind: 'content' as const, value: sha256('train') }
  const table = { name: 'train', role: 'train' as const, identity, rows: 241 }
  const fault = {
    code: 'constraint-error',
    severity: 'error' as const,
    table: 'train',
    field: 'body_mass_g',
    count: 2,
  }
  const training: TrainRecord = {
    ...common,
    stage: 'train',
    verdict: 'trained',
    passes: true,
    reason: 'The model was trained.',
    command: { run: 'node train.mjs', shell: 'bash' },
    fingerprint: sha256('fingerprint'),
    seeds: [0],
    params: { depth: 4, rate: 0.1 },
    model: {
      digest: sha256('new'),
      bytes: 655,
      files: 1,
      store: { kind: 'artifact', uri: 'artifact:4711/modelassay-penguins-model-1' },
    },
    curves: richTraining(),
    tables: [table],
    environment: { interpreters: { node: 'v24' }, platform: { os: 'linux', arch: 'x64' } },
  }
  const data: DataValidateRecord = {
    ...common,
    stage: 'data-validate',
    verdict: 'invalid',
    passes: false,
    reason: '2 faults in 241 rows.',
    tables: [{ ...table, format: 'csv', file: 'data/train.csv' }],
    groups: [{ ...fault, message: '2 rows in body_mass_g above 6000, first at train.csv:2' }],
    errors: [{ ...fault, file: 'data/train.csv', row: 1, line: 2, value: '6300', message: 'above 6000' }],
    histograms: [
      {
        table: 'train',
        field: 'body_mass_g',
        low: 2700,
        high: 6300,
        counts: [60, 99, 60, 22],
        outside: [0, 0, 0, 2],
        below: 0,
        above: 0,
        maximum: 6000,
      },
    ],
  }
  const registered: RegisterModelRecord = {
    ...common,
    stage: 'register-model',
    verdict: 'registered',
    passes: true,
    reason: 'Registered.',
    version: '1.3.0',
    registry: 'github',
  }
  return {
    training,
    data,
    curves: richCurves(),
    profiles: [{ table: 'train', profile: profile(0), before: { name: 'base', profile: profile(12) } }],
    later: [registered],
    words: {
      file: 'report.md',
      cut: false,
      root: parseMarkdown(ownMarkdown),
      images: new Map([['plot.png', dot]]),
    },
    url: 'https://github.com/acme/penguins/actions/runs/4711/attempts/1',
  }
}
