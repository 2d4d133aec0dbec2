import { resolve, sep } from 'node:path'
import { isAddress } from './address.ts'
import { isPattern } from './path-pattern.ts'
import type { Project } from './project.ts'

/** Files and folders that the configuration says the pipeline writes, absolute; nothing that holds the model's own folder. */
export function writtenFiles({ root, config }: Pick<Project, 'root' | 'config'>): string[] {
  const { data, train, evaluations, report } = config
  const named = [
    train.output,
    train.metrics,
    report,
    train.seeds.predictions,
    train.history,
    train.checkpoint,
    ...localStores(train.mlflow),
    ...(train.refresh === undefined ? [] : trainedOn(data)),
    ...Object.values(evaluations).flatMap(({ predictions, metrics }) => [predictions, metrics]),
  ]
  const paths = named.filter((path) => path !== undefined).map((path) => resolve(root, path))
  return [...new Set(paths)].filter(
    (path) => !`${root}${sep}`.startsWith(path.endsWith(sep) ? path : `${path}${sep}`),
  )
}

/** Where MLflow keeps runs on this machine; a server is none of its files. */
function localStores(mlflow: Project['config']['train']['mlflow']): string[] {
  if (mlflow === undefined) return []
  const { tracking_uri: uri } = mlflow
  if (uri === undefined) return ['mlflow.db', 'mlruns']
  const [, database] = /^sqlite:\/\/\/(.+)$/i.exec(uri) ?? []
  if (database !== undefined) return [database, 'mlruns']
  return /^[a-z][a-z0-9+]+:/i.test(uri) ? [] : [uri]
}

/** What a refresh writes. A pattern names no file. */
const trainedOn = ({ tables }: Project['config']['data']) =>
  Object.values(tables).flatMap(({ path, role }) =>
    role === 'train' ? [path].flat().filter((one) => !isAddress(one) && !isPattern(one)) : [],
  )
