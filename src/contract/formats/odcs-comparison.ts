import type { Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { wrongValue } from './faults.ts'

/** What a metric must come to, both ends included; `outside` turns it around. */
export interface Comparison {
  readonly min?: number
  readonly max?: number
  readonly outside: boolean
}

export const operators = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
] as const
type Operator = (typeof operators)[number]

/** `counts` are whole, so that an open end is a closed one of the next number. */
export type Scale = 'counts' | 'numbers'

/**
 * The operators of a rule as one range. The standard's ranges leave out both of their ends.
 * @throws AssayError configuration `wrong-value` where there is none, or what it compares with is no number
 */
export function comparisonOf(rule: Tree, at: KeyPath, scale: Scale, document: YamlDocument): Comparison {
  const given = operators.filter((operator) => rule[operator] !== undefined)
  if (given.length === 0)
    throw wrongValue(
      document,
      at,
      'says nothing that the metric must come to',
      `Add one of ${operators.join(', ')}.`,
    )
  const ranges = given.map((operator) =>
    rangeOf(operator, rule[operator], [...at, operator], scale, document),
  )
  const [first, ...others] = ranges
  if (others.length === 0) return first!
  if (ranges.some(({ outside }) => outside))
    throw wrongValue(
      document,
      at,
      'has operators that go together with no other',
      'Write a rule for each of them.',
    )
  const min = Math.max(...ranges.map((range) => range.min ?? Number.NEGATIVE_INFINITY))
  const max = Math.min(...ranges.map((range) => range.max ?? Number.POSITIVE_INFINITY))
  return { ...(Number.isFinite(min) && { min }), ...(Number.isFinite(max) && { max }), outside: false }
}

function rangeOf(
  operator: Operator,
  value: unknown,
  at: KeyPath,
  scale: Scale,
  document: YamlDocument,
): Comparison {
  const between = operator === 'mustBeBetween' || operator === 'mustNotBeBetween'
  const numbers = between && Array.isArray(value) ? value : [value]
  if (numbers.length !== (between ? 2 : 1) || numbers.some((number) => !Number.isFinite(number)))
    throw wrongValue(document, at, between ? 'must be two numbers' : 'must be a number', 'Correct the value.')
  const [low, high] = numbers as [number, number]
  switch (operator) {
    case 'mustBe':
      return { min: low, max: low, outside: false }
    case 'mustNotBe':
      return { min: low, max: low, outside: true }
    case 'mustBeGreaterThan':
      return { min: above(low, scale), outside: false }
    case 'mustBeGreaterOrEqualTo':
      return { min: low, outside: false }
    case 'mustBeLessThan':
      return { max: below(low, scale), outside: false }
    case 'mustBeLessOrEqualTo':
      return { max: low, outside: false }
    default:
      return {
        min: above(low, scale),
        max: below(high, scale),
        outside: operator === 'mustNotBeBetween',
      }
  }
}

const above = (bound: number, scale: Scale) => (scale === 'counts' ? Math.floor(bound) + 1 : next(bound, 1))
const below = (bound: number, scale: Scale) => (scale === 'counts' ? Math.ceil(bound) - 1 : next(bound, -1))

/** The neighbouring double in a direction. */
function next(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const step = value > 0 === direction > 0 ? 1n : -1n
  view.setBigUint64(0, view.getBigUint64(0) + step)
  return view.getFloat64(0)
}
