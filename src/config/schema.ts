import * as z from 'zod'
import { tableRoles } from '../record/refs.ts'
import { data, type table } from './schema/data.ts'
import { drift } from './schema/drift.ts'
import { environment } from './schema/environment.ts'
import { evaluation } from './schema/evaluation.ts'
import { gate } from './schema/gate.ts'
import { ownMetric } from './schema/own-metric.ts'
import { register } from './schema/register.ts'
import { chosen, environmentName, modelName, path } from './schema/terms.ts'
import { train } from './schema/train.ts'
import { waiver } from './schema/waiver.ts'

/** modelassay.yml: one file per model. Unknown keys are errors, so that a misspelt rule never goes unnoticed. */
export const configSchema = z
  .strictObject({
    name: modelName.describe(
      'Name of the model, which artifacts, tags and releases carry: letters, digits, - and _, at most 64. Default: the name of the folder.',
    ),
    data: data.prefault({}).describe('Tables, and the contracts that they are held to.'),
    train: train.prefault({}).describe('How the model is trained.'),
    evaluate: evaluation
      .optional()
      .describe('How the model is measured on its test set; short for evaluations with one entry, `test`.'),
    evaluations: z
      .record(chosen(modelName, 'name'), evaluation)
      .optional()
      .describe('Evaluations by name, one a test set, instead of `evaluate`.'),
    metrics: z
      .record(chosen(z.string().min(1), 'metric'), ownMetric)
      .default({})
      .describe('Metrics of your own, by name: values that your code reports.'),
    gate: gate.prefault({}).describe('What the model is compared with, and the rules that it must keep.'),
    report: path
      .optional()
      .describe(
        'Markdown of your own that your commands write (`report.md`): a section of the comment, the job summary and the HTML report. It is shown without its HTML, links and mentions; images that it names go into the HTML report.',
      ),
    waivers: z
      .array(waiver)
      .max(100)
      .default([])
      .describe(
        'Worsenings that pass nevertheless, for a while. They count where they stand on the branch that a change is merged into, never where the change itself brings them.',
      ),
    register: register.prefault({}).describe('How a model that passed becomes a version.'),
    deploy: z
      .record(chosen(environmentName, 'environment'), environment)
      .default({})
      .describe('Environments that a version can be deployed to, by name.'),
    drift: drift.prefault({}).describe('How live data are watched.'),
  })
  .refine((config) => !(config.evaluate && config.evaluations), {
    message: 'give evaluate or evaluations, not both',
    path: ['evaluations'],
  })
  .transform(({ evaluate, evaluations, data: { tables, ...restOfData }, ...rest }) => ({
    ...rest,
    data: {
      ...restOfData,
      tables: Object.fromEntries(
        Object.entries(tables).map(([name, t]) => {
          const given: z.infer<typeof table> = t
          return [
            name,
            { ...given, role: given.role ?? tableRoles.find((role) => role === name) ?? ('other' as const) },
          ]
        }),
      ),
    },
    evaluations: evaluations ?? (evaluate ? { test: evaluate } : {}),
  }))

export type Config = z.output<typeof configSchema>
export type EvaluationConfig = Config['evaluations'][string]
export type TableConfig = Config['data']['tables'][string]
export type GateConfig = Config['gate']
export type Rule = GateConfig['rules'][string]
export type EnvironmentConfig = Config['deploy'][string]
