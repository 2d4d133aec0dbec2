import * as z from 'zod'
import { directions, tasks } from '../record/evaluate-gate.ts'
import { tableRoles } from '../record/refs.ts'
import { datasetChecksSchema } from './dataset-checks.ts'

/** It names artifacts, tags and folders, so it holds nothing that any of those gives a meaning. */
export const modelName = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/,
    'letters, digits, - and _, beginning and ending with a letter or digit',
  )
  .max(64)

const path = z.string().min(1)
const seconds = z
  .number()
  .positive()
  .max(7 * 24 * 3600)
const shell = z
  .enum(['bash', 'sh', 'pwsh', 'cmd', 'python'])
  .default('bash')
  .describe('Shell that the command is written for; `bash` and `sh` stop at the first error.')
const command = z.string().min(1)
const positiveInteger = z.number().int().positive()
/** A key that the user chooses; the documentation shows it as `<of>`. */
const chosen = <K extends z.ZodString>(key: K, of: string) => key.meta({ title: of })

const tablePath = z.union([path, z.array(path).min(1)])
const table = z.strictObject({
  path: tablePath.describe(
    'Table file: CSV (`.csv`), TSV (`.tsv`, `.tab`), JSON Lines (`.jsonl`, `.ndjson`) or Parquet (`.parquet`, `.pq`); text also compressed (`.gz`, `.zst`). A pattern (`data/*.csv`, `data/**/*.parquet`) or a list is several files as one table; an address (`https://`, `s3://`) is fetched.',
  ),
  role: z
    .enum(tableRoles)
    .optional()
    .describe(
      'What the table is for: `train` is profiled for drift-check, `test` is judged on, `live` is left out of the training fingerprint. Default: its name where that is a role, else `other`.',
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

const data = z.strictObject({
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

const train = z.strictObject({
  run: command
    .optional()
    .describe(
      'Command that trains, in the folder of this file; it writes the model into `$MODELASSAY_MODEL_DIR`, or where `output` says. The train stage needs it.',
    ),
  shell,
  timeout_seconds: seconds
    .default(6 * 3600)
    .describe('Seconds that one run of the command may take, then it is ended.'),
  inputs: z
    .array(path)
    .optional()
    .describe(
      'Files and folders that, beside the data, decide the result: with none of them changed, training is skipped. Default: every tracked file of the repository.',
    ),
  output: path
    .optional()
    .describe(
      'File or folder that the command writes the model to; it is removed before the command runs. Default: a temporary folder, `$MODELASSAY_MODEL_DIR`.',
    ),
  metrics: path
    .optional()
    .describe(
      'Metrics file that the command writes (`.json`, `.yaml` or `.csv`); recorded with the training, and judged only where `evaluate.metrics` names it.',
    ),
  params: path
    .optional()
    .describe('Parameters file (YAML or JSON): recorded with the model, part of the fingerprint.'),
  seeds: z
    .union([
      positiveInteger.transform((n) => Array.from({ length: n }, (_, i) => i)),
      z.array(z.number().int().nonnegative()).min(1),
    ])
    .default([0])
    .describe(
      "Random seeds, as a list or how many (`3` is `[0, 1, 2]`); the command runs once for each, with `$MODELASSAY_SEED`, and the first one's model counts. Default: `[0]`.",
    ),
  skip_unchanged: z
    .boolean()
    .default(true)
    .describe(
      'Whether to take the model of an earlier accepted run instead of training where the fingerprint (inputs, data, params, command, seeds, environment) is the same.',
    ),
})

const columns = z.strictObject({
  id: z
    .string()
    .optional()
    .describe('Identifier of a row, unique. Default: the name of `truth.id`, else `id` where there is one.'),
  label: z
    .string()
    .optional()
    .describe(
      'True class or value; not read where `truth` is set. Default: the first there is of `label`, `target`, `y_true`.',
    ),
  prediction: z
    .string()
    .optional()
    .describe(
      'Predicted class or value; without it classes are decided from the scores (above 0.5, or the largest). Default: the first there is of `prediction`, `predicted`, `y_pred`.',
    ),
  score: z
    .string()
    .optional()
    .describe(
      'Binary: probability of the positive class. Default: the first there is of `score`, `probability`, `y_score`.',
    ),
  scores: z
    .record(chosen(z.string(), 'class'), z.string().describe('Column with the probability of this class.'))
    .optional()
    .describe('Multiclass: the column of probabilities of each class.'),
  weight: z.string().optional().describe('Sample weight, 0 or more. Default: every row counts the same.'),
})

const evaluation = z.strictObject({
  run: command
    .optional()
    .describe(
      'Command that evaluates the model in `$MODELASSAY_MODEL_DIR` and writes predictions, metrics or both. Default: none; the files are taken as they are.',
    ),
  shell,
  timeout_seconds: seconds.default(3600).describe('Seconds that the command may take, then it is ended.'),
  predictions: path
    .optional()
    .describe(
      'Predictions file (CSV, TSV or Parquet), one row a row of the test set; the metrics are computed from it. An evaluation needs this or `metrics`.',
    ),
  metrics: path
    .optional()
    .describe(
      'Metrics file with reported values (`.json`, `.yaml` or `.csv`), taken at their word; nested names are joined with dots.',
    ),
  task: z
    .enum(tasks)
    .optional()
    .describe(
      'What is predicted. Predictions can be judged for `binary`, `multiclass` and `regression`; for the others report metrics. Default: told from the labels where they leave no doubt.',
    ),
  positive: z
    .union([z.string(), z.number(), z.boolean()])
    .transform(String)
    .optional()
    .describe(
      'Binary: label of the positive class. Default: `1` or `true`, where the labels are 0/1 or true/false.',
    ),
  truth: z
    .strictObject({
      table: z.string().describe('Name of the table, a key of `data.tables`.'),
      column: z.string().describe('Column of the table with the true class or value.'),
      id: z.string().describe('Column of the table that identifies rows; predictions are joined by it.'),
    })
    .optional()
    .describe(
      'Table that the labels are taken from instead of the predictions file; every row of it must be predicted exactly once.',
    ),
  columns: columns.prefault({}).describe('Columns of the predictions file, by what they mean.'),
})

const rule = z
  .strictObject({
    min: z.number().optional().describe("Smallest value that passes, in the metric's unit."),
    max: z.number().optional().describe("Largest value that passes, in the metric's unit."),
    confidence: z
      .literal(0.95)
      .optional()
      .describe(
        'Judges `min` and `max` by the bound that the true value keeps with 95 % confidence, instead of by the estimate. Default: by the estimate.',
      ),
    max_worsening: z
      .number()
      .nonnegative()
      .optional()
      .describe(
        "How much worse than each baseline it may be: an absolute difference in the metric's unit, whatever its direction.",
      ),
    max_worsening_ratio: z
      .number()
      .nonnegative()
      .max(1)
      .optional()
      .describe("The same as a share of each baseline's value: `0.02` allows a fall from 0.50 to 0.49."),
    must_improve: z
      .number()
      .positive()
      .optional()
      .describe(
        "By how much it must be better than each baseline, in the metric's unit; judged by the estimate. A model that is the baseline itself fails.",
      ),
  })
  .refine(
    ({ confidence, min, max }) => confidence === undefined || min !== undefined || max !== undefined,
    'confidence belongs to min and max',
  )
  .refine(
    (r) => Object.keys(r).length > 0,
    'a rule needs min, max, max_worsening, max_worsening_ratio or must_improve',
  )
  .describe('One rule; it needs at least one of its keys.')

const slices = z
  .strictObject({
    columns: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'Columns whose values cut the test set: of the table that `evaluate.truth` names where it has them, else of the predictions file. A column of many numbers is cut by its quantiles.',
      ),
    depth: z
      .number()
      .int()
      .min(1)
      .max(3)
      .default(1)
      .describe('How many columns are crossed: with `2` also the women of one island.'),
    bins: z.number().int().min(2).max(20).default(4).describe('Bins of a column of numbers.'),
    min_rows: positiveInteger
      .default(30)
      .describe('Rows that a slice must have to be judged; a smaller one is listed as not judged.'),
    rules: z
      .record(chosen(z.string().min(1), 'metric'), rule)
      .refine((rules) => Object.keys(rules).length > 0, 'needs at least one rule')
      .describe(
        'Rules by metric, which every slice is held to. They take metrics that are computed from predictions.',
      ),
  })
  .describe('Parts of the test set that are judged apart. Default: none.')

const gate = z.strictObject({
  baselines: z
    .array(
      z
        .string()
        .regex(
          /^(base|production|best|file:.+|version:.+)$/,
          'base, production, best, version:<version> or file:<path>',
        ),
    )
    .default(['base', 'production'])
    .describe(
      'What `max_worsening` compares with: `base` (the commit that the change starts from), `production` (the registered version in use), `best` (the best accepted version), `version:<version>`, `file:<path>` (predictions or metrics).',
    ),
  rules: z
    .record(chosen(z.string().min(1), 'metric'), rule)
    .default({})
    .describe('Rules by metric. The gate needs at least one.'),
  slices: slices.optional(),
  inconclusive: z
    .enum(['warn', 'fail'])
    .default('warn')
    .describe(
      'What a worsening beyond `max_worsening` does that the data cannot tell from chance: pass with a warning, or fail.',
    ),
  comment: z
    .enum(['always', 'never'])
    .default('always')
    .describe('Whether the metric diff is a comment on the pull request.'),
  fail_on: z
    .enum(['fail', 'never'])
    .default('fail')
    .describe(
      'Whether the step ends red when the verdict does not pass; with `never` it is green, and the output `passes` still tells.',
    ),
})

const ownMetric = z
  .strictObject({
    reported: z
      .string()
      .min(1)
      .describe('Name of the value in the metrics file; a dot goes into a nested one (`test.cost`).'),
    direction: z.enum(directions).describe('Which way is better.'),
  })
  .describe('One metric of your own; its key is the name that `gate.rules` uses.')

const registries = z
  .enum(['github', 'local'])
  .describe('`github`: releases and tags of the repository; `local`: the folder `.modelassay/`.')
const registry = z.strictObject({ kind: registries })

const register = z.strictObject({
  registry: z
    .union([z.enum(['github', 'local']).transform((kind) => ({ kind })), registry])
    .optional()
    .describe(
      'Where versions are kept; a name alone is short for `{kind: ...}`. Default: `github` on GitHub, `local` elsewhere.',
    ),
  version: z
    .string()
    .optional()
    .describe(
      'Which part of the version to raise (`major`, `minor`, `patch`), or an exact semantic version such as `1.2.0`; the first one is 0.1.0. Default: `patch`.',
    ),
  aliases: z
    .array(
      z
        .string()
        .regex(
          /^(?!production$)[a-z][a-z0-9-]*$/,
          'lower-case letters, digits and -; only deploy-model moves production',
        ),
    )
    .default([])
    .describe(
      'Aliases that are to name the new version, such as `staging`; only deploy-model moves `production`.',
    ),
  branches: z
    .array(z.string())
    .default([])
    .describe('Branches besides the default branch whose runs may register and deploy.'),
})

const environment = z
  .strictObject({
    target: z.enum(['command']).describe('How a version is put live: by commands of your own.'),
    up: command.describe(
      'Command that starts serving the model in `$MODELASSAY_MODEL_DIR`, and returns; what it started goes on.',
    ),
    down: command
      .optional()
      .describe('Command that stops it; where it fails, the deployment goes on. Default: none.'),
    health: z
      .url()
      .describe('URL that is asked until it answers with a status of 200 to 299 and with no other version.'),
    health_timeout_seconds: seconds
      .default(60)
      .describe('Seconds after `up` that the health URL may take until the version serves.'),
    timeout_seconds: seconds.default(600).describe('Seconds that `up`, and `down`, may take each.'),
    smoke: path
      .optional()
      .describe(
        'File with recorded requests and their answers, sent once the version is healthy: JSON Lines of `{request, expect}`.',
      ),
    shell,
  })
  .describe(
    'One environment; the action deploys to the one that its input `environment` names, `production` by default.',
  )

const drift = z.strictObject({
  reference: z
    .string()
    .default('production')
    .describe(
      'What live data is compared with: `production` (the training data of the version in use), or a table file.',
    ),
  current: path
    .optional()
    .describe('Table file of live data: CSV, TSV or Parquet. The drift-check stage needs it.'),
  columns: z
    .array(z.string())
    .optional()
    .describe(
      'Columns to compare; one that live data lack has drifted. Default: those of the reference, without labels and what identifies rows.',
    ),
  threshold: z
    .number()
    .positive()
    .default(0.2)
    .describe(
      'Population stability index (PSI) of a column from which a shift matters in practice; `alpha` must hold too.',
    ),
  alpha: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('Significance level: false discovery rate over all columns (Benjamini and Hochberg).'),
  min_rows: positiveInteger
    .default(50)
    .describe('Rows that either side needs; with fewer the verdict is inconclusive.'),
  on_drift: z
    .array(z.enum(['issue', 'retrain']))
    .default([])
    .describe(
      'What to do on drift: `issue` (keep one issue up to date, close it when the data are stable again), `retrain` (dispatch the workflow that trains).',
    ),
  retrain_workflow: z
    .string()
    .optional()
    .describe(
      'Workflow file that `retrain` dispatches; it needs `workflow_dispatch`. Default: the workflow that registered production.',
    ),
  cooldown_hours: z
    .number()
    .nonnegative()
    .default(24)
    .describe('Hours after one dispatch in which `retrain` dispatches no other.'),
  fail_on: z
    .enum(['drifted', 'inconclusive', 'never'])
    .default('never')
    .describe('When the step ends red: on drift, on an inconclusive verdict too, or never.'),
})

/** modelassay.yml: one file per model. Unknown keys are errors, so that a misspelt rule never goes unnoticed. */
export const configSchema = z
  .strictObject({
    name: modelName.describe(
      'Name of the model, which artifacts, tags and releases carry: letters, digits, - and _, at most 64. Default: the name of the folder.',
    ),
    data: data.prefault({}).describe('Tables, and the contracts that they are held to.'),
    train: train.prefault({}).describe('How the model is trained.'),
    evaluate: evaluation
      .optional()
      .describe('How the model is measured on its test set; short for evaluations with one entry, `test`.'),
    evaluations: z
      .record(chosen(modelName, 'name'), evaluation)
      .optional()
      .describe('Evaluations by name, one a test set, instead of `evaluate`.'),
    metrics: z
      .record(chosen(z.string().min(1), 'metric'), ownMetric)
      .default({})
      .describe('Metrics of your own, by name: values that your code reports.'),
    gate: gate.prefault({}).describe('What the model is compared with, and the rules that it must keep.'),
    register: register.prefault({}).describe('How a model that passed becomes a version.'),
    deploy: z
      .record(chosen(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), 'environment'), environment)
      .default({})
      .describe('Environments that a version can be deployed to, by name.'),
    drift: drift.prefault({}).describe('How live data are watched.'),
  })
  .refine((config) => !(config.evaluate && config.evaluations), {
    message: 'give evaluate or evaluations, not both',
    path: ['evaluations'],
  })
  .transform(({ evaluate, evaluations, data: { tables, ...restOfData }, ...rest }) => ({
    ...rest,
    data: {
      ...restOfData,
      tables: Object.fromEntries(
        Object.entries(tables).map(([name, t]) => {
          const given: z.infer<typeof table> = t
          return [
            name,
            { ...given, role: given.role ?? tableRoles.find((role) => role === name) ?? ('other' as const) },
          ]
        }),
      ),
    },
    evaluations: evaluations ?? (evaluate ? { test: evaluate } : {}),
  }))

export type Config = z.output<typeof configSchema>
export type EvaluationConfig = Config['evaluations'][string]
export type TableConfig = Config['data']['tables'][string]
export type GateConfig = Config['gate']
export type Rule = GateConfig['rules'][string]
export type EnvironmentConfig = Config['deploy'][string]
