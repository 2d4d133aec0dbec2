import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { ReadRecord } from '../../record/bundle.ts'
import { sha256 } from '../../record/digest.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { ShownWords } from '../../report/html/gate/words-section.ts'

/** Bytes of images that a report carries: beyond, it is no file to open on a phone. */
const most = 3_000_000

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
}

/** The user's own Markdown of a gate as the report shows it, with those of its images that are what the record names. */
export async function shownWords(gate: ReadRecord<EvaluateGateRecord>): Promise<ShownWords | undefined> {
  const { words, evidence = [] } = gate.record
  if (words === undefined) return undefined
  // What reads Markdown is loaded only where a user has written some.
  const { parseMarkdown } = await import('../../report/words/parse.ts')
  const images = new Map<string, string>()
  let bytes = 0
  for (const { source, evidence: path } of words.images ?? []) {
    const type = types[extname(path).toLowerCase()]
    const kept = evidence.find((one) => one.path === path)
    if (type === undefined || kept === undefined || bytes + kept.bytes > most) continue
    const content = await readFile(join(gate.folder, kept.path)).catch(() => undefined)
    if (content === undefined || sha256(content) !== kept.digest) continue
    bytes += content.length
    images.set(source, `data:${type};base64,${content.toString('base64')}`)
  }
  return { file: words.file, root: parseMarkdown(words.text), cut: words.cut === true, images }
}
