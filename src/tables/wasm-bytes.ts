import {
  and,
  bitmask,
  bytesEqual,
  type Code,
  constant,
  get,
  type Local,
  less,
  or,
  select,
  shiftLeft,
  splat,
  subtract,
  vectorOr,
} from './wasm-code.ts'

/** A loop over more bytes at a time ends less often unforeseen. */
export const blockBytes = 32

interface InBlock {
  /** i32: where the block begins, and where all bytes end */
  readonly block: Local
  readonly end: Local
  /** v128: its first and its second sixteen bytes */
  readonly bytes: Local
  readonly second: Local
}

/** A bit for each byte of the block that is one of two. */
export function eitherIn(one: Code, other: Code, { block, end, bytes, second }: InBlock): Code {
  const either = (vector: Local) =>
    bitmask(vectorOr(bytesEqual(get(vector), splat(one)), bytesEqual(get(vector), splat(other))))
  const bits = or(either(bytes), shiftLeft(either(second), constant(16)))
  return select(
    less(subtract(get(end), get(block)), constant(blockBytes)),
    and(bits, subtract(shiftLeft(constant(1), subtract(get(end), get(block))), constant(1))),
    bits,
  )
}
