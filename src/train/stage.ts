import { stageSummary } from '../report/stage-summary.ts'
import { defineStage } from '../stage/stage.ts'
import { sendCheckpoint } from './checkpoint/send-checkpoint.ts'
import type { TrainContext } from './context.ts'
import { linkTraining } from './link-training.ts'
import { keptAs } from './seeds/seeds-of-part.ts'

/** train: run the user's training so that what came of it can be told apart, found again and made again. */
export const train = defineStage<'train', TrainContext>({
  name: 'train',
  title: 'Train a model',
  description: 'Trains a model with your command, and records what it was made from, and what came of it.',
  icon: 'cpu',
  color: 'purple',
  inputs: {
    run: {
      description: 'Command that trains. Default: train.run of the configuration.',
      at: ['train', 'run'],
    },
    shell: {
      description:
        'Shell of the command: bash, sh, pwsh, cmd or python. Default: train.shell, which is bash.',
      at: ['train', 'shell'],
    },
    refresh: {
      description:
        'Command that brings new data before it is decided whether training is needed. Default: train.refresh.',
      at: ['train', 'refresh'],
    },
    output: {
      description:
        'File or folder that the command writes the model to. Default: train.output, or what the command writes into $MODELASSAY_MODEL_DIR.',
      at: ['train', 'output'],
      form: 'path',
    },
    metrics: {
      description: 'Metrics file that the command writes: JSON, YAML or CSV. Default: train.metrics.',
      at: ['train', 'metrics'],
      form: 'path',
    },
    seeds: {
      description:
        'Seeds, as a list or how many; the command runs once for each, and the first one’s model counts. Default: train.seeds, which is [0].',
      at: ['train', 'seeds'],
      form: 'yaml',
    },
    seed: {
      description:
        'Which of the seeds this job trains, one or a list of some: it keeps a part, and a job that gathers makes one training of all. Give it a value of the matrix. Default: all.',
      splits: true,
    },
    gather: {
      description:
        'Whether to train nothing, and to make one training of the seeds that other jobs of this run trained. Default: false.',
      alone: 'true',
    },
    reproduce: {
      description:
        'Whether to train again what the last training trained, and to fail where something different comes of it. Default: train.reproduce, which is false.',
      at: ['train', 'reproduce'],
      form: 'yaml',
    },
    'skip-unchanged': {
      description:
        'Whether to take the trained model of an accepted run, or of an earlier run of the same pull request, from its artifact, or else from the cache or the registry, where nothing that decides the result has changed. Default: train.skip_unchanged, which is true.',
      at: ['train', 'skip_unchanged'],
      form: 'yaml',
    },
  },
  outputs: {
    fingerprint: {
      description: 'Digest over all that decides the result; empty where that cannot be known.',
      value: ({ fingerprint }) => fingerprint ?? '',
    },
    'model-digest': {
      description: 'Digest of the model.',
      value: ({ model_digest }) => model_digest ?? '',
    },
    reproduction: {
      description:
        'What came of training again: bit-identical, same-metrics, within-seed-noise, different or failed; empty where that was not asked for.',
      value: ({ reproduction }) => reproduction?.outcome ?? '',
    },
    metrics: {
      description: 'Metrics that the command reported, as JSON.',
      value: ({ metrics }) => (metrics ? JSON.stringify(metrics) : ''),
    },
  },
  permissions: [
    {
      scope: 'contents',
      level: 'read',
      purpose: 'check out the repository',
      without: 'nothing can be trained',
    },
    {
      scope: 'actions',
      level: 'read',
      purpose: 'find a trained model of an earlier run where nothing has changed',
      without: 'it is always trained, and from the beginning',
    },
  ],
  // Each step of an action is a process of its own, and loads what it runs.
  plan: async (planning, ports) => (await import('./plan.ts')).planTraining(planning, ports),
  conclude: async (planned, outcomes, ports) =>
    (await import('./conclude.ts')).concludeTraining(planned, outcomes, ports),
  keptAs,
  // a part is no training, and nothing went wrong
  blocks: ({ verdict, passes }) => !passes && verdict !== 'part',
  async tell({ record }, { project, context }, { runner, tracking }) {
    // First, because a job that is being ended has seconds.
    await sendCheckpoint(project, context?.checkpoint, runner)
    if (!record.error) runner.log.info(record.reason)
    await linkTraining(record, project, { runner, tracking })
    await runner.summary(stageSummary(record))
    return { outputs: {} }
  },
})
