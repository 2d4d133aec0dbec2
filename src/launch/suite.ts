import './parsers.ts'
import type { StageName } from '../record/stage-name.ts'

// What dist/suite.js exports to the files that node is started with (start/). Each loads what it runs.

/** The command `modelassay`. */
export const command = async (): Promise<void> => (await import('../cli/main.ts')).main()

/**
 * First step of each stage's action.
 * @param compiled tells what this file was compiled to, for the steps that follow
 */
export const plan = async (name: StageName, compiled: () => Buffer): Promise<void> =>
  (await import('./action.ts')).plan(name, compiled)

/** Second step of each stage's action. */
export const work = async (): Promise<void> => (await import('./work-step.ts')).workStep()

/** Third step of each stage's action. */
export const conclude = async (name: StageName): Promise<void> => (await import('./action.ts')).conclude(name)

/** The one step of actions/plan. */
export const planAll = async (): Promise<void> => (await import('./action.ts')).planAll()

/** The one step of actions/post-feedback. */
export const post = async (): Promise<void> => (await import('./post-feedback.ts')).post()
