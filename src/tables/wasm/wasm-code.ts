/** WebAssembly instructions as bytes, as far as the suite's own module needs them: each function is named after its instruction. */
export type Code = readonly number[]

/** A local variable by its index: those of type i32, v128, i64 and f64 are counted in this order. */
export type Local = number

const leb = (value: number): number[] => {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7) {
    const done = (rest >> 6 === 0 && (rest & 64) === 0) || (rest >> 6 === -1 && (rest & 64) !== 0)
    bytes.push((rest & 127) | (done ? 0 : 128))
    if (done) return bytes
  }
}
const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]

const binary =
  (...opcode: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode]
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)]

export const constant = (value: number): Code => [0x41, ...leb(value)]
export const get = (local: Local): Code => [0x20, local]
export const set = (local: Local, value: Code): Code => [...value, 0x21, local]
export const add = binary(0x6a)
export const subtract = binary(0x6b)
export const multiply = binary(0x6c)
export const and = binary(0x71)
export const or = binary(0x72)
export const differing = binary(0x73)
export const shiftLeft = binary(0x74)
export const equal = binary(0x46)
export const differs = binary(0x47)
export const less = binary(0x49)
export const greater = binary(0x4b)
export const isZero = (value: Code): Code => [...value, 0x45]
export const trailingZeros = (value: Code): Code => [...value, 0x68]
/** `a` where the condition holds, otherwise `b` */
export const select = (condition: Code, a: Code, b: Code): Code => [...a, ...b, ...condition, 0x1b]

export const load = (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)]
export const loadByte = (address: Code, offset = 0): Code => [...address, 0x2d, 0, ...unsigned(offset)]
export const storeByte = (address: Code, value: Code): Code => [...address, ...value, 0x3a, 0, 0]
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  0x36,
  2,
  ...unsigned(offset),
]

export const longConstant = (value: number): Code => [0x42, ...leb(value)]
export const loadLong = (address: Code, offset = 0): Code => [...address, 0x29, 3, ...unsigned(offset)]
export const longAdd = binary(0x7c)
export const longSubtract = binary(0x7d)
export const longLess = binary(0x54)
export const longMultiply = binary(0x7e)
/** an i32 without sign as an i64 */
export const asLong = (value: Code): Code => [...value, 0xad]
/** the lower half of an i64 as an i32 */
export const asShort = (value: Code): Code => [...value, 0xa7]

/** an i64 as an f64 */
export const asDouble = (value: Code): Code => [...value, 0xb9]
/** an f64 that is a whole number as an i64 */
export const asWhole = (value: Code): Code => [...value, 0xb0]
export const doubleAdd = binary(0xa0)
export const doubleSubtract = binary(0xa1)
export const product = binary(0xa2)
export const negated = (value: Code): Code => [...value, 0x9a]
export const quotient = binary(0xa3)
export const doubleEqual = binary(0x61)
export const doubleLess = binary(0x63)
export const doubleGreater = binary(0x64)
export const loadDouble = (address: Code, offset = 0): Code => [...address, 0x2b, 3, ...unsigned(offset)]
export const storeDouble = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  0x39,
  3,
  ...unsigned(offset),
]

export const loadVector = (address: Code): Code => [...address, ...simd(0x00), 0, 0]
export const storeVector = (address: Code, value: Code): Code => [...address, ...value, ...simd(0x0b), 0, 0]
export const vector = (bytes: readonly number[]): Code => [...simd(0x0c), ...bytes]
/** sixteen times the same byte */
export const splat = (byte: Code): Code => [...byte, ...simd(0x0f)]
export const swizzle = binary(...simd(0x0e))
export const bytesEqual = binary(...simd(0x23))
export const vectorAnd = binary(...simd(0x4e))
export const vectorOr = binary(...simd(0x50))
/** one bit a byte: its highest */
export const bitmask = (value: Code): Code => [...value, ...simd(0x64)]
export const bytesShiftedRight = (value: Code, bits: number): Code => [
  ...value,
  ...constant(bits),
  ...simd(0x6d),
]

const noResult = 0x40
export const when = (condition: Code, ...body: readonly Code[]): Code => [
  ...condition,
  0x04,
  noResult,
  ...body.flat(),
  0x0b,
]
export const whenElse = (condition: Code, body: readonly Code[], otherwise: readonly Code[]): Code => [
  ...condition,
  0x04,
  noResult,
  ...body.flat(),
  0x05,
  ...otherwise.flat(),
  0x0b,
]
/** Repeats its body as long as the condition holds before it. */
export const loopWhile = (condition: Code, ...body: readonly Code[]): Code => [
  ...[0x02, noResult, 0x03, noResult],
  ...[...isZero(condition), 0x0d, 1],
  ...body.flat(),
  ...[0x0c, 0, 0x0b, 0x0b],
]
export const giveBack = (value: Code): Code => [...value, 0x0f]

export interface FunctionCode {
  /** all of type i32; they are the first locals */
  readonly parameters: number
  /** further locals by their type: i32, v128, i64, f64 */
  readonly integers: number
  readonly vectors: number
  readonly longs: number
  readonly doubles: number
  readonly body: readonly Code[]
}

/** A module of one function `run`, which gives back an i32, over a memory that it imports. */
export function moduleOf(code: FunctionCode): Uint8Array<ArrayBuffer> {
  const { parameters, integers, vectors, longs, doubles, body } = code
  const sized = (content: readonly number[]) => [...unsigned(content.length), ...content]
  const section = (id: number, content: readonly number[]) => [id, ...sized(content)]
  const text = (name: string) => sized([...new TextEncoder().encode(name)])
  const i32 = 0x7f
  const [v128, i64, f64] = [0x7b, 0x7e, 0x7c]
  const groups = [
    [integers, i32] as const,
    [vectors, v128] as const,
    [longs, i64] as const,
    [doubles, f64] as const,
  ]
  const locals = [groups.length, ...groups.flatMap(([count, type]) => [...unsigned(count), type])]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...sized(Array.from({ length: parameters }, () => i32)), 1, i32]),
    ...section(2, [1, ...text('outside'), ...text('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0, 0]),
    ...section(10, [1, ...sized([...locals, ...body.flat(), 0x0b])]),
  ])
}
