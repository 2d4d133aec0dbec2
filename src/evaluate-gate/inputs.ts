import type { Input } from '../stage/inputs.ts'

/** Inputs of the action, options of the command. Each overrides its key of modelassay.yml. */
export const gateInputs = {
  run: {
    description: 'Command that writes predictions for the model in $MODELASSAY_MODEL_DIR.',
    at: ['evaluate', 'run'],
  },
  predictions: {
    description: 'Predictions to judge: CSV or Parquet, one row a test row.',
    at: ['evaluate', 'predictions'],
    form: 'path',
  },
  task: {
    description:
      'What is predicted: binary, multiclass, regression, ranking, multilabel or aggregate. Default: told from the columns of the predictions.',
    at: ['evaluate', 'task'],
  },
  positive: {
    description: 'The label that counts as positive, where labels are not 0 and 1, or false and true.',
    at: ['evaluate', 'positive'],
  },
  metrics: {
    description: 'Metrics file with reported values to judge: JSON, YAML or CSV.',
    at: ['evaluate', 'metrics'],
    form: 'path',
  },
  rules: {
    description: 'Rules by metric, as YAML: {accuracy: {min: 0.8, max_worsening: 0.01}}.',
    at: ['gate', 'rules'],
    form: 'yaml',
  },
  baselines: {
    description:
      'What the model is measured against: base, production, best, version:<version> or file:<path>.',
    at: ['gate', 'baselines'],
    form: 'list',
  },
  inconclusive: {
    description: 'What an inconclusive verdict does: warn (it passes) or fail.',
    at: ['gate', 'inconclusive'],
  },
  comment: {
    description: 'When the pull request gets a comment: always, on-change, on-failure or never.',
    at: ['gate', 'comment'],
  },
  report: {
    description: 'Markdown of your own to show with the verdict: a file that your commands write.',
    at: ['report'],
    form: 'path',
  },
  'fail-on': {
    description:
      'fail: the step is red when the verdict does not pass. never: it is green, and the output passes tells.',
    at: ['gate', 'fail_on'],
  },
} as const satisfies Readonly<Record<string, Input>>
