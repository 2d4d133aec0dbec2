import { describe, expect, it } from 'vitest'
import { loadContract } from '../../../src/contract/load.ts'
import type { AssayError } from '../../../src/errors.ts'

/** What is wrong with a block `checks`, and on which of its lines. */
function wrong(checks: string): string {
  const text = `fields:
  - {name: x, type: number}
  - {name: kind, type: string}
  - {name: day, type: date}
checks:
${checks}`
  try {
    loadContract(text, 'contract.yml')
  } catch (error) {
    const { message, place, hint } = error as AssayError
    return `${(place.line ?? 0) - 5}: ${message}${hint.startsWith('Did you mean') ? ` ${hint}` : ''}`
  }
  return 'nothing'
}

const column = (name: string, check: string) => `  columns:\n    ${name}:\n      ${check}\n`

describe('the block checks of a contract', () => {
  it.each([
    ['rows: {min: 0}', 'nothing'],
    ['rows: {min: 2, max: 1}', '1: checks.rows.min: is larger than max'],
    ['row: {min: 2}', '1: unknown key checks.row Did you mean "rows"?'],
  ])('%s: %s', (check, says) => {
    expect(wrong(`  ${check}\n`)).toBe(says)
  })

  it.each([
    [
      'kinds',
      'nulls: {max: 0.5}',
      '2: checks.columns.kinds: "kinds" is no field of this contract; did you mean "kind"?',
    ],
    ['x', '{}', '2: checks.columns.x: can never fail: name a check'],
    ['x', 'means: {min: 1}', '3: unknown key checks.columns.x.means Did you mean "mean"?'],
    ['x', 'mean: {}', '3: checks.columns.x.mean: can never fail: give min, max or both'],
    ['x', 'mean: {severity: warning}', '3: checks.columns.x.mean: can never fail: give min, max or both'],
    ['x', 'mean: {min: 2, max: 1}', '3: checks.columns.x.mean.min: is larger than max'],
    [
      'x',
      'mean: {min: 2, severity: info}',
      '3: checks.columns.x.mean.severity: must be one of error, warning',
    ],
    ['x', 'nulls: {max: 1}', '3: checks.columns.x.nulls: can never fail: every value is at most 1'],
    ['x', 'nulls: {max: 5}', '3: checks.columns.x.nulls.max: must be 1 or less, not 5'],
    ['x', 'distinct: {min: 0}', '3: checks.columns.x.distinct: can never fail: every value is at least 0'],
    [
      'x',
      'distinct_share: {min: 0, max: 1}',
      '3: checks.columns.x.distinct_share: can never fail: every value is at least 0 and at most 1',
    ],
    ['x', 'quantiles: {}', '3: checks.columns.x.quantiles: can never fail: name a quantile, such as "0.5"'],
    ['x', 'quantiles: {0.5: {min: 1}}', 'nothing'],
    [
      'x',
      'quantiles: {"0.5": {}}',
      '3: checks.columns.x.quantiles.0.5: can never fail: give min, max or both',
    ],
    [
      'kind',
      'mean: {min: 1}',
      '3: checks.columns.kind.mean: mean needs a column of numbers (type integer or number or year); "kind" is of type string',
    ],
    [
      'kind',
      'std: {max: 1}',
      '3: checks.columns.kind.std: std needs a column of numbers (type integer or number or year); "kind" is of type string',
    ],
    [
      'kind',
      'ordered: {}',
      '3: checks.columns.kind.ordered: ordered needs a column of numbers, dates or times (type integer or number or year or date or datetime); "kind" is of type string',
    ],
    [
      'x',
      'fresh: {max_age: 1d}',
      '3: checks.columns.x.fresh: fresh needs a column of dates or times (type date or datetime); "x" is of type number',
    ],
    [
      'day',
      'fresh: {max_age: 1 day}',
      '3: checks.columns.day.fresh.max_age: "1 day" must be a whole number with its unit: s, m (minutes), h, d, w, mo (months) or y, such as 7d',
    ],
    [
      'day',
      'fresh: {max_age: 1d, clock: yesterday}',
      '3: checks.columns.day.fresh.clock: must be run, or a date or time such as "2024-01-31T08:00:00Z"',
    ],
    [
      'day',
      'fresh: {max_age: 1d, clock: "2024-02-30"}',
      '3: checks.columns.day.fresh.clock: must be run, or a date or time such as "2024-01-31T08:00:00Z"',
    ],
    [
      'day',
      'fresh: {max_age: 9999y}',
      '3: checks.columns.day.fresh.max_age: must be at most a thousand years',
    ],
    ['day', 'gaps: {step: 0d}', '3: checks.columns.day.gaps.step: must be longer than nothing'],
    [
      'day',
      'gaps: {step: 1d, by: shop}',
      '3: checks.columns.day.gaps.by: "shop" is no field of this contract',
    ],
    [
      'kind',
      'categories: {values: [a, b]}',
      '3: checks.columns.kind.categories: can never fail: give min_share or min_each above 0',
    ],
    [
      'kind',
      'categories: {values: [a, b, a], min_share: 1}',
      '3: checks.columns.kind.categories.values[2]: is there twice',
    ],
    [
      'x',
      'categories: {values: [1, one], min_share: 1}',
      '3: checks.columns.x.categories.values[1]: must be a number',
    ],
    [
      'kind',
      'categories: {values: [a, b], min_each: 0.6}',
      '3: checks.columns.kind.categories.min_each: no table can give each of 2 categories so much',
    ],
  ])('of %s, %s: %s', (name, check, says) => {
    expect(wrong(column(name, check))).toBe(says)
  })

  it.each([
    ['conditions: [{name: a, sql: x > 0}]', 'nothing'],
    [
      'conditions: [{name: a, sql: x > 0}, {name: a, sql: x > 1}]',
      '1: checks.conditions[1].name: "a" is there twice',
    ],
    ['conditions: [{sql: x > 0}]', '1: checks.conditions[0].name: is missing'],
    [
      'conditions: [{name: a, sql: ""}]',
      '1: checks.conditions[0].sql: Too small: expected string to have >=1 characters',
    ],
    [
      'conditions: [{name: a, sql: x > 0, tolerance: 1}]',
      '1: checks.conditions[0].tolerance: must be less than 1, not 1',
    ],
    [
      'aggregates: [{name: a, sql: avg(x)}]',
      '1: checks.aggregates[0]: can never fail: give min, max or both',
    ],
    [
      'aggregates: [{name: a, sql: avg(x), min: 2, max: 1}]',
      '1: checks.aggregates[0].min: is larger than max',
    ],
  ])('%s: %s', (check, says) => {
    expect(wrong(`  ${check}\n`)).toBe(says)
  })
})
