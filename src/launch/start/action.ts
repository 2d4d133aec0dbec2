import type { StageName } from '../../record/stage-name.ts'
import { compiledOf } from '../compiled.ts'
import { loadSuite } from './load-suite.ts'
import { leaveWasmAsCompiled, optimizeWasm } from './wasm-tiers.ts'

// dist/action.js: what the JavaScript steps of the actions call.

export function plan(name: StageName): Promise<void> {
  const { suite, compiled } = load()
  return suite.plan(name, () => {
    optimizeWasm()
    return compiled()
  })
}

export const conclude = (name: StageName): Promise<void> =>
  load(() => compiledOf(process.env)).suite.conclude(name)

export const planAll = (): Promise<void> => load().suite.planAll()

/** Unlike the others it reads predictions again, by WebAssembly of the suite's own, which is worth optimising. */
export const post = (): Promise<void> => loadSuite(import.meta.dirname).suite.post()

function load(compiledOf?: Parameters<typeof loadSuite>[1]): ReturnType<typeof loadSuite> {
  const loaded = loadSuite(import.meta.dirname, compiledOf)
  leaveWasmAsCompiled()
  return loaded
}
