import { expect, it } from 'vitest'
import { rarestLabel } from '../../../src/metrics/interpret/rarest-label.ts'

const labels = (...counts: readonly (readonly [label: string | null, count: number])[]) =>
  counts.flatMap(([label, count]) => Array.from({ length: count }, () => label))

it('the rarest label is told with its row, where it is of one row in ten or fewer', () => {
  const slip = labels(['no', 12], ['yes', 7], ['nein', 1])
  expect(rarestLabel({ labels: slip })).toBe('; "nein" is the label of 1 row, row 20')
  expect(rarestLabel({ labels: labels(['maybe', 2], ['no', 9], ['yes', 9]) })).toBe(
    '; "maybe" is the label of 2 rows, first of row 1',
  )
  const ids = slip.map((_, i) => `p${i}`)
  expect(rarestLabel({ labels: slip, ids })).toBe('; "nein" is the label of 1 row, the row of the id "p19"')
})

it('no label is rare that is of more rows, and none where there are no rows', () => {
  expect(rarestLabel({ labels: labels(['no', 9], ['yes', 8], ['maybe', 2]) })).toBe('')
  expect(rarestLabel({ labels: labels(['no', 5], ['yes', 4]) })).toBe('')
  expect(rarestLabel({ labels: [] })).toBe('')
})

it('labels that are written otherwise are one', () => {
  const written = labels(['1.0', 1], ['1', 10], ['True', 1], ['true', 10], [null, 1])
  expect(rarestLabel({ labels: written })).toMatch(/^; .* is the label of 1 row, row 23$/)
})
