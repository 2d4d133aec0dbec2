import { appendFile, stat } from 'node:fs/promises'
import type { Environment } from './environment.ts'

/** GitHub drops a step's summary as a whole when it is larger */
const maxBytes = 1024 * 1024
const notice =
  '\n\n*The rest does not fit: GitHub shows 1 MiB of a step. The report in the artifacts is whole.*\n'

/** Appends Markdown to the summary of this step, cut at a line's end where it would be too large. */
export async function appendSummary(env: Environment, markdown: string): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY
  if (!file) return
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  const text = `${markdown.replace(/\n*$/, '')}\n`
  const room = maxBytes - size
  if (Buffer.byteLength(text) <= room) return appendFile(file, text)
  const left = room - Buffer.byteLength(notice)
  if (left <= 0) return
  const bytes = Buffer.from(text).subarray(0, left)
  await appendFile(file, Buffer.concat([bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1), Buffer.from(notice)]))
}
