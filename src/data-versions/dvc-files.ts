import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Document, LineCounter } from 'yaml'
import * as z from 'zod'
import { inputError } from '../errors.ts'
import { plainValueOf, yamlDocument } from '../yaml/read-yaml.ts'

/** An output that a DVC file names: a file or a folder, and what its content must be. */
export interface DvcOut {
  /** absolute */
  readonly path: string
  /** as it is written there */
  readonly name: string
  /** MD5 of the file, or of the folder's listing and `.dir`; absent where DVC has not recorded one */
  readonly md5?: string
  /** how it was hashed; absent as DVC 2 leaves it */
  readonly hash?: string
  /** content of a folder, where the file itself lists it */
  readonly files?: readonly { readonly relpath: string; readonly md5?: string | undefined }[]
  /** of a pipeline: the stage that makes it */
  readonly stage?: string
  /** line of the digest in the DVC file */
  readonly line?: number
}

const outSchema = z.object({
  path: z.string().min(1),
  md5: z.string().exactOptional().catch(''),
  hash: z.string().exactOptional(),
  files: z.array(z.object({ relpath: z.string(), md5: z.string().optional() })).exactOptional(),
})
const outsSchema = z.object({ outs: z.array(outSchema).nullish() })
const dvcFileSchema = outsSchema.extend({ wdir: z.string().nullish() })
const stagesSchema = z.record(z.string(), outsSchema)
const lockSchema = z.object({ schema: z.string(), stages: stagesSchema.nullish() })
const foldersSchema = z.object({ stages: z.record(z.string(), z.unknown()).nullish() })
const stageFolderSchema = z.object({
  wdir: z.string().nullish(),
  do: z.object({ wdir: z.string().nullish() }).nullish(),
})

const largest = 4 * 2 ** 20

/**
 * The outputs of a `.dvc` file.
 * @param label what messages call it
 * @throws AssayError input: `dvc-unreadable`
 */
export async function outsOfFile(
  file: string,
  label: string,
  read: ReadText = fromDisk,
): Promise<readonly DvcOut[]> {
  const document = await documentOf(file, label, read)
  if (document === undefined) return []
  const { outs, wdir } = document.as(dvcFileSchema)
  const folder = resolve(dirname(file), wdir ?? '.')
  return (outs ?? []).map((out, i) => outOf(out, folder, document.lineOf(['outs', i, 'md5'])))
}

/**
 * The outputs of all stages that a `dvc.lock` records. The folder that a stage's paths start from stands in
 * `dvc.yaml`; a stage whose folder is a template is left out.
 * @throws AssayError input: `dvc-unreadable`
 */
export async function outsOfLock(
  file: string,
  label: string,
  read: ReadText = fromDisk,
): Promise<readonly DvcOut[]> {
  const folder = dirname(file)
  const document = await documentOf(file, label, read)
  if (document === undefined) return []
  const lock = lockSchema.safeParse(document.value)
  const stages = lock.success ? (lock.data.stages ?? {}) : document.as(stagesSchema)
  const folders = await stageFolders(folder, label.replace(/lock$/, 'yaml'), read)
  return Object.entries(stages).flatMap(([stage, { outs }]) => {
    const wdir = folders(stage)
    if (wdir.includes('${')) return []
    const key = lock.success ? ['stages', stage] : [stage]
    return (outs ?? []).map((out, i) => ({
      ...outOf(out, resolve(folder, wdir), document.lineOf([...key, 'outs', i, 'md5'])),
      stage,
    }))
  })
}

function outOf(
  { path, md5, hash, files }: z.infer<typeof outSchema>,
  folder: string,
  line: number | undefined,
) {
  return {
    path: resolve(folder, path),
    name: path,
    ...(md5 && { md5: md5.toLowerCase() }),
    ...(hash !== undefined && { hash }),
    ...(files && { files }),
    ...(line !== undefined && { line }),
  }
}

/** The folder of each stage; those made by `foreach` or `matrix` are called `stage@item`. */
async function stageFolders(
  folder: string,
  label: string,
  read: ReadText,
): Promise<(stage: string) => string> {
  const document = await documentOf(join(folder, 'dvc.yaml'), label, read)
  const parsed = foldersSchema.safeParse(document?.value)
  const stages = parsed.success ? (parsed.data.stages ?? {}) : {}
  return (name) => {
    const stage = stageFolderSchema.safeParse(stages[name] ?? stages[name.replace(/@.*$/s, '')])
    return stage.success ? (stage.data.wdir ?? stage.data.do?.wdir ?? '.') : '.'
  }
}

/** The text of a file, by its absolute path; undefined where there is none, its length where it is too long. */
export type ReadText = (file: string) => Promise<string | number | undefined>

const fromDisk: ReadText = async (file) => {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return undefined
  return found.size > largest ? found.size : readFile(file, 'utf8')
}

async function documentOf(file: string, label: string, read: ReadText) {
  const text = await read(file)
  if (text === undefined) return undefined
  const unreadable = (reason: string, line?: number) =>
    inputError('dvc-unreadable', `${label} cannot be read, so what DVC tracks is not known: ${reason}.`, {
      hint: 'Mend the file, or write it again with DVC.',
      file: label,
      ...(line !== undefined && { line }),
    })
  if (typeof text === 'number' || text.length > largest)
    throw unreadable(
      `it has ${typeof text === 'number' ? text : text.length} bytes, at most ${largest} are read`,
    )
  const lines = new LineCounter()
  const document = yamlDocument(text, { most: largest, lines })
  const error = document.errors[0]
  if (error) throw unreadable(error.message, lines.linePos(error.pos[0]).line)
  const value = plain(document, unreadable)
  const lineOf = (path: readonly (string | number)[]): number | undefined => {
    const node: unknown = document.getIn(path, true)
    const at = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
    return Array.isArray(at) ? lines.linePos(Number(at[0])).line : undefined
  }
  return {
    value,
    as: <T>(schema: z.ZodType<T>): T => {
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      const issue = parsed.error.issues[0]
      const key = issue?.path.join('.') || 'the document'
      throw unreadable(`${key} is not as DVC writes it`, lineOf(issue?.path.filter(isKey) ?? []))
    },
    lineOf,
  }
}

const isKey = (key: PropertyKey): key is string | number => typeof key !== 'symbol'

function plain(document: Document, unreadable: (reason: string) => Error): unknown {
  try {
    return plainValueOf(document)
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error))
  }
}
