import { describe, expect, it } from 'vitest'
import { flipsOf } from '../../src/metrics/flips.ts'

const side = (labels: readonly string[], predicted: readonly string[], ids?: readonly string[]) => ({
  rows: labels.length,
  labels,
  predicted,
  ...(ids && { ids }),
})
const all = { parts: [], listed: 10 }
const rowsOf = (...at: number[]) => Uint32Array.from(at)

describe('rows that flip', () => {
  const labels = ['no', 'yes', 'yes', 'no', 'yes']
  const now = side(labels, ['yes', 'yes', 'no', 'no', 'no'], ['a', 'b', 'c', 'd', 'e'])
  const before = side(labels, ['no', 'no', 'yes', 'no', 'no'], ['a', 'b', 'c', 'd', 'e'])
  const binary = { task: 'binary', positive: 'yes' } as const

  it('are named by id and place with what either model said of them, the right ones left out', () => {
    expect(flipsOf(now, before, binary, all)).toEqual({
      rows: 5,
      broken: 2,
      mended: 1,
      listed: {
        broken: [
          { id: 'a', row: 1, label: 'no', before: 'no', now: 'yes' },
          { id: 'c', row: 3, label: 'yes', before: 'yes', now: 'no' },
        ],
        mended: [{ id: 'b', row: 2, label: 'yes', before: 'no', now: 'yes' }],
      },
    })
  })

  it('are counted all, and listed up to a number of each kind', () => {
    const { broken, mended, listed } = flipsOf(now, before, binary, { ...all, listed: 1 })!
    expect([broken, mended]).toEqual([2, 1])
    expect(listed.broken.map(({ row }) => row)).toEqual([1])
    expect(listed.mended.map(({ row }) => row)).toEqual([2])
  })

  it('are listed in the order of their numbers, where all their ids are numbers', () => {
    const of = (...ids: string[]) => {
      const wrong = side(['1', '1', '1'], ['0', '0', '0'], ids)
      const right = side(['1', '1', '1'], ['1', '1', '1'], ids)
      const { listed } = flipsOf(wrong, right, { task: 'binary' }, { ...all, listed: 2 })!
      return listed.broken.map(({ id, row }) => [id, row])
    }
    expect(of('10', '100', '9')).toEqual([
      ['9', 3],
      ['10', 1],
    ])
    expect(of('10', '9', 'a')).toEqual([
      ['10', 1],
      ['9', 2],
    ])
  })

  it('are counted by part too, but in parts where none flips', () => {
    const parts = [
      { name: 'north', rows: rowsOf(0, 1, 3) },
      { name: 'south', rows: rowsOf(3, 4) },
      { name: 'west', rows: rowsOf(2) },
    ]
    expect(flipsOf(now, before, binary, { ...all, parts })!.slices).toEqual([
      { name: 'north', rows: 3, broken: 1, mended: 1 },
      { name: 'west', rows: 1, broken: 1, mended: 0 },
    ])
    expect(flipsOf(now, before, binary, { ...all, parts: [parts[1]!] })).not.toHaveProperty('slices')
  })

  it('have no id where rows have none, and the class of a label as it is compared', () => {
    const flips = flipsOf(side(['1.0'], ['0']), side(['1.0'], ['1']), { task: 'binary' }, all)!
    expect(flips.listed.broken).toEqual([{ row: 1, label: '1', before: '1', now: '0' }])
  })

  it('of several classes are right or wrong, whichever wrong class it is', () => {
    const three = ['a', 'b', 'c']
    const flips = flipsOf(
      side(three, ['b', 'c', 'c']),
      side(three, ['a', 'a', 'd']),
      { task: 'multiclass' },
      all,
    )!
    expect(flips.listed).toEqual({
      broken: [{ row: 1, label: 'a', before: 'a', now: 'b' }],
      mended: [{ row: 3, label: 'c', before: 'd', now: 'c' }],
    })
  })

  it.each([
    ['numbers', side(['1'], ['2']), side(['1'], ['1']), { task: 'regression' }],
    ['rankings', side(['1'], ['2']), side(['1'], ['1']), { task: 'ranking' }],
    [
      'no class now',
      side(
        labels,
        labels.map(() => 'maybe'),
      ),
      before,
      binary,
    ],
    [
      'no class before',
      now,
      side(
        labels,
        labels.map(() => ''),
      ),
      binary,
    ],
  ] as const)('cannot be told of %s', (_what, candidate, baseline, meaning) => {
    expect(flipsOf({ ...candidate }, { ...baseline }, meaning, all)).toBeUndefined()
  })

  it('of scores alone are named by the classes of the labels', () => {
    const scored = (...score: number[]) => ({
      rows: 2,
      labels: ['no', 'yes'],
      score: Float64Array.from(score),
    })
    expect(flipsOf(scored(0.1, 0.2), scored(0.1, 0.9), binary, all)!.listed.broken).toEqual([
      { row: 2, label: 'yes', before: 'yes', now: 'no' },
    ])
    const alone = (score: number) => ({ rows: 1, labels: ['yes'], score: Float64Array.of(score) })
    expect(flipsOf(alone(0.2), alone(0.9), binary, all)!.listed.broken).toEqual([
      { row: 1, label: 'yes', before: 'yes', now: 'negative' },
    ])
  })
})
