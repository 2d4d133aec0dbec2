import { constants } from 'node:fs'
import { copyFile, mkdir, open, realpath, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve, sep } from 'node:path'
import * as z from 'zod'
import type { Json } from '../../record/canonical-json.ts'
import { mostWords, type Words } from '../../record/words.ts'
import { imagesIn } from '../../report/words/images-in.ts'
import type { Workbench } from '../../stage/workbench.ts'

/** What the task is asked; paths are absolute. */
const keepWordsRequest = z.object({ root: z.string(), file: z.string() })
export type KeepWordsRequest = z.infer<typeof keepWordsRequest>

const mostImages = 20
const mostImageBytes = 400_000
const imageKinds: ReadonlySet<string> = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.svg'])

/**
 * Reads the user's own Markdown, and copies the images that it names into the evidence. Whatever is wrong with it is
 * said in the log: nobody's verdict hangs on it.
 */
export async function keepWords(params: Json, { log, evidence }: Workbench): Promise<Json> {
  const { root, file } = keepWordsRequest.parse(params)
  const path = resolve(root, file)
  const found = await insideOf(root, path)
  if (found === undefined) {
    log.warning(`There is no ${file} to show, which report names; the verdict does without it.`)
    return {}
  }
  const start = await startOf(found)
  const text = start.slice(0, mostWords)
  const images = await keepImages(text, dirname(path), root, evidence)
  const words: Words = {
    file,
    text,
    ...(start.length > mostWords && { cut: true }),
    ...(images.length > 0 && { images }),
  }
  return { words } as unknown as Json
}

async function keepImages(
  text: string,
  folder: string,
  root: string,
  evidence: string,
): Promise<NonNullable<Words['images']>> {
  const kept: NonNullable<Words['images']> = []
  for (const source of (await imagesIn(text)).slice(0, mostImages)) {
    const extension = extname(source).toLowerCase()
    if (!imageKinds.has(extension)) continue
    const image = await insideOf(root, resolve(folder, source))
    const bytes = image === undefined ? undefined : (await stat(image)).size
    if (image === undefined || bytes === undefined || bytes > mostImageBytes) continue
    const name = `words/${kept.length + 1}${extension}`
    await mkdir(join(evidence, 'words'), { recursive: true })
    await copyFile(image, join(evidence, name), constants.COPYFILE_EXCL)
    kept.push({ source, evidence: name, bytes })
  }
  return kept
}

/** The regular file itself, where it lies in the model's folder, links followed. */
async function insideOf(root: string, path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined || !real.startsWith(`${await realpath(root)}${sep}`)) return undefined
  return (await stat(real)).isFile() ? real : undefined
}

/** A little more than is kept, so that it shows that there was more: a UTF-16 unit is of at most three bytes. */
async function startOf(path: string): Promise<string> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4 * mostWords + 1), 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
