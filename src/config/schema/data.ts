import * as z from 'zod'
import { tableRoles } from '../../record/refs.ts'
import { datasetChecksSchema } from './dataset-checks.ts'
import { chosen, path } from './terms.ts'

const tablePath = z.union([path, z.array(path).min(1)])

export const table = z.strictObject({
  path: tablePath.describe(
    'Table file: CSV (`.csv`), TSV (`.tsv`, `.tab`), JSON Lines (`.jsonl`, `.ndjson`) or Parquet (`.parquet`, `.pq`); text also compressed (`.gz`, `.zst`). A pattern (`data/*.csv`, `data/**/*.parquet`) or a list is several files as one table; an address (`https://`, `s3://`) is fetched.',
  ),
  role: z
    .enum(tableRoles)
    .optional()
    .describe(
      'What the table is for: `train` is profiled for drift-check, `test` is judged on, `live` is left out of the training fingerprint (where its file is in git, name `train.inputs`, whose default is every tracked file). Default: its name where that is a role, else `other`.',
    ),
  contract: path.optional().describe('Contract file of this table. Default: `data.contract`.'),
  environment: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Environment of its contract that the table is checked in. Default: `serving` for role `live` where the contract has that, else none.',
    ),
  resource: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Which part of the contract file holds for this table, where it describes several: a resource of a Data Package, an object of an Open Data Contract. Default: the one of its path, else of its name, else the only one.',
    ),
})

export const data = z.strictObject({
  contract: path
    .optional()
    .describe(
      'Contract file that every table is held to unless it names its own. Default: none; then only the header and whole rows are checked.',
    ),
  tables: z
    .record(
      chosen(z.string().min(1), 'table'),
      z
        .union([tablePath.transform((p) => ({ path: p })), table])
        .describe('One table; a path or list of paths alone is short for `{path: ...}`.'),
    )
    .default({})
    .describe('Tables by name.'),
  pull: z
    .enum(['dvc'])
    .optional()
    .describe(
      'What fetches tables before a stage reads them: `dvc` runs `dvc pull` for those that a `.dvc` file or `dvc.lock` tracks, with the credentials that the step has in its environment; DVC must be installed. It does not judge, so that on a pull request the key of the change holds. Default: nothing does, and what is not there is an error.',
    ),
  profile: z
    .boolean()
    .default(true)
    .describe(
      'Whether what each table looks like (counts, quantiles, histograms, frequent categories of every column) is kept beside the record of data-validate, as `profile-<table>.json`.',
    ),
  rejected_rows: z
    .boolean()
    .optional()
    .describe(
      'Whether the rows at fault are kept beside the record of data-validate, as `rejected-<table>.csv` with all their cells: up to 10,000 rows and 10 MB of each table. Who may read a repository may read the artifacts of its runs, on a public one everybody. Default: on this machine `true`; on GitHub of tables whose files are in git or Git LFS as they were read.',
    ),
  label: z
    .string()
    .min(1)
    .optional()
    .describe('Column with what is to be predicted; the checks of labels need it.'),
  checks: datasetChecksSchema
    .optional()
    .describe(
      'Checks of a dataset as a whole; live tables are left out. A check runs where its key is there, with `{}` by its defaults. Default: none.',
    ),
  compatibility: z
    .enum(['error', 'warning', 'off'])
    .default('warning')
    .describe(
      'What it counts as when the contract of the training data breaks the model in production, by the contract that was registered with it: a `warning`; an `error` where a change is judged, which on the branch itself, where the next model is made, is a warning too; `off`, they are not compared.',
    ),
  fail_on: z
    .enum(['error', 'warning', 'never'])
    .default('error')
    .describe(
      'Faults that make the step end red and stop the later stages of the run: `error`; `warning`, warnings too; `never`, none (the output `passes` still tells).',
    ),
})
