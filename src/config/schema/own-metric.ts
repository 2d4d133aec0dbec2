import * as z from 'zod'
import { directions } from '../../record/evaluate-gate.ts'

export const ownMetric = z
  .strictObject({
    reported: z
      .string()
      .min(1)
      .describe('Name of the value in the metrics file; a dot goes into a nested one (`test.cost`).'),
    direction: z.enum(directions).describe('Which way is better.'),
  })
  .describe('One metric of your own; its key is the name that `gate.rules` uses.')
