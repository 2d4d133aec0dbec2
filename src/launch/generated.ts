import * as z from 'zod'
import { configSchema } from '../config/schema.ts'
import { contractSchema } from '../contract/schema/contract.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { stageRecordSchema } from '../record/record.ts'
import { stageNames } from '../record/stage-name.ts'
import { actionReadme } from './action-readme.ts'
import { actionYml } from './action-yml.ts'
import { planActionReadme, planActionYml } from './plan-action.ts'
import { postFeedbackReadme, postFeedbackYml } from './post-feedback-action.ts'
import { referencePage } from './reference/page.ts'
import { loadStage } from './stages.ts'

/** Every generated file by its path in the repository; a test proves that they are current. */
export async function generated(): Promise<Record<string, string>> {
  const stages = await Promise.all(stageNames.map(loadStage))
  return {
    ...Object.fromEntries(stages.map((stage) => [`actions/${stage.name}/action.yml`, actionYml(stage)])),
    ...Object.fromEntries(
      stages.map((stage) => [`actions/${stage.name}/README.md`, actionReadme(stage, stages)]),
    ),
    'actions/post-feedback/action.yml': postFeedbackYml(),
    'actions/post-feedback/README.md': postFeedbackReadme(),
    'actions/plan/action.yml': planActionYml(),
    'actions/plan/README.md': planActionReadme(),
    'docs/configuration.md': await referencePage('configuration'),
    'docs/contract.md': await referencePage('contract'),
    'schema/modelassay.json': jsonSchema(configSchema, 'modelassay.yml', 'input'),
    'schema/contract.json': jsonSchema(contractSchema, 'Data contract', 'input'),
    'schema/record.json': jsonSchema(stageRecordSchema, 'Stage record', 'output'),
  }
}

const jsonSchema = (schema: z.ZodType, title: string, io: 'input' | 'output') =>
  canonicalJson({ title, ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) })
