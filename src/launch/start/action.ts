import type { StageName } from '../../record/stage-name.ts'
import { compiledOf } from '../compiled.ts'
import { loadSuite } from './load-suite.ts'

// dist/action.js: what the JavaScript steps of the actions call.

export function plan(name: StageName): Promise<void> {
  const { suite, compiled } = loadSuite(import.meta.dirname)
  return suite.plan(name, compiled)
}

export const conclude = (name: StageName): Promise<void> =>
  loadSuite(import.meta.dirname, () => compiledOf(process.env)).suite.conclude(name)

export const planAll = (): Promise<void> => loadSuite(import.meta.dirname).suite.planAll()

export const post = (): Promise<void> => loadSuite(import.meta.dirname).suite.post()
