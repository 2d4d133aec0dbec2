import { posix, sep } from 'node:path'
import type { Config } from './schema.ts'

/** Files that evaluations judge as they are: no command of the evaluation makes them, and training may. */
export const filesAsTheyAre = ({ evaluations }: Pick<Config, 'evaluations'>): readonly string[] => [
  ...new Set(
    Object.values(evaluations).flatMap(({ run, predictions, metrics }) =>
      run === undefined
        ? [predictions, metrics].flatMap((file) => (file === undefined ? [] : fileKey(file)))
        : [],
    ),
  ),
]

/** One name for a file, however the configuration spells its path. */
export const fileKey = (path: string): string => posix.normalize(path.split(sep).join('/'))
