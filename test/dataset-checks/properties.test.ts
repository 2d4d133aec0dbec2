import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { literal } from '../../src/tables/quote.ts'
import { datasetForTests } from './dataset-for-tests.ts'

type Dataset = Awaited<ReturnType<typeof datasetForTests>>
const datasets: Dataset[] = []
beforeAll(async () => {
  datasets.push(await datasetForTests(1), await datasetForTests(2))
})
afterAll(() => {
  for (const { engine } of datasets) engine.close()
})

/** Cells that are easily taken for each other. */
const cell = fc.constantFrom(
  'a',
  'b',
  'A',
  'a ',
  '',
  '1:a',
  '-',
  'é',
  '"',
  "'",
  ',',
  '\n',
  '2:',
  'x'.repeat(40),
)
const rowsOf = (columns: number) =>
  fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 60 })

const quotedCell = (text: string) => `"${text.replaceAll('"', '""')}"`
const csvOf = (names: readonly string[], rows: readonly (readonly string[])[]) =>
  [['n', ...names], ...rows.map((row, i) => [String(i), ...row])]
    .map((row) => row.map(quotedCell).join(','))
    .join('\n')

/** The same rows as a query, with the empty text for NULL, as in CSV. */
const queryOf = (names: readonly string[], rows: readonly (readonly string[])[]) =>
  rows
    .map((row, i) =>
      [`'${i}' AS n`, ...row.map((text, j) => `nullif(${literal(text)}, '') AS ${names[j]}`)].join(', '),
    )
    .map((columns) => `SELECT ${columns}`)
    .join(' UNION ALL ')

/** For each row the first equal one before it. */
function repeated(rows: readonly (readonly string[])[]): [number, number][] {
  return rows.flatMap((row, i): [number, number][] => {
    const first = rows.findIndex((other) => JSON.stringify(other) === JSON.stringify(row))
    return first < i ? [[i + 1, first + 1]] : []
  })
}

const pairsShown = (measured: Awaited<ReturnType<Dataset['check']>>) =>
  measured.flatMap(({ measurement, shown }) =>
    measurement.passes
      ? []
      : shown.map(({ row, counterpart }): [number, number] => [row ?? 0, counterpart?.row ?? 0]),
  )

const inRanges = (places: readonly number[], size: number) =>
  places.map((place) => String(Math.floor(place / size)))

const names = ['b', 'a', 'c'] as const
const runs = { numRuns: 12 }

describe('compared with every row against every other', () => {
  it('exactly the repeated rows are duplicates, in CSV and Parquet, with one thread and with two', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(3), async (rows) => {
        const expected = repeated(rows)
        for (const { check, open, parquet } of datasets) {
          for (const train of [await open(csvOf(names, rows)), await parquet(queryOf(names, rows))]) {
            const found = await check({ duplicates: { max_share: 0, ignore: ['n'] } }, { tables: { train } })
            expect(found[0]!.measurement.count).toBe(expected.length)
            expect(found[0]!.measurement.value).toBe(expected.length / rows.length)
            expect(pairsShown(found)).toEqual(expected.slice(0, 10))
          }
        }
      }),
      runs,
    )
  })

  it('exactly the test rows that train has are shared, whatever the order of its columns', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(3), rowsOf(3), async (inTrain, inTest) => {
        const key = (row: readonly string[]) => JSON.stringify(row)
        const expected = inTest.flatMap((row, i): [number, number][] => {
          const first = inTrain.findIndex((other) => key(other) === key(row))
          return first === -1 ? [] : [[i + 1, first + 1]]
        })
        const turned = inTest.map(([b, a, c]) => [c!, b!, a!])
        for (const { check, open, parquet } of datasets) {
          const train = await open(csvOf(names, inTrain))
          for (const test of [
            await open(csvOf(['c', 'b', 'a'], turned)),
            await parquet(queryOf(['c', 'b', 'a'], turned)),
          ]) {
            const found = await check(
              { shared_rows: { max_share: 0, ignore: ['n'] } },
              { tables: { train, test } },
            )
            expect(found[0]!.measurement.count).toBe(expected.length)
            expect(pairsShown(found)).toEqual(expected.slice(0, 10))
          }
        }
      }),
      runs,
    )
  })

  it('exactly the rows whose features have two labels are in conflict', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf(3), async (rows) => {
        const features = ([b, a]: readonly string[]) => JSON.stringify([b, a])
        const label = ([, , c]: readonly string[]) => c!
        const expected = rows.flatMap((row, i): [number, number][] => {
          const first = rows.findIndex(
            (other) =>
              features(other) === features(row) &&
              label(other) !== '' &&
              label(row) !== '' &&
              label(other) !== label(row),
          )
          return first === -1 ? [] : [[i + 1, first + 1]]
        })
        for (const { check, open } of datasets) {
          const train = await open(csvOf(names, rows))
          const found = await check(
            { conflicting_labels: { ignore: ['n'] } },
            { label: 'c', tables: { train } },
          )
          const labelled = rows.filter((row) => label(row) !== '').length
          expect(found[0]!.measurement.value).toBe(labelled === 0 ? undefined : expected.length / labelled)
          if (labelled > 0) expect(pairsShown(found)).toEqual(expected.slice(0, 10))
        }
      }),
      runs,
    )
  })

  it('each row is predicted from the others alone', async () => {
    const letter = fc.constantFrom('a', 'b', 'c')
    const rows = fc.array(fc.tuple(letter, letter), { minLength: 2, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const counts = new Map<string, number>()
        for (const [, y] of cells) counts.set(y, (counts.get(y) ?? 0) + 1)
        const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([y]) => y)
        const naive = counts.get(ranked[0]!)!
        fc.pre(naive < cells.length)
        const rightIn = (groups: readonly unknown[]) =>
          cells.filter(([, y], i) => {
            const others = cells.filter((_, j) => j !== i && groups[j] === groups[i])
            const most = ranked
              .map((label) => ({ label, n: others.filter((other) => other[1] === label).length }))
              .reduce((best, one) => (one.n > best.n ? one : best))
            return most.label === y
          }).length
        const places = cells.map(([x]) => cells.filter(([other]) => other < x).length)
        const readings = [cells.map(([x]): string => x)]
          .concat([2, 8, 32].filter((size) => 2 * size <= cells.length).map((size) => inRanges(places, size)))
          .map(rightIn)
        const expected = Math.max(0, (Math.max(...readings) - naive) / (cells.length - naive))
        for (const { check, open } of datasets) {
          const train = await open(csvOf(['x', 'y'], cells))
          const found = await check({ label_leakage: { ignore: ['n'] } }, { label: 'y', tables: { train } })
          expect(found[0]!.measurement.value).toBe(expected)
        }
      }),
      runs,
    )
  })
})
