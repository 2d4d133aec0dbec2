import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oraclePython } from '../test/oracles/venv.ts'
import { type Command, measure } from './measure.ts'
import { recipe, writePenguins } from './penguin-rows.ts'
import { type Row, rowsOf } from './table.ts'

const peers = fileURLToPath(new URL('./peers', import.meta.url))
const kept = fileURLToPath(new URL('../.tools/bench', import.meta.url))

/** Twenty checks beside the types: three presences, uniqueness, a pattern, a list, eleven bounds, two lengths. */
const fields = [
  { name: 'id', type: 'integer', constraints: { required: true, unique: true } },
  { name: 'user_name', type: 'string', constraints: { required: true, pattern: 'user_[0-9]+' } },
  {
    name: 'species',
    type: 'string',
    constraints: { required: true, enum: ['Adelie', 'Chinstrap', 'Gentoo'] },
  },
  { name: 'bill_length', type: 'number', constraints: { minimum: 0, maximum: 100 } },
  { name: 'bill_depth', type: 'number', constraints: { minimum: 0, maximum: 100 } },
  { name: 'mass', type: 'integer', constraints: { minimum: 0, maximum: 5000 } },
  { name: 'score', type: 'number', constraints: { minimum: -500, maximum: 500 } },
  { name: 'flag', type: 'boolean' },
  { name: 'day', type: 'date', constraints: { minimum: '2020-01-01' } },
  { name: 'seen_at', type: 'datetime', constraints: { minimum: '2024-01-01T00:00:00Z' } },
  { name: 'token', type: 'string', constraints: { minLength: 16, maxLength: 16 } },
  { name: 'age', type: 'integer', constraints: { minimum: 0, maximum: 120 } },
]

const million = 1_000_000

/** The gate before training beside the validators that people use, the same checks and whole processes. */
export async function dataValidate(cli: string): Promise<Row[]> {
  const python = oraclePython('validators-requirements.txt')
  mkdirSync(kept, { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'modelassay-bench-'))
  const tableOf = async (rows: number, ids: 'ascending' | 'scattered') => {
    const file = join(kept, `penguins-${recipe()}-${rows}-${ids}.csv`)
    await writePenguins(file, rows, ids)
    return file
  }
  const ours = (table: string, profile: boolean): Command => ({
    name: profile ? 'modelassay data-validate, with the profile' : 'modelassay data-validate',
    file: process.execPath,
    args: [cli, 'data-validate'],
    cwd: project(folder, table, profile),
  })
  const peer = (name: string, script: string, ...args: string[]): Command => ({
    name,
    file: python,
    args: [join(peers, script), ...args],
    cwd: folder,
    env: { POSTHOG_DISABLED: '1', GX_ANALYTICS_ENABLED: 'false' },
  })
  const statement = (table: string) => peer('one DuckDB statement, by hand', 'duckdb_statement.py', table)
  try {
    const large = await tableOf(10 * million, 'ascending')
    const scattered = await tableOf(10 * million, 'scattered')
    const small = await tableOf(million / 10, 'ascending')
    const schema = join(folder, 'schema.json')
    writeFileSync(schema, JSON.stringify({ fields, missingValues: [''] }))
    return [
      ...rowsOf(
        '20 checks, 10 million rows x 12 columns of CSV (1.1 GB)',
        await measure(
          [
            ours(large, false),
            statement(large),
            peer('pandera on polars', 'pandera_polars.py', large),
            peer('pandera on pandas', 'pandera_pandas.py', large),
            ours(large, true),
          ],
          3,
        ),
      ),
      ...rowsOf(
        'the same with ids in no order',
        await measure([ours(scattered, false), statement(scattered)], 3),
      ),
      ...rowsOf(
        '20 checks, 100,000 rows',
        await measure(
          [
            ours(small, false),
            ours(small, true),
            statement(small),
            peer('pandera on polars', 'pandera_polars.py', small),
            peer('Great Expectations on pandas', 'great_expectations_suite.py', small),
            peer('frictionless', 'frictionless_validate.py', small, schema),
          ],
          5,
        ),
      ),
      ...rowsOf(
        '20 checks, 10 million rows, once',
        await measure(
          [ours(large, false), peer('Great Expectations on pandas', 'great_expectations_suite.py', large)],
          1,
        ),
      ),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns the folder of a project of this one table */
function project(folder: string, table: string, profile: boolean): string {
  const root = mkdtempSync(join(folder, 'project-'))
  const config = {
    name: 'penguins',
    data: { contract: 'contract.yml', profile, tables: { penguins: table } },
  }
  writeFileSync(join(root, 'modelassay.yml'), JSON.stringify(config))
  writeFileSync(join(root, 'contract.yml'), JSON.stringify({ fields }))
  return root
}
