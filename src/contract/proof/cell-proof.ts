import { automatonOf } from '../../tables/automaton.ts'
import type { CellLook } from '../../tables/each-cell.ts'
import { type Expression, oneByte } from '../../tables/expression.ts'
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
  /** the least and the greatest of its numbers have to say it, too, and whether one may be empty: see keptByExtremes */
  readonly byExtremes?: true
}

/** How the cells of a field can be shown to keep it without the engine. */
export interface FieldProof extends Pick<TypeProof, 'byExtremes'> {
  /** what has to be so of its cells; what is not may keep it all the same */
  readonly cells: CellLook
}

/** @returns undefined where it takes the engine */
export function fieldProof(contract: Contract, field: Field): FieldProof | undefined {
  const { missingValues = contract.missingValues, constraints, type } = field
  if (missingValues.length !== 1 || missingValues[0] !== '') return undefined
  const proof = proofs[type]?.(field)
  if (proof === undefined) return undefined
  const { are = [], each, byExtremes } = proof
  const asked = constraints.required
    ? [...are, ...(byExtremes ? [] : [filled])]
    : are.map((part): Expression => ({ kind: 'times', part, least: 0, most: 1 }))
  const automaton = asked.length === 0 ? undefined : automatonOf(asked)
  if (asked.length > 0 && automaton === undefined) return undefined
  return {
    cells: {
      ...(automaton && { automaton }),
      ...(each && { each: (bytes, from, to) => from === to || each(bytes, from, to) }),
    },
    ...(byExtremes && { byExtremes }),
  }
}

const filled: Expression = {
  kind: 'times',
  part: oneByte(() => true),
  least: 1,
  most: Number.POSITIVE_INFINITY,
}

const proofs: Readonly<Partial<Record<Field['type'], (field: Field) => TypeProof | undefined>>> = {
  any: textsProof,
  boolean: booleansProof,
  date: daysProof,
  datetime: instantsProof,
  integer: numbersProof,
  number: numbersProof,
  string: textsProof,
}
