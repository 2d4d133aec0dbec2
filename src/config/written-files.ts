import { resolve, sep } from 'node:path'
import type { Project } from './project.ts'

/** Files and folders that the configuration says the pipeline writes, absolute; nothing that holds the model's own folder. */
export function writtenFiles({ root, config }: Pick<Project, 'root' | 'config'>): string[] {
  const { train, evaluations, report } = config
  const named = [
    train.output,
    train.metrics,
    report,
    train.seeds.predictions,
    train.history,
    train.checkpoint,
    ...Object.values(evaluations).flatMap(({ predictions, metrics }) => [predictions, metrics]),
  ]
  const paths = named.filter((path) => path !== undefined).map((path) => resolve(root, path))
  return [...new Set(paths)].filter(
    (path) => !`${root}${sep}`.startsWith(path.endsWith(sep) ? path : `${path}${sep}`),
  )
}
