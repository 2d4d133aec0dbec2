import { setFlagsFromString } from 'node:v8'

/** That a function is optimised, and that this is done where it is called often. */
const flags = ['wasm-tier-up', 'wasm-dynamic-tiering']

/**
 * Has WebAssembly run as it is first compiled. All that a step which plans or concludes runs of it is what takes answers of
 * HTTP apart in node's `fetch`: one function so large that to optimise it takes a tenth of a second, which begins after a few
 * answers, and which no process ends before.
 */
export function leaveWasmAsCompiled(): void {
  for (const flag of flags) setFlagsFromString(`--no-${flag}`)
}

/** As a process has them at its start: V8 takes code only where the flags are those under which it was compiled. */
export function optimizeWasm(): void {
  for (const flag of flags) setFlagsFromString(`--${flag}`)
}
