import {
  add,
  and,
  constant,
  type FunctionCode,
  get,
  giveBack,
  less,
  load,
  loadByte,
  loopWhile,
  moduleOf,
  set,
  shiftLeft,
  store,
  when,
} from './wasm-code.ts'

/** In the steps of a state: where a step has one of these bits, it is no state alone. */
export const marks = { dead: 1, unknown: 3, cell: 2 } as const
/** A step is of 32 bits, and there is one for each byte; a line more lets states be in the processor's cache together. */
export const stateBytes = 1024 + 64
/** Where the last state is left. */
export const stateAt = 0

const [at, end, state, next] = [0, 1, 2, 3]

/**
 * Takes one step a byte, from the state that is given.
 * @returns where the first byte is whose step is marked, otherwise the end
 */
const run: FunctionCode = {
  parameters: 3,
  integers: 1,
  vectors: 0,
  longs: 0,
  doubles: 0,
  body: [
    loopWhile(
      less(get(at), get(end)),
      set(next, load(add(get(state), shiftLeft(loadByte(get(at)), constant(2))))),
      when(and(get(next), constant(3)), store(constant(stateAt), get(state)), giveBack(get(at))),
      set(state, get(next)),
      set(at, add(get(at), constant(1))),
    ),
    get(end),
  ],
}

export const eachCellModule = () => moduleOf(run)
