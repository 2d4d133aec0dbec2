import type { StageName } from '../record/stage-name.ts'
import type { Stage, Task } from '../stage/stage.ts'

/** Definitions by name, each loaded only when it is used. */
const definitions: { readonly [S in StageName]: () => Promise<unknown> } = {
  'data-validate': async () => (await import('../data-validate/stage.ts')).dataValidate,
  train: async () => (await import('../train/stage.ts')).train,
  'evaluate-gate': async () => (await import('../evaluate-gate/stage.ts')).evaluateGate,
  'register-model': async () => (await import('../register-model/stage.ts')).registerModel,
  'deploy-model': async () => (await import('../deploy-model/stage.ts')).deployModel,
  'drift-check': async () => (await import('../drift-check/stage.ts')).driftCheck,
}

/** The context's type stays inside the stage: to the launch it is JSON. */
export const loadStage = async (name: StageName) => (await definitions[name]()) as Stage<StageName, unknown>

/** What the work step may run, apart from the definitions, so that planning code is never loaded beside untrusted data. */
const work: { readonly [S in StageName]: () => Promise<{ readonly tasks: Readonly<Record<string, Task>> }> } =
  {
    'data-validate': () => import('../data-validate/tasks.ts'),
    train: () => import('../train/tasks.ts'),
    'evaluate-gate': () => import('../evaluate-gate/tasks.ts'),
    'register-model': () => import('../register-model/tasks.ts'),
    'deploy-model': () => import('../deploy-model/tasks.ts'),
    'drift-check': () => import('../drift-check/tasks.ts'),
  }

export const loadTasks = async (name: StageName) => (await work[name]()).tasks
