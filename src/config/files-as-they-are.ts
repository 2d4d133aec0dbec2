import { posix, sep } from 'node:path'
import type { Config } from './schema.ts'

/** Files that evaluations judge and that no command of theirs owes, so that they may be what training wrote. */
export const filesAsTheyAre = ({
  evaluations,
  train,
}: Pick<Config, 'evaluations' | 'train'>): readonly string[] => {
  const files = Object.values(evaluations).flatMap(({ run, predictions, metrics }) =>
    run === undefined ? [predictions, metrics] : metrics === train.metrics ? [metrics] : [],
  )
  return [...new Set(files.flatMap((file) => (file === undefined ? [] : fileKey(file))))]
}

/** One name for a file, however the configuration spells its path. */
export const fileKey = (path: string): string => posix.normalize(path.split(sep).join('/'))
