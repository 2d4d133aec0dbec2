import * as z from 'zod'
import type { Project } from '../config/project.ts'
import { datasetChecksSchema } from '../config/schema/dataset-checks.ts'
import { requireAnswerable } from '../dataset-checks/requirements.ts'
import { datasetCheckSchema } from '../record/dataset-checks.ts'
import { errorSchema } from '../record/error.ts'

/** What the whole dataset is asked, as the plan hands it to the work. */
export const datasetRequestSchema = z.object({
  checks: datasetChecksSchema,
  label: z.string().optional(),
  /** the configuration, and the lines of its keys below `data` */
  file: z.string().optional(),
  lines: z.record(z.string(), z.number().int()),
})
export type DatasetRequest = z.infer<typeof datasetRequestSchema>

/** What was measured, or why it could not be. */
export const datasetAnswerSchema = z.object({
  checks: z.array(datasetCheckSchema),
  error: errorSchema.optional(),
})
export type DatasetAnswer = z.infer<typeof datasetAnswerSchema>

/**
 * @returns undefined where nothing is asked of the dataset
 * @throws AssayError configuration, at the check: `no-label`, `no-table-of-role`
 */
export function datasetRequest(project: Project): DatasetRequest | undefined {
  const { checks, label } = project.config.data
  if (checks === undefined || Object.keys(checks).length === 0) return undefined
  requireAnswerable(project)
  const lines = Object.entries(project.lines).filter(([key]) => key === 'data' || key.startsWith('data.'))
  return {
    checks,
    ...(label === undefined ? {} : { label }),
    ...(project.file === undefined ? {} : { file: project.file }),
    lines: Object.fromEntries(lines),
  }
}
