import { extname, relative, resolve, sep } from 'node:path'
import { isAddress } from '../config/address.ts'
import type { Project } from '../config/project.ts'
import { configurationError } from '../errors.ts'

/** Where a training writes. All paths are absolute. */
export interface Places {
  /** file or folder that is the model afterwards */
  readonly model: string
  /** what the command is told as MODELASSAY_MODEL_DIR */
  readonly modelFolder: string
  readonly metrics?: string
  /** predictions that each seed's command writes */
  readonly predictions?: string
  /** file or folder of what it logs by step */
  readonly history?: string
  /** folder that is left alone between attempts */
  readonly checkpoint?: string
  /** it is in a folder of this job's own, which goes when the model is kept */
  readonly ownFolder: boolean
}

/**
 * Where the command writes. What it writes is removed before it runs, so that what is found after it is its own: that
 * must be nothing that anybody else needs.
 * @param temp folder of this job for a model that the configuration gives no place
 * @throws AssayError configuration: `output-outside`, `output-is-input`
 */
export function placesOf({ root, config, file }: Project, workspace: string, temp: string): Places {
  const { output, metrics, history, checkpoint } = config.train
  const { predictions } = config.train.seeds
  const needed = neededFiles(root, config, file === undefined ? [] : [resolve(workspace, file)])
  for (const [key, path] of [
    ['output', output],
    ['metrics', metrics],
    ['seeds.predictions', predictions],
    ['history', history],
    ['checkpoint', checkpoint],
  ] as const)
    if (path !== undefined) assertOwn(key, path, resolve(root, path), { root, workspace, needed })
  const shared = {
    ...(metrics !== undefined && { metrics: resolve(root, metrics) }),
    ...(predictions !== undefined && { predictions: resolve(root, predictions) }),
    ...(history !== undefined && { history: resolve(root, history) }),
    ...(checkpoint !== undefined && { checkpoint: resolve(root, checkpoint) }),
  }
  if (output === undefined) return { ...shared, model: temp, modelFolder: temp, ownFolder: true }
  const model = resolve(root, output)
  const isFile = !/[/\\]$/.test(output) && extname(model) !== ''
  return { ...shared, model, modelFolder: isFile ? resolve(model, '..') : model, ownFolder: false }
}

function neededFiles(root: string, config: Project['config'], files: readonly string[]): readonly string[] {
  const { train, data } = config
  const tables = Object.values(data.tables).flatMap(({ path, contract }) => [path, contract].flat())
  const named = [...(train.inputs ?? []), train.params, data.contract, ...tables]
  return [
    ...files,
    ...named.flatMap((path) => (path === undefined || isAddress(path) ? [] : resolve(root, path))),
  ]
}

interface Ground {
  readonly root: string
  readonly workspace: string
  readonly needed: readonly string[]
}

function assertOwn(key: string, path: string, target: string, { root, workspace, needed }: Ground): void {
  const covers = (other: string) =>
    `${other}${sep}`.startsWith(target.endsWith(sep) ? target : `${target}${sep}`)
  if (!`${target}${sep}`.startsWith(`${resolve(workspace)}${sep}`))
    throw configurationError('output-outside', `train.${key} is ${path}, which lies outside the workspace`, {
      hint: 'Let the command write into the repository (into an ignored folder), or take the key away and write into $MODELASSAY_MODEL_DIR.',
    })
  const precious = [root, resolve(workspace, '.git'), resolve(workspace, '.modelassay'), ...needed].find(
    covers,
  )
  if (precious !== undefined)
    throw configurationError(
      'output-is-input',
      `train.${key} is ${path}, which holds ${relative(root, precious) || 'the configuration'}: it would be removed before training`,
      { hint: 'Let the command write into a folder of its own, for example model/.' },
    )
}
