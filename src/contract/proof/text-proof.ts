import { type Expression, exactly, oneByte } from '../../tables/expression.ts'
import type { Field } from '../schema/field.ts'
import { typeOf } from '../types/registry.ts'
import { asksOnly } from './asks-only.ts'
import type { TypeProof } from './cell-proof.ts'
import { distinctTexts } from './distinct.ts'
import { readExpression } from './regular-expression.ts'

/** Fields of type `string` and `any`: the length of texts, what they are one of, what they match, that none repeats. */
export function textsProof(field: Field, mostHeld: number): TypeProof | undefined {
  const { constraints, categories } = field
  if (!asksOnly(field, ['required', 'unique', 'minLength', 'maxLength', 'pattern', 'enum'])) return undefined
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, enum: allowed, unique } = constraints
  const are: Expression[] = []
  if (minLength > 0 || maxLength < Number.POSITIVE_INFINITY) are.push(long(minLength, maxLength))
  if (pattern !== undefined) {
    const expression = readExpression(pattern)
    if (expression === undefined) return undefined
    are.push(expression)
  }
  for (const list of [allowed, categories]) if (list !== undefined) are.push(oneOf(textsOf(field, list)))
  if (!unique) return { are }
  const { add, holds } = distinctTexts(mostHeld)
  return { are, each: add, holds }
}

/** Fields of type `boolean`: their words. */
export function booleansProof(field: Field): TypeProof | undefined {
  if (!asksOnly(field, ['required'])) return undefined
  const { trueValues = ['true', 'True', 'TRUE', '1'], falseValues = ['false', 'False', 'FALSE', '0'] } = field
  const words = [...trueValues, ...falseValues]
  // Of a text that holds a NUL the engine is asked nothing, and says so whatever the cells are.
  return words.some((word) => word.includes('\0')) ? undefined : { are: [oneOf(words)] }
}

const textsOf = (field: Field, list: readonly unknown[]) =>
  list.flatMap((one) => typeOf(field).written(one)?.order.toString() ?? [])

/** Texts are compared byte by byte, as the engine does. */
const oneOf = (texts: readonly string[]): Expression => ({ kind: 'any', branches: texts.map(exactly) })

const continues = (byte: number) => (byte & 0xc0) === 0x80
/** A byte that begins one, and those that belong to it. */
const character: Expression = {
  kind: 'all',
  parts: [
    oneByte((byte) => !continues(byte)),
    { kind: 'times', part: oneByte(continues), least: 0, most: Number.POSITIVE_INFINITY },
  ],
}

const long = (least: number, most: number): Expression => ({ kind: 'times', part: character, least, most })
