import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataValidate } from '../../src/data-validate/stage.ts'
import { tasks } from '../../src/data-validate/tasks.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { openProject } from '../../src/launch/open-project.ts'
import { planStage } from '../../src/launch/plan.ts'
import { readOutcomes, readPlan, writeOutcomes, writePlan } from '../../src/launch/plan-file.ts'
import { doWork } from '../../src/launch/work.ts'
import { findingDigest } from '../../src/record/finding.ts'
import { type RecordOf, stageRecordSchema } from '../../src/record/record.ts'
import type { Ports, Stage } from '../../src/stage/stage.ts'
import type { Trust } from '../../src/trust/trust.ts'
import { memoryRunner } from '../ports/memory-runner.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

/** Validates a workspace of these files, as the action does. */
async function validate(files: Readonly<Record<string, string>>) {
  const runner = await memoryRunner({ engine: { cache: engineCache } })
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(runner.workspace, name)), { recursive: true })
    await writeFile(join(runner.workspace, name), content)
  }
  const stage = dataValidate as unknown as Stage
  const ports: Ports = { runner, forge: undefined, trust: {} as Trust }
  const plan = await planStage({ stage, ports, loadProject: () => openProject(stage, {}, ports) })
  const { file, digest } = await writePlan(plan)
  await doWork(plan, {
    log: runner.log,
    env: {},
    tasks,
    signal: new AbortController().signal,
    now: () => runner.now(),
    keep: (outcomes) => writeOutcomes(file, outcomes),
  })
  const read = await readPlan(file, digest)
  const conclusion = await concludeStage(stage, read, await readOutcomes(file, read), ports)
  expect(stageRecordSchema.safeParse(conclusion.record).error).toBeUndefined()
  expect(JSON.stringify(conclusion.record)).not.toMatch(/:null|NaN/)
  return { ...conclusion, record: conclusion.record as RecordOf<'data-validate'>, runner }
}

const config = (checks: string, rest = '') => `name: m
data:
  label: y
  tables: { train: train.csv, test: test.csv }
${rest}  checks:
${checks
  .split('\n')
  .map((line) => `    ${line}\n`)
  .join('')}`

const train = 'x,y\n1,a\n2,b\n2,b\n3,a\n'
const test = 'x,y\n2,b\n9,a\n'

describe('the dataset as a whole', () => {
  it('is invalid at the rows that show it, with the line of both tables', async () => {
    const { record, exitCode, runner } = await validate({
      'modelassay.yml': config('shared_rows: {max_share: 0.1}'),
      'train.csv': train,
      'test.csv': test,
    })
    expect(record).toMatchObject({
      verdict: 'invalid',
      passes: false,
      reason: '1 fault in 1 of 2 tables: 1 shared-row.',
      counts: { error: 1, warning: 0, by_code: { 'shared-row': 1 } },
      dataset_checks: [
        {
          check: 'shared_rows',
          table: 'test',
          against: 'train',
          value: 0.5,
          threshold: 0.1,
          passes: false,
          severity: 'error',
        },
      ],
    })
    expect(record.groups?.map(({ message }) => message)).toEqual([
      '1 of 2 rows are in train.csv too, 50%; at most 10% may, at test.csv:2',
    ])
    expect(record.errors).toEqual([
      {
        code: 'shared-row',
        severity: 'error',
        table: 'test',
        file: 'test.csv',
        against: 'train',
        row: 1,
        line: 2,
        counterpart: { table: 'train', file: 'train.csv', row: 2, line: 3 },
        message: 'the row is the same as on line 3 of train.csv',
        config_file: 'modelassay.yml',
        config_line: 6,
      },
    ])
    expect(exitCode).toBe(1)
    expect(runner.annotations).toEqual([
      {
        level: 'error',
        title: 'test: shared-row',
        message:
          '1 of 2 rows are in train.csv too, 50%; at most 10% may, at test.csv:2\nline 2: the row is the same as on line 3 of train.csv\nAsked for by modelassay.yml, line 6.',
        file: 'modelassay.yml',
        line: 6,
      },
    ])
    expect(runner.summaries.join('')).toContain('❌ 1 of 2 rows are in train.csv too, 50%; at most 10% may')
  })

  it('is shown at the line of the check where no row of the data shows it', async () => {
    const { runner } = await validate({
      'modelassay.yml': config('duplicates: {}\nlabel_leakage: {max_score: 0.5}'),
      'train.csv': `x,y\n${Array.from({ length: 40 }, (_, i) => `${i % 2},${i % 2 ? 'a' : 'b'}\n`).join('')}`,
      'test.csv': test,
    })
    expect(runner.annotations.at(-1)).toMatchObject({
      file: 'modelassay.yml',
      line: 7,
      title: 'train: label-leakage in x',
    })
  })

  it('is valid within bounds, and its numbers are there all the same', async () => {
    const files = {
      'modelassay.yml': config('duplicates: {max_share: 0.5}\nconstant_columns: {}'),
      'train.csv': train,
      'test.csv': test,
    }
    const { record } = await validate(files)
    expect(record).toMatchObject({ verdict: 'valid', errors: [], counts: { error: 0 } })
    const common = { passes: true, severity: 'error' }
    expect(record.dataset_checks).toEqual([
      { check: 'duplicates', table: 'train', value: 0.25, threshold: 0.5, ...common },
      { check: 'duplicates', table: 'test', value: 0, threshold: 0.5, ...common },
      { check: 'constant_columns', table: 'train', column: 'x', value: 0.5, threshold: 0.99, ...common },
      { check: 'constant_columns', table: 'train', column: 'y', value: 0.5, threshold: 0.99, ...common },
      { check: 'constant_columns', table: 'test', column: 'x', value: 0.5, threshold: 0.99, ...common },
      { check: 'constant_columns', table: 'test', column: 'y', value: 0.5, threshold: 0.99, ...common },
    ])
    expect(findingDigest((await validate(files)).record)).toBe(findingDigest(record))
  })

  it('only warns where that is asked for, unless fail_on says that warnings fail', async () => {
    const files = { 'train.csv': train, 'test.csv': test }
    const checks = 'duplicates: {max_share: 0, severity: warning}'
    const lenient = await validate({ 'modelassay.yml': config(checks), ...files })
    expect(lenient.record).toMatchObject({ verdict: 'valid', counts: { error: 0, warning: 1 } })
    expect(lenient.runner.annotations).toMatchObject([{ level: 'warning' }])
    const strict = await validate({ 'modelassay.yml': config(checks, '  fail_on: warning\n'), ...files })
    expect(strict.record).toMatchObject({ verdict: 'invalid', passes: false })
  })

  it.each([
    [
      'no label',
      'name: m\ndata:\n  tables: { train: train.csv }\n  checks:\n    label_leakage: {}\n',
      { code: 'no-label', line: 5, hint: 'Name it: data.label: <column>.' },
    ],
    [
      'no test table',
      'name: m\ndata:\n  tables: { train: train.csv }\n  checks:\n    duplicates: {}\n    shared_rows: {}\n',
      { code: 'no-table-of-role', line: 6 },
    ],
    [
      'live tables only',
      'name: m\ndata:\n  tables: { live: train.csv }\n  checks:\n    duplicates: {}\n',
      { code: 'no-table-of-role', line: 5 },
    ],
    [
      'a label that a table lacks',
      'name: m\ndata:\n  label: z\n  tables: { train: train.csv }\n  checks:\n    label_leakage: {}\n',
      { code: 'missing-column', line: 3 },
    ],
    [
      'a column to be left out that no table has',
      config('duplicates: {ignore: [ix]}'),
      { code: 'missing-column', line: 6, file: 'modelassay.yml' },
    ],
    [
      'an identifier that the test table lacks',
      config('identifier_leakage: {columns: [id]}'),
      { code: 'missing-column', line: 6 },
    ],
    ['a check that is misspelt', config('duplicate: {}'), { code: 'unknown-key', line: 6 }],
    ['a share that is none', config('duplicates: {max_share: 5}'), { code: 'wrong-value', line: 6 }],
  ])('ends with 2 for %s, at its place', async (_, text, error) => {
    const { record, exitCode } = await validate({
      'modelassay.yml': text,
      'train.csv': train,
      'test.csv': test,
    })
    expect(record).toMatchObject({ verdict: 'error', passes: false, error })
    expect(exitCode).toBe(2)
  })

  it('names the file of a row where a table is several', async () => {
    const { record } = await validate({
      'modelassay.yml':
        'name: m\ndata:\n  tables: { train: [a.csv, b.csv] }\n  checks:\n    duplicates: { max_share: 0 }\n',
      'a.csv': 'x,y\n1,a\n2,b\n',
      'b.csv': 'x,y\n3,c\n4,d\n2,b\n',
    })
    expect(record.errors).toMatchObject([
      {
        table: 'train',
        file: 'b.csv',
        row: 3,
        line: 4,
        counterpart: { table: 'train', file: 'a.csv', row: 2, line: 3 },
        message: 'the row is the same as line 3 of a.csv',
      },
    ])
  })

  it('is not judged where a table cannot be read, which is an error already', async () => {
    const { record } = await validate({
      'modelassay.yml': config('shared_rows: {}'),
      'train.csv': train,
      'test.csv': '',
    })
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'empty-file' } })
    expect(record.dataset_checks).toBeUndefined()
  })

  it('says of a table without rows that it has none, and not what follows from that', async () => {
    const checks =
      'duplicates: {}\nconflicting_labels: {}\nlabel_leakage: {}\nconstant_columns: {}\nshared_rows: {}\nlabel_shift: {}'
    const contract =
      'fields: [{name: x, type: integer}, {name: y}]\nchecks: {columns: {x: {mean: {min: 0}, distinct: {min: 1}}}}\n'
    const files = { 'train.csv': 'x,y\n', 'test.csv': test, 'contract.yml': contract }
    const { record } = await validate({
      ...files,
      'modelassay.yml': config(checks, '  contract: contract.yml\n'),
    })
    expect(record.verdict).toBe('invalid')
    expect(record.groups!.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'train.csv: the table has no rows',
    ])
  })

  it('measures a table without rows where the contract lets it have none', async () => {
    const { record } = await validate({
      'modelassay.yml': config('duplicates: {}', '  contract: contract.yml\n'),
      'train.csv': 'x,y\n',
      'test.csv': test,
      'contract.yml': 'fields: [{name: x}, {name: y}]\nchecks: {rows: {min: 0}}\n',
    })
    expect(record.groups!.map(({ code }) => code)).toEqual(['duplicate-row'])
  })

  it('lets hostile names through as text', async () => {
    const name = '"; DROP TABLE x; --'
    const column = JSON.stringify(`"${name.replaceAll('"', '""')}"`).slice(1, -1)
    const { record } = await validate({
      'modelassay.yml': `name: m\ndata:\n  label: ${JSON.stringify(name)}\n  tables: { train: train.csv, test: test.csv }\n  checks: ${JSON.stringify(
        {
          duplicates: { ignore: [name] },
          conflicting_labels: {},
          shared_rows: {},
          shared_features: {},
          identifier_leakage: { columns: [name] },
          label_leakage: {},
          index_leakage: {},
          new_categories: { columns: [name] },
          constant_columns: {},
          mixed_types: {},
          mixed_nulls: {},
          string_variants: {},
          label_shift: {},
        },
      )}\n`,
      'train.csv': `${JSON.parse(`"${column}"`)},'\n1,a\n2,b\n1,a\n`,
      'test.csv': `${JSON.parse(`"${column}"`)},'\n1,a\n3,c\n`,
    })
    expect(record.verdict).toBe('invalid')
    expect(record.errors?.map(({ field }) => field)).toContain(name)
    expect(new Set(record.dataset_checks?.map(({ check }) => check)).size).toBeGreaterThan(8)
  })
})
