import { requirePulled } from '../data-versions/pulled.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { sha256 } from '../record/digest.ts'
import type { RecordOf } from '../record/record.ts'
import { resultOf } from '../stage/outcomes.ts'
import { defineStage } from '../stage/stage.ts'
import { annotationsOf, placed } from './annotations.ts'
import { checkAnswerSchema } from './check-request.ts'
import { compatibilityOf } from './compatibility.ts'
import { compatibilityAnnotations, compatibilitySummary } from './compatibility-told.ts'
import { concludeChecks } from './conclude.ts'
import { keepPage } from './keep-page.ts'
import { planChecks, type ValidateContext } from './plan.ts'
import { summaryOf } from './summary.ts'
import { withCompatibility } from './with-compatibility.ts'

/** data-validate: does the data keep its contract? */
export const dataValidate = defineStage<'data-validate', ValidateContext>({
  name: 'data-validate',
  title: 'validate data',
  description:
    'Holds tables (CSV, TSV, JSON Lines, Parquet) to their contract, and shows each fault at its line.',
  icon: 'check-square',
  color: 'green',
  inputs: {
    data: {
      description:
        'Tables: paths, with commas or lines between them, or a YAML map of name: path. On the command line --data may stand there several times. Default: data.tables of the configuration.',
      at: ['data', 'tables'],
      form: 'tables',
    },
    contract: {
      description: 'Contract of the tables that name none of their own. Default: data.contract.',
      at: ['data', 'contract'],
      form: 'path',
    },
    'fail-on': {
      description:
        'What makes the step fail: error, warning or never. Default: data.fail_on, which is error.',
      at: ['data', 'fail_on'],
    },
  },
  outputs: {
    errors: { description: 'Number of faults.', value: ({ counts }) => String(counts?.error ?? '') },
    rows: { description: 'Number of rows in all tables.', value: rowsOf },
    'data-digest': { description: 'Digest over the names and contents of all tables.', value: dataDigest },
  },
  permissions: [
    {
      scope: 'contents',
      level: 'read',
      purpose:
        'check out the repository; on a pull request, read the contract from the base commit; read the contract of the version in production from its release',
      without: 'nothing can be checked',
    },
  ],

  async plan({ project }, ports) {
    const plan = await planChecks(project, ports.runner)
    const { tellMisnamed } = await import('../rules/misnamed-metrics.ts')
    tellMisnamed(project, ports.runner.log)
    const compatibility = await compatibilityOf(project, ports)
    if (compatibility === undefined || 'skip' in plan) return plan
    return { ...plan, context: { ...plan.context, compatibility } }
  },

  async conclude({ context, project, evidence }, outcomes) {
    requirePulled(outcomes)
    const finding = concludeChecks(context, resultOf(outcomes, 'check', checkAnswerSchema), project.config)
    const whole = withCompatibility(finding, context.compatibility)
    await keepPage(evidence, project.config.name, whole)
    return whole
  },

  blocks: ({ passes, verdict }, { data }) => (data.fail_on === 'never' ? verdict === 'error' : !passes),

  async tell({ record }, _planned, { runner }) {
    for (const { name, file } of record.tables ?? []) {
      const faults = (record.errors ?? []).filter(({ table }) => table === name)
      if (faults.length === 0) continue
      const group = runner.log.group(`${name}: ${file}`)
      for (const fault of faults) runner.log.info(placed(fault, file as string | undefined))
      group.end()
    }
    for (const annotation of [...annotationsOf(record), ...compatibilityAnnotations(record.compatibility)])
      runner.log.annotate(annotation)
    if (!record.error) runner.log.info(record.reason)
    await runner.summary(`${summaryOf(record)}${compatibilitySummary(record.compatibility)}`)
    return { outputs: {} }
  },
})

function rowsOf({ tables }: RecordOf<'data-validate'>): string {
  return tables === undefined ? '' : String(tables.reduce((sum, { rows }) => sum + rows, 0))
}

function dataDigest({ tables }: RecordOf<'data-validate'>): string {
  if (tables === undefined || tables.length === 0) return ''
  const named = tables.map(({ name, identity }) => ({ name, identity }))
  return sha256(canonicalJson(named.sort((a, b) => (a.name < b.name ? -1 : 1))))
}
