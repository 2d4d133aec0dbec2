import * as z from 'zod'
import { modelDigest } from '../../models/digest.ts'
import type { Json } from '../../record/canonical-json.ts'
import { digestSchema } from '../../record/digest.ts'
import type { Task } from '../../stage/stage.ts'

const modelRequest = z.object({
  model: z.string(),
  /** what the user knows it as: a folder of this job's own has a name that nobody has chosen */
  called: z.string(),
})

export const modelAnswer = z.object({
  digest: digestSchema,
  bytes: z.number().int(),
  files: z.number().int(),
})

/** Digests the model that the command wrote. */
export const digestModel: Task = async (params) => {
  const { model, called } = modelRequest.parse(params)
  const content = await modelDigest(model, called)
  return { ...content } as unknown as Json
}
