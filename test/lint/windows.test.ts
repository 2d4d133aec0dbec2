import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** These are answered as the rows come by: no state of all rows is shared between threads. */
const streamed = ['row_number', 'lag']

const overAllRows = (source: string) =>
  [...source.matchAll(/(\w+)\([^()]*\)(?:\s*FILTER\s*\([^()]*\))?\s+OVER\s*\(\s*\)/gi)]
    .filter(([, name]) => !streamed.includes(name!.toLowerCase()))
    .map(([statement]) => statement)

/**
 * DuckDB 1.5.5 ends now and then (one run of forty was measured) with `INTERNAL Error: Attempted to access index 0
 * within vector of size 0` where several threads work at an aggregate over one window of all rows, and the engine
 * is lost with it (duckdb/duckdb#25713). An aggregate in a statement of its own has the same answer.
 */
it('no statement aggregates over a window of all rows', () => {
  expect(
    overAllRows('SELECT count(*) OVER (), sum(n) FILTER (WHERE a) OVER ( ), row_number() OVER ()'),
  ).toEqual(['count(*) OVER ()', 'sum(n) FILTER (WHERE a) OVER ( )'])
  const sources = globSync('src/**/*.ts', { cwd: root })
  expect(sources.length).toBeGreaterThan(500)
  expect(
    sources.flatMap((file) =>
      overAllRows(readFileSync(`${root}${file}`, 'utf8')).map((found) => `${file}: ${found}`),
    ),
  ).toEqual([])
})
