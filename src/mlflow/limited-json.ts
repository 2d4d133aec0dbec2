import { outsideError } from '../errors.ts'
import { bytes } from '../report/number.ts'

/** Above this much one answer is not read on: a thousand runs with all that they hold have less. */
const mostBytes = 128_000_000

/**
 * What a server answers, as JSON; undefined where it is none.
 * @param asked what was asked, for people
 * @throws AssayError outside: `mlflow-answer` where it is too large
 */
export async function limitedJson(answer: Response, asked: string): Promise<unknown> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of answer.body ?? []) {
      size += part.length
      if (size > mostBytes) break
      parts.push(part)
    }
    if (size <= mostBytes) return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    return undefined
  }
  throw outsideError('mlflow-answer', `${asked} was answered with more than ${bytes(mostBytes)}`, {
    hint: 'Check that MLFLOW_TRACKING_URI names an MLflow tracking server; log long texts as artifacts, not as parameters or tags.',
  })
}
