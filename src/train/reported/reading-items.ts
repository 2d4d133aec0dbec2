import { resolve } from 'node:path'
import type { Project } from '../../config/project.ts'
import type { WorkItem } from '../../stage/work.ts'
import type { Places } from '../places.ts'
import { markOf } from '../train-command.ts'
import { dvcItem } from './read-dvc.ts'
import { mlflowItem } from './read-mlflow.ts'

/** Reads the curves that the command of one seed wrote. */
export const historyItems = (
  seed: number,
  { history }: Places,
  labelOf: (path: string) => string,
): WorkItem[] =>
  history === undefined
    ? []
    : [
        {
          kind: 'task',
          id: `history-${seed}`,
          title: 'Read the curves',
          task: 'read-history',
          params: { path: history, label: labelOf(history) },
          unless: 'examine',
        },
      ]

/** Reads what the pipeline of DVC made of one seed. */
export const dvcItems = (
  seed: number,
  { root, config }: Project,
  { model }: Places,
  labelOf: (path: string) => string,
): WorkItem[] => {
  const { dvc } = config.train
  if (dvc === undefined) return []
  const file = resolve(root, dvc)
  return [
    {
      kind: 'task',
      id: dvcItem(seed),
      title: 'Read the DVC pipeline',
      task: 'read-dvc',
      params: { file, label: labelOf(file), model },
      unless: 'examine',
    },
  ]
}

/** Finds and reads the run of MLflow that the command of one seed made. */
export const mlflowItems = (seed: number, { root, config }: Project, own: string, now: Date): WorkItem[] =>
  config.train.mlflow === undefined
    ? []
    : [
        {
          kind: 'task',
          id: mlflowItem(seed),
          title: 'Read the MLflow run',
          task: 'read-mlflow',
          params: {
            root,
            mark: markOf(own, seed),
            since: now.getTime(),
            ...(config.train.mlflow.tracking_uri !== undefined && { uri: config.train.mlflow.tracking_uri }),
          },
          unless: 'examine',
        },
      ]
