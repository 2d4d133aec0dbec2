import * as z from 'zod'
import { directions, tasks } from '../record/evaluate-gate.ts'
import { tableRoles } from '../record/refs.ts'

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
const shell = z.enum(['bash', 'sh', 'pwsh', 'cmd', 'python']).default('bash')
const positiveInteger = z.number().int().positive()

const table = z.strictObject({
  path: path.describe('CSV, TSV or Parquet file, relative to this file.'),
  role: z
    .enum(tableRoles)
    .optional()
    .describe('What the table is for. Default: its name where that is a role, else other.'),
  contract: path.optional().describe('Contract of this table. Default: data.contract.'),
})

const data = z.strictObject({
  contract: path.optional().describe('Contract that every table is held to unless it names its own.'),
  tables: z.record(z.string().min(1), z.union([path.transform((p) => ({ path: p })), table])).default({}),
  fail_on: z
    .enum(['error', 'warning', 'never'])
    .default('error')
    .describe('Which findings make the stage fail.'),
})

const train = z.strictObject({
  run: z
    .string()
    .min(1)
    .optional()
    .describe('Command that trains. It writes the model into $MODELASSAY_MODEL_DIR, or where output says.'),
  shell,
  timeout_seconds: seconds.default(6 * 3600),
  inputs: z
    .array(path)
    .optional()
    .describe('Files that decide the result. Default: every tracked file of the repository.'),
  output: path.optional().describe('File or folder that the command writes. Default: $MODELASSAY_MODEL_DIR.'),
  metrics: path.optional().describe('Metrics file that the command writes: JSON, YAML or CSV.'),
  params: path.optional().describe('Parameters file, recorded with the model: YAML or JSON.'),
  seeds: z
    .union([
      positiveInteger.transform((n) => Array.from({ length: n }, (_, i) => i)),
      z.array(z.number().int().nonnegative()).min(1),
    ])
    .default([0])
    .describe('Seeds, given to the command as $MODELASSAY_SEED one after the other: a list, or how many.'),
  skip_unchanged: z
    .boolean()
    .default(true)
    .describe('Take the trained model of an accepted run with the same fingerprint.'),
})

const columns = z.strictObject({
  id: z.string().optional(),
  label: z.string().optional(),
  prediction: z.string().optional(),
  score: z.string().optional().describe('Probability of the positive class.'),
  scores: z.record(z.string(), z.string()).optional().describe('Probability column of each class.'),
  weight: z.string().optional(),
  group: z.string().optional(),
  time: z.string().optional(),
})

const evaluation = z.strictObject({
  run: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Command that writes predictions for the model in $MODELASSAY_MODEL_DIR. Without it predictions are taken as they are.',
    ),
  shell,
  timeout_seconds: seconds.default(3600),
  predictions: path.optional().describe('Predictions: CSV or Parquet, one row a test row.'),
  metrics: path.optional().describe('Metrics file with reported values: JSON, YAML or CSV.'),
  task: z.enum(tasks).optional(),
  positive: z
    .union([z.string(), z.number(), z.boolean()])
    .transform(String)
    .optional()
    .describe('Label of the positive class.'),
  truth: z
    .strictObject({ table: z.string(), column: z.string(), id: z.string() })
    .optional()
    .describe('Labels come from this column of a table, joined by id, instead of from the predictions file.'),
  columns: columns.prefault({}),
})

const rule = z
  .strictObject({
    min: z.number().optional(),
    max: z.number().optional(),
    max_worsening: z
      .number()
      .nonnegative()
      .optional()
      .describe("How much worse than each baseline it may be, in the metric's unit, whatever its direction."),
  })
  .refine((r) => Object.keys(r).length > 0, 'a rule needs min, max or max_worsening')

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
    .describe('What the model is measured against.'),
  rules: z.record(z.string().min(1), rule).default({}),
  inconclusive: z.enum(['warn', 'fail']).default('warn'),
  comment: z.enum(['always', 'never']).default('always'),
  fail_on: z
    .enum(['fail', 'never'])
    .default('fail')
    .describe('never: the step is green whatever the verdict; `passes` still tells.'),
})

const ownMetric = z
  .strictObject({
    reported: z.string().min(1).describe('Name of the value in the metrics file.'),
    direction: z.enum(directions),
  })
  .describe('A metric of your own, with the direction in which it is better.')

const registry = z.strictObject({
  kind: z.enum(['github', 'local']),
})

const register = z.strictObject({
  registry: z
    .union([z.enum(['github', 'local']).transform((kind) => ({ kind })), registry])
    .optional()
    .describe('Default: github on GitHub, local elsewhere.'),
  version: z.string().optional().describe('major, minor, patch (default), or an exact semantic version.'),
  aliases: z
    .array(
      z
        .string()
        .regex(
          /^(?!production$)[a-z][a-z0-9-]*$/,
          'lower-case letters, digits and -; only deploy-model moves production',
        ),
    )
    .default([]),
  branches: z
    .array(z.string())
    .default([])
    .describe('Branches that may register besides the default branch.'),
})

const environment = z.strictObject({
  target: z.enum(['command']),
  up: z
    .string()
    .min(1)
    .describe('Command that starts serving the model in $MODELASSAY_MODEL_DIR and returns.'),
  down: z.string().min(1).optional().describe('Command that stops it.'),
  health: z.url().describe('Answers 2xx when the model serves.'),
  health_timeout_seconds: seconds.default(60),
  timeout_seconds: seconds.default(600).describe('For up and down.'),
  smoke: path.optional().describe('JSON lines of {request, expect}.'),
  shell,
})

const drift = z.strictObject({
  reference: z
    .string()
    .default('production')
    .describe("production: the profile of production's training data. Or a file."),
  current: path.optional().describe('Live data: CSV, TSV or Parquet.'),
  columns: z
    .array(z.string())
    .optional()
    .describe(
      'Columns to compare. Default: those of the reference, labels and what identifies rows left out. One that live data lack has drifted.',
    ),
  threshold: z
    .number()
    .positive()
    .default(0.2)
    .describe('Population stability index from which a shift matters in practice.'),
  alpha: z.number().gt(0).lt(1).default(0.05).describe('False alarm rate over all columns.'),
  min_rows: positiveInteger
    .default(50)
    .describe('With fewer rows on either side the answer is inconclusive.'),
  on_drift: z.array(z.enum(['issue', 'retrain'])).default([]),
  retrain_workflow: z
    .string()
    .optional()
    .describe('Workflow file to dispatch. Default: the workflow that registered production.'),
  cooldown_hours: z.number().nonnegative().default(24),
  fail_on: z.enum(['drifted', 'inconclusive', 'never']).default('never'),
})

/** modelassay.yml: one file per model. Unknown keys are errors, so that a misspelt rule never goes unnoticed. */
export const configSchema = z
  .strictObject({
    name: modelName.describe('Name of the model. It names artifacts and tags.'),
    data: data.prefault({}),
    train: train.prefault({}),
    evaluate: evaluation.optional().describe('Short for evaluations with one entry, `test`.'),
    evaluations: z.record(modelName, evaluation).optional().describe('Evaluations by name, one a test set.'),
    metrics: z.record(z.string().min(1), ownMetric).default({}),
    gate: gate.prefault({}),
    register: register.prefault({}),
    deploy: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), environment).default({}),
    drift: drift.prefault({}),
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
