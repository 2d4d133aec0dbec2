import { type ExampleName, sklearnPath } from './example.ts'

interface Runnable {
  readonly name: ExampleName
  /** folders put before PATH */
  readonly path: readonly string[]
  /** its interpreter cannot be had here */
  readonly missing: boolean
  readonly train: string
  readonly predict: string
  readonly params: string
  /** the model's file in the model's folder */
  readonly model: string
}

const python = sklearnPath()

/** The examples with what it takes to run them by hand. */
export const runnable: readonly Runnable[] = [
  {
    name: 'penguins',
    path: [],
    missing: false,
    train: 'node train.mjs',
    predict: 'node predict.mjs',
    params: 'params.json',
    model: 'model.json',
  },
  {
    name: 'penguins-sklearn',
    path: python ? [python] : [],
    missing: python === undefined,
    train: 'python train.py',
    predict: 'python predict.py',
    params: 'params.yaml',
    model: 'model.joblib',
  },
]
