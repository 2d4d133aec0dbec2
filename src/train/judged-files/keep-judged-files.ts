import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Json } from '../../record/canonical-json.ts'
import { digestSchema, sha256OfFile } from '../../record/digest.ts'
import type { Task } from '../../stage/stage.ts'

const watchRequest = z.object({ paths: z.array(z.string()), stamps: z.string() })

const keepRequest = z.object({
  files: z.array(z.object({ file: z.string(), path: z.string(), as: z.string() })),
  stamps: z.string(),
})

const stampsSchema = z.record(z.string(), z.string())

const judgedFileSchema = z.object({
  file: z.string(),
  written: z.boolean(),
  digest: digestSchema.exactOptional(),
  evidence: z.string().exactOptional(),
})
export type JudgedFile = z.infer<typeof judgedFileSchema>

export const judgedFilesAnswer = z.object({ files: z.array(judgedFileSchema) })

/** What is larger is known by its digest alone. */
const mostBytes = 512 * 2 ** 20

/** Notes the state of the files that evaluations judge as they are, before the command that may write them. */
export const watchJudgedFiles: Task = async (params) => {
  const { paths, stamps } = watchRequest.parse(params)
  const found = await Promise.all(
    paths.map(async (path) => [path, (await stampOf(path))?.stamp ?? ''] as const),
  )
  await writeFile(stamps, JSON.stringify(Object.fromEntries(found)))
  return {}
}

/** Keeps those that the command has written. A file that it left alone is another one's, or of another model. */
export const keepJudgedFiles: Task = async (params, { evidence, log }) => {
  const { files, stamps } = keepRequest.parse(params)
  const before = stampsSchema.parse(JSON.parse(await readFile(stamps, 'utf8')))
  const kept: JudgedFile[] = []
  for (const { file, path, as } of files) {
    const now = await stampOf(path)
    if (now === undefined || now.stamp === before[path]) {
      // Known by its content: whoever judges it later is told that it is older than the model.
      kept.push({ file, written: false, ...(now && { digest: await sha256OfFile(path) }) })
      continue
    }
    const small = now.bytes <= mostBytes
    if (small) await copyFile(path, join(evidence, as))
    else log.info(`${file} has ${now.bytes} bytes and is not kept: at most ${mostBytes} are.`)
    const digest = await sha256OfFile(small ? join(evidence, as) : path)
    kept.push({ file, written: true, digest, ...(small && { evidence: as }) })
  }
  await rm(stamps, { force: true })
  return { files: kept } as unknown as Json
}

/** A file that is written changes its times, or is another one by the same name. */
async function stampOf(path: string) {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (!found?.isFile()) return undefined
  const { ino, size, mtimeNs, ctimeNs } = found
  return { stamp: [ino, size, mtimeNs, ctimeNs].join(' '), bytes: Number(size) }
}
