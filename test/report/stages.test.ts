import { describe, expect, it } from 'vitest'
import type { ReadRecord } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { StageRecord } from '../../src/record/record.ts'
import { lineageText } from '../../src/report/lineage.ts'
import { stageSummary } from '../../src/report/stage-summary.ts'
import { terminalText } from '../../src/report/terminal/terminal.ts'
import { gateRecord } from './gate-records.ts'

const plain = (text: string) => text
const palette = { good: plain, bad: plain, unsure: plain, strong: plain, faint: plain }

const { run, observed, schema } = gateRecord()
const common = { schema, name: 'penguins', run, observed, built_on: [] }

const records = {
  data: {
    ...common,
    stage: 'data-validate',
    verdict: 'invalid',
    passes: false,
    reason: '2 errors in 1 of 2 tables.',
    tables: [{ name: 'train', role: 'train', identity: { kind: 'none' }, format: 'csv', rows: 1275 }],
    counts: { error: 2, warning: 0, by_code: { 'type-error': 2 } },
    errors: [
      {
        code: 'type-error',
        severity: 'error',
        table: 'train',
        file: 'data/train.csv',
        row: 3,
        line: 4,
        field: 'mass|g',
        message: '"heavy" is no number',
      },
    ],
  },
  train: {
    ...common,
    stage: 'train',
    verdict: 'trained',
    passes: true,
    reason: 'Trained in 3 s.',
    model_digest: sha256('new'),
    model: { digest: sha256('new'), bytes: 12_345, files: 2, store: { kind: 'artifact', uri: 'x' } },
    metrics: { accuracy: 0.95 },
  },
  deploy: {
    ...common,
    stage: 'deploy-model',
    verdict: 'rolled-back',
    remedy: 'Read the log of your own server, and deploy again.',
    passes: false,
    reason: 'Version 1.3.0 did not answer.',
    environment: 'production',
    version: '1.3.0',
    previous_version: '1.2.0',
    steps: [{ name: 'health', outcome: 'failed', detail: 'no answer in 60 s' }],
  },
  drift: {
    ...common,
    stage: 'drift-check',
    verdict: 'drifted',
    passes: false,
    reason: '1 of 2 columns drifted.',
    columns: [
      {
        name: 'mass',
        kind: 'numeric',
        method: 'psi',
        score: 0.5123,
        threshold: 0.2,
        drifted: true,
        rows: 100,
      },
      {
        name: 'sex',
        kind: 'categorical',
        method: 'psi',
        score: 0.01,
        threshold: 0.2,
        drifted: false,
        rows: 100,
      },
    ],
    share: 0.5,
  },
} satisfies Record<string, StageRecord>

describe('every stage', () => {
  it.each(Object.entries(records))('has a short section in the summary: %s', (_name, record) => {
    expect(stageSummary(record)).toMatchSnapshot()
  })

  it.each(Object.entries(records))('has a short text on the terminal: %s', (_name, record) => {
    expect(terminalText(record, palette)).toMatchSnapshot()
  })
})

it.each([
  [
    'refused',
    'register-model',
    {},
    'was not registered',
    'run train, evaluate-gate and register-model again',
  ],
  ['refused', 'deploy-model', {}, 'was not deployed', 'or deploy a version that passed its gate'],
  [
    'rollback-failed',
    'deploy-model',
    { remedy: 'Mend, and deploy again.' },
    'could not be deployed',
    'and deploy again',
  ],
  [
    'rollback-failed',
    'deploy-model',
    { previous_version: '1.2.0', remedy: 'Mend, and deploy again.' },
    'could not be deployed, and not be rolled back',
    'and deploy again',
  ],
])('%s of %s has a headline and a next step: %j', (verdict, stage, more, headline, next) => {
  const record = { ...common, stage, verdict, passes: false, reason: 'Because.', ...more } as StageRecord
  const text = terminalText(record, palette)
  expect(text.split('\n')[0]).toBe(`✗ penguins ${headline}`)
  expect(text).toMatch(new RegExp(`Next: .*${next}`))
  expect(stageSummary(record)).toMatch(new RegExp(`\\*\\*Next:\\*\\* .*${next}`))
})

it('faults of records without groups are grouped by what they say, errors first', () => {
  const fault = (line: number, code: string, severity: 'error' | 'warning') => ({
    ...records.data.errors[0]!,
    ...{ line, row: line - 1, code, severity, message: `${code} ${line}` },
  })
  const errors = [fault(9, 'late', 'warning'), fault(2, 'two', 'error'), fault(4, 'two', 'error')]
  const text = terminalText({ ...records.data, errors } as StageRecord, palette)
  expect(text.split('\n').filter((line) => /\b(two|late)\b/.test(line))).toEqual([
    '  ✗ two 2, first at data/train.csv:2 (two)',
    '      data/train.csv:4  two 4',
    '  ! late 9, at data/train.csv:9 (late)',
  ])
})

it('a column that live data lacks is said to be missing', () => {
  const [column] = records.drift.columns
  const columns = [
    { name: 'amount', kind: column!.kind, method: 'presence' as const, drifted: true, rows: 0 },
  ]
  expect(terminalText({ ...records.drift, columns } as StageRecord, palette)).toMatch(
    /drifted amount +the column is missing/,
  )
})

it('the lineage goes through the stages in their order, and shows what each built on', () => {
  const read = (record: StageRecord, digest: string): ReadRecord => ({
    record,
    digest: sha256(digest),
    folder: '/x',
  })
  const gate = gateRecord({ built_on: [{ kind: 'record', name: 'train', digest: sha256('train record') }] })
  const text = lineageText([read(gate, 'gate record'), read(records.train, 'train record')], palette)
  expect(text.indexOf('train  trained')).toBeLessThan(text.indexOf('evaluate-gate  pass'))
  expect(text).toContain(`built on this run's train ${sha256('train record').slice(0, 19)}`)
})
