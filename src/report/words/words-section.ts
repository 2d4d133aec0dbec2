import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { blocks, openDetails } from '../markdown/blocks.ts'
import { html, link } from '../markdown/escape.ts'
import { counted } from '../number.ts'

/** A user's own Markdown, made harmless, as long as there is room for. */
export interface OwnWords {
  /** hostile text */
  readonly file: string
  readonly long: Written
  readonly short: Written
  readonly images: number
}

interface Written {
  readonly markdown: string
  readonly whole: boolean
}

/** Bytes of the words where all else is said, and where it is not. */
const most = { full: 12_000, ruled: 3_000 }

/** What can read Markdown is loaded only where a user has written some. */
export async function ownWords({ words }: EvaluateGateRecord): Promise<OwnWords | undefined> {
  if (words === undefined) return undefined
  const { wordsMarkdown } = await import('./words-markdown.ts')
  const written = (longest: number): Written => {
    const { markdown, whole } = wordsMarkdown(words.text, longest)
    return { markdown, whole: whole && words.cut === undefined }
  }
  return {
    file: words.file,
    long: written(most.full),
    short: written(most.ruled),
    images: words.images?.length ?? 0,
  }
}

/** The words as a section of their own, which says whose they are. */
export function wordsSection(
  { file, long, short, images }: OwnWords,
  detail: keyof typeof most,
  report: string | undefined,
): string {
  const { markdown, whole } = detail === 'full' ? long : short
  const page = link('the report', report)
  return openDetails(
    `What <code>${html(file)}</code> of this change says`,
    blocks([
      markdown,
      images > 0 ? `${counted(images, 'image')} of it ${images === 1 ? 'is' : 'are'} in ${page}.` : undefined,
      whole ? undefined : `It is longer than fits here; see ${page}.`,
    ]),
  )
}
