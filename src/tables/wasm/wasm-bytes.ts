import {
  add,
  and,
  bitmask,
  bytesEqual,
  type Code,
  constant,
  get,
  type Local,
  less,
  loadVector,
  loopWhile,
  or,
  select,
  set,
  shiftLeft,
  splat,
  subtract,
  trailingZeros,
  vectorOr,
} from './wasm-code.ts'

/** A loop over more bytes at a time ends less often unforeseen. */
const blockBytes = 32
const LF = 10

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

interface InEnds extends InBlock {
  /** i32: what is left of the block, and where the cell ends */
  readonly ends: Local
  readonly at: Local
  /** i32: a parameter */
  readonly delimiter: Local
}

/**
 * Goes from `block` to `end` over bytes of which each delimiter and each LF ends a cell.
 * @param inBlock done with each block before
 * @param atEnd done at each end, from the first to the last
 */
export function eachEnd(
  { ends, at, delimiter, ...inBytes }: InEnds,
  inBlock: readonly Code[],
  atEnd: readonly Code[],
): Code {
  const { block, end, bytes, second } = inBytes
  return loopWhile(
    less(get(block), get(end)),
    set(bytes, loadVector(get(block))),
    set(second, loadVector(add(get(block), constant(16)))),
    ...inBlock,
    set(ends, eitherIn(get(delimiter), constant(LF), inBytes)),
    loopWhile(
      get(ends),
      set(at, add(get(block), trailingZeros(get(ends)))),
      set(ends, and(get(ends), subtract(get(ends), constant(1)))),
      ...atEnd,
    ),
    set(block, add(get(block), constant(blockBytes))),
  )
}
