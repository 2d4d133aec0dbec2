import { resolve } from 'node:path'
import type { Project } from '../../config/project.ts'
import { writtenFiles } from '../../config/written-files.ts'
import { sha256 } from '../../record/digest.ts'
import type { Runner } from '../../runner/runner.ts'
import { suiteVersion } from '../../version.ts'
import type { Places } from '../places.ts'
import type { EnvironmentRequest } from './environment-request.ts'

/** What the work is asked to find out about this project's training, but the trainings to hold it against. */
export function environmentRequestOf(
  project: Project,
  { model, metrics, predictions, history, checkpoint, ownFolder }: Places,
  { workspace, run: { workflow, job } }: Pick<Runner, 'workspace' | 'run'>,
  run: string,
): Omit<EnvironmentRequest, 'candidates'> {
  const { root, config, contracts } = project
  const { shell, inputs, output, metrics: metricsKey, params, seeds, variables, refresh } = config.train
  return {
    root,
    workspace,
    ...(inputs && { inputs }),
    outputs: [
      ...(ownFolder ? [] : [model]),
      ...[metrics, predictions, history, checkpoint].filter((path) => path !== undefined),
    ],
    written: writtenFiles(project),
    ...(config.train.dvc !== undefined && { dvc: config.train.dvc }),
    ...(params !== undefined && { params: { file: resolve(root, params), label: params } }),
    tables: Object.entries(config.data.tables)
      .filter(([, { role }]) => role !== 'live')
      .map(([name, { path, role, contract = config.data.contract }]) => ({
        name,
        path,
        role,
        ...(contract !== undefined && { contract }),
      })),
    contracts: Object.fromEntries(Object.entries(contracts).map(([path, text]) => [path, sha256(text)])),
    command: {
      run,
      shell,
      ...(output !== undefined && { output }),
      ...(metricsKey !== undefined && { metrics: metricsKey }),
      ...(refresh !== undefined && { refresh }),
    },
    seeds: [...seeds.values],
    ...(seeds.ship !== 'first' && { ship: shipText(seeds.ship) }),
    suite_version: suiteVersion,
    ...(workflow !== undefined && { workflow }),
    ...(job && { job: job.key }),
    variables: [...variables],
  }
}

/** The other end of the same metric ships another seed's model. */
const shipText = ({ best, direction }: { readonly best: string; readonly direction?: string | undefined }) =>
  ['best', best, ...(direction === undefined ? [] : [`(${direction})`])].join(' ')
