import { copyFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { inputError } from '../../errors.ts'
import type { Task } from '../../stage/stage.ts'

const request = z.object({ file: z.string(), as: z.string() })

/** Predictions of one seed; what is larger is no test set. */
const mostBytes = 512 * 2 ** 20

/** Keeps one seed's predictions beside the record. */
export const keepPredictions: Task = async (params, { evidence }) => {
  const { file, as } = request.parse(params)
  const { size } = await stat(file)
  if (size > mostBytes)
    throw inputError(
      'predictions-too-large',
      `the predictions of a seed have ${size} bytes, at most ${mostBytes} are kept`,
      {
        hint: 'Let train.seeds.predictions name a file with predictions for the test set alone.',
      },
    )
  await copyFile(file, join(evidence, as))
  return { evidence: as }
}
