import { readFile, stat } from 'node:fs/promises'
import { inputError } from '../../errors.ts'
import { bytes } from '../../report/number.ts'

/** Metrics files are small; a larger one is something else. */
const mostBytes = 16_000_000

/**
 * Text of a metrics file that a training wrote.
 * @param label what messages call it
 * @throws AssayError input: `metrics-folder`, `metrics-special`, `metrics-too-large`
 */
export async function metricsText(file: string, label: string): Promise<string> {
  const found = await stat(file)
  if (found.isDirectory())
    throw inputError('metrics-folder', `${label} is a folder, and no file with metrics`, {
      file: label,
      hint: 'Name the file in it.',
    })
  if (!found.isFile())
    throw inputError('metrics-special', `${label} is no plain file`, {
      file: label,
      hint: 'Let the command write a plain file with metrics.',
    })
  if (found.size > mostBytes)
    throw inputError(
      'metrics-too-large',
      `${label} has ${bytes(found.size)}, and of metrics at most ${bytes(mostBytes)} are read`,
      { file: label, hint: 'Write the metrics into a file of their own, and keep histories elsewhere.' },
    )
  return readFile(file, 'utf8')
}
