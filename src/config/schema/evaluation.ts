import * as z from 'zod'
import { tasks } from '../../record/gate-terms.ts'
import { chosen, command, path, seconds, shell } from './terms.ts'

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
  group: z
    .string()
    .optional()
    .describe(
      'Rows of one value belong together (a patient, a household): tests and bounds then count groups, not rows. Of the table that `truth` names where it has the column, else of the predictions file.',
    ),
  time: z
    .string()
    .optional()
    .describe(
      'When a row was, as a number or an ISO 8601 date: tests and bounds then allow for rows near in time being alike. Of the table that `truth` names where it has the column, else of the predictions file.',
    ),
  query: z
    .string()
    .optional()
    .describe(
      'Ranking: which rows belong to one query; labels are the relevance, 0 or more, and the highest score of a query comes first. Of the table that `truth` names where it has the column, else of the predictions file.',
    ),
  weight: z
    .string()
    .optional()
    .describe(
      'Sample weight, 0 or more. Of the table that `truth` names where it has the column, else of the predictions file. Default: every row counts the same.',
    ),
})

export const evaluation = z.strictObject({
  run: command
    .optional()
    .describe(
      'Command that evaluates the model in `$MODELASSAY_MODEL_DIR` and writes predictions, metrics or both. Default: none; the files are taken as they are. What `train.run` wrote by their names is kept with the model, for the seed that ships, and is what is judged, also where the model is taken from an earlier run or the file was changed since: a later step that predicts writes to another file.',
    ),
  shell,
  timeout_seconds: seconds.default(3600).describe('Seconds that the command may take, then it is ended.'),
  setup: command
    .optional()
    .describe(
      'Command that makes the machine ready for the code of its commit (installs what it needs), run in the worktree before a baseline of that commit is evaluated again, or this model on the test set of a baseline. Default: none.',
    ),
  baseline: z
    .enum(['stored', 'rerun', 'rerun-else-stored'])
    .default('stored')
    .describe(
      'What stands for a baseline: `stored`, the predictions of its own run, which must be of the same test set; `rerun`, its model evaluated again on this test set by the code of its own commit; `rerun-else-stored`, the same where the test set is another, else the stored ones. Where a baseline was judged on another test set, the latter two also evaluate this model on that one, by its own code in a worktree of its commit, and hold it there to what the rules ask of a change; where that cannot be, it is told and blocks nothing.',
    ),
  predictions: path
    .optional()
    .describe(
      'Predictions file (CSV, TSV or Parquet), one row a row of the test set; the metrics are computed from it. Text is UTF-8 with commas or tabs, whatever the contract says of the tables: that dialect is theirs alone. An evaluation needs this or `metrics`.',
    ),
  metrics: path
    .optional()
    .describe(
      'Metrics file with reported values (`.json`, `.yaml` or `.csv`), taken at their word; nested names are joined with dots.',
    ),
  judged: z
    .boolean()
    .default(true)
    .describe(
      'Whether the rules are held against it. `false` for rows that the model was trained on, which only `max_gap` looks at.',
    ),
  task: z
    .enum(tasks)
    .optional()
    .describe(
      'What is predicted. Predictions can be judged for `binary`, `multiclass`, `regression` and `ranking`; for the others report metrics. Default: told from the labels where they leave no doubt.',
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
      'Table that the labels are taken from instead of the predictions file; every row of it must be predicted exactly once. It may be of several files, like any table: one more, one less or another name is another test set.',
    ),
  columns: columns.prefault({}).describe('Columns of the predictions file, by what they mean.'),
})
