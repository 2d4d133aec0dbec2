import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import * as z from 'zod'
import { isAddress } from '../config/address.ts'
import { inputError } from '../errors.ts'
import { grouped } from '../report/number.ts'
import { yamlValue } from '../yaml/read-yaml.ts'
import { type Context, contextOf, filesOfVars, filledIn, instancesOf } from './dvc-template.ts'
import { deepest, holdsItself } from './holds-itself.ts'

/** A file that a stage read or wrote, by the digest that DVC recorded. */
const lockedFile = z.object({ path: z.string(), md5: z.string().optional() })
const lockedStage = z.object({
  cmd: z.unknown().optional(),
  deps: z.array(lockedFile).default([]),
  outs: z.array(lockedFile).default([]),
  params: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
})
export type LockedStage = z.infer<typeof lockedStage>
const lockSchema = z.object({ stages: z.record(z.string(), lockedStage).default({}) })

/** `path`, or `path: {…}`. */
const named = z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).default([])
const stageSchema = z.object({
  wdir: z.string().optional(),
  vars: z.unknown().optional(),
  metrics: named,
  plots: named,
  deps: z.array(z.unknown()).catch([]).default([]),
  params: z.array(z.unknown()).catch([]).default([]),
})
const pipelineSchema = z.object({
  vars: z.unknown().optional(),
  stages: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  metrics: named,
  plots: z.union([named, z.record(z.string(), z.unknown()).transform((all) => Object.keys(all))]).default([]),
})

/** What a DVC pipeline says that it writes for people, and what it did when it last ran. */
export interface DvcPipeline {
  /** absolute, each once; paths whose templates nothing fills in are left out */
  readonly metrics: readonly string[]
  readonly plots: readonly string[]
  /** files and folders that its stages depend on, and files of parameters and `vars`; addresses are left out */
  readonly reads: readonly string[]
  /** by name, from dvc.lock; empty where it has never run */
  readonly stages: Readonly<Record<string, LockedStage>>
}

const largest = 4 * 2 ** 20

/**
 * Reads a dvc.yaml and the dvc.lock beside it.
 * @param label what messages call the dvc.yaml
 * @throws AssayError input: `dvc-unreadable`
 */
export async function dvcPipeline(file: string, label: string): Promise<DvcPipeline> {
  const folder = dirname(file)
  const pipeline = await documentOf(file, label, pipelineSchema)
  const lockFile = file.replace(/\.yaml$/, '.lock')
  const there = await stat(lockFile).then(Boolean, () => false)
  const lock = there ? await documentOf(lockFile, basename(lockFile), lockSchema) : { stages: {} }
  const context = await contextOf(pipeline.vars, folder)
  const metrics = pathsOf(pipeline.metrics, folder, context)
  const plots = pathsOf(pipeline.plots, folder, context)
  const reads = [resolve(folder, 'params.yaml'), ...filesOfVars(pipeline.vars, folder)]
  for (const [name, stage] of Object.entries(pipeline.stages))
    for (const { body, context: own } of instancesOf(stage, context)) {
      const { wdir = '.', vars, ...written } = checked(stageSchema, body, label, `stages.${name}`)
      const at = filledIn(wdir, own)
      if (at === undefined) continue
      const place = resolve(folder, at)
      const seen = vars === undefined ? own : await contextOf(vars, place, own)
      metrics.push(...pathsOf(written.metrics, place, seen))
      plots.push(...pathsOf(written.plots, place, seen))
      const files = [...written.deps.filter(isText), ...filesOfParams(written.params)]
      reads.push(
        ...pathsOf(
          files.filter((path) => !isAddress(path)),
          place,
          seen,
        ),
      )
      reads.push(...filesOfVars(vars, place))
    }
  return {
    metrics: [...new Set(metrics)],
    plots: [...new Set(plots)],
    reads: [...new Set(reads)],
    stages: lock.stages,
  }
}

const pathsOf = (list: z.infer<typeof named>, folder: string, context: Context): string[] =>
  list
    .flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.keys(entry)))
    .flatMap((path) => filledIn(path, context) ?? [])
    .map((path) => resolve(folder, path))

/** `key` of `params.yaml`, or `file: [key]`. */
const filesOfParams = (list: readonly unknown[]): string[] =>
  list.flatMap((entry) =>
    typeof entry === 'string'
      ? ['params.yaml']
      : typeof entry === 'object' && entry !== null
        ? Object.keys(entry)
        : [],
  )

const isText = (value: unknown): value is string => typeof value === 'string'

async function documentOf<T>(file: string, label: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(label, cause.code === 'ENOENT' ? 'it does not exist' : String(cause.code), cause)
  })
  if (text.length > largest)
    throw unreadable(
      label,
      `it has ${grouped(text.length)} characters, and at most ${grouped(largest)} are read`,
    )
  let value: unknown
  try {
    value = yamlValue(text, { most: largest, merge: true })
  } catch (cause) {
    throw unreadable(label, cause instanceof Error ? cause.message.split('\n', 1)[0]! : String(cause), cause)
  }
  if (holdsItself(value))
    throw unreadable(label, `it is a part of itself, or nests deeper than ${deepest} levels`)
  return checked(schema, value ?? {}, label)
}

function checked<T>(schema: z.ZodType<T>, value: unknown, label: string, place?: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const path = [place, ...(parsed.error.issues[0]?.path ?? [])].filter((part) => part !== undefined)
  throw unreadable(label, `${path.join('.') || 'the document'} is not as DVC writes it`, parsed.error)
}

const unreadable = (label: string, why: string, cause?: unknown) =>
  inputError('dvc-unreadable', `${label} cannot be read, so what the pipeline wrote is not known: ${why}.`, {
    hint: 'Mend the file, or write it again with DVC.',
    file: label,
    cause,
  })
