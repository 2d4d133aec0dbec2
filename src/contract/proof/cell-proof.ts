import { type Expression, oneByte } from '../../tables/expression.ts'
import { automatonOf } from '../../tables/plain/automaton.ts'
import type { CellLook } from '../../tables/plain/each-cell.ts'
import type { Contract } from '../schema/contract.ts'
import type { Field } from '../schema/field.ts'
import { numbersProof } from './number-proof.ts'
import { booleansProof, textsProof } from './text-proof.ts'
import { daysProof, instantsProof } from './time-proof.ts'

/** What has to be so of the cells of a type that are not empty. */
export interface TypeProof {
  /** each says something that a cell is */
  readonly are?: readonly Expression[]
  readonly each?: NonNullable<CellLook['each']>
  readonly number?: NonNullable<CellLook['number']>
  /** the least and the greatest of its numbers have to say it, too, and whether one may be empty: see keptByExtremes */
  readonly byExtremes?: true
  /** whether what was given to `each` or `number` may stand together */
  holds?(): boolean
}

/** How the cells of a field can be shown to keep it without the engine. */
export interface FieldProof extends Pick<TypeProof, 'byExtremes' | 'holds'> {
  /** what has to be so of its cells; what is not may keep it all the same */
  readonly cells: CellLook
}

/**
 * @param mostHeld values that may be remembered of the field, as heldEach says
 * @returns undefined where it takes the engine
 */
export function fieldProof(contract: Contract, field: Field, mostHeld: number): FieldProof | undefined {
  const { missingValues = contract.missingValues, constraints, type } = field
  if (missingValues.length !== 1 || missingValues[0] !== '') return undefined
  const proof = proofs[type]?.(field, mostHeld)
  if (proof === undefined) return undefined
  const { are = [], each, number, byExtremes, holds } = proof
  const asked = constraints.required
    ? [...are, ...(byExtremes ? [] : [filled])]
    : are.map((part): Expression => ({ kind: 'times', part, least: 0, most: 1 }))
  const automaton = asked.length === 0 ? undefined : automatonOf(asked)
  if (asked.length > 0 && automaton === undefined) return undefined
  return {
    cells: {
      ...(automaton && { automaton }),
      ...(each && { each: (bytes, from, to) => from === to || each(bytes, from, to) }),
      ...(number && { number }),
      ...(byExtremes && { extremes: true }),
    },
    ...(byExtremes && { byExtremes }),
    ...(holds && { holds }),
  }
}

/** So many values are remembered of all columns that repeat none: 128 MB. */
const mostHeldOfAll = 2 ** 24

/** How many values may be remembered of each column of a contract. */
export function heldEach({ fields }: Contract): number {
  const unique = fields.filter(({ constraints }) => constraints.unique).length
  return Math.floor(mostHeldOfAll / Math.max(unique, 1))
}

const filled: Expression = {
  kind: 'times',
  part: oneByte(() => true),
  least: 1,
  most: Number.POSITIVE_INFINITY,
}

const proofs: Readonly<
  Partial<Record<Field['type'], (field: Field, mostHeld: number) => TypeProof | undefined>>
> = {
  any: textsProof,
  boolean: booleansProof,
  date: daysProof,
  datetime: instantsProof,
  integer: numbersProof,
  number: numbersProof,
  string: textsProof,
}
