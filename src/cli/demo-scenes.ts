/** A command of the demo, what it shows, and how it must end for the demo to be true. */
export interface Step {
  readonly args: readonly string[]
  readonly exits: 0 | 1
}

export interface Scene {
  readonly title: string
  /** edits a file of the repository before the commands */
  readonly edit?: {
    readonly file: string
    readonly from: string
    readonly to: string
    readonly message: string
  }
  readonly steps: readonly Step[]
}

const passes = (...args: string[]): Step => ({ args, exits: 0 })
const blocks = (...args: string[]): Step => ({ args, exits: 1 })

export const scenes: readonly Scene[] = [
  {
    title: 'A model, from data to production',
    steps: [
      passes('data-validate'),
      passes('train'),
      passes('evaluate-gate'),
      passes('register-model'),
      passes('deploy-model'),
    ],
  },
  {
    title: 'A change that does no harm: it passes, and goes live',
    edit: {
      file: 'params.json',
      from: '"epochs": 2000',
      to: '"epochs": 1500',
      message: 'Train a quarter shorter',
    },
    steps: [passes('train'), passes('evaluate-gate'), passes('register-model'), passes('deploy-model')],
  },
  {
    title: 'A change that makes the model worse: it is blocked',
    edit: {
      file: 'params.json',
      from: '"bill_length_mm", "bill_depth_mm", ',
      to: '',
      message: 'Measure no bills any more: too expensive',
    },
    steps: [passes('train'), blocks('evaluate-gate'), blocks('register-model')],
  },
  {
    title: 'One step back: the version before is live again',
    steps: [passes('deploy-model', '--rollback-to', '0.1.0')],
  },
  {
    title: 'Live data that no longer look like the training data: it is noticed',
    steps: [
      passes('drift-check'),
      blocks('drift-check', '--current', 'data/live-drifted.csv', '--fail-on', 'drifted'),
    ],
  },
]
