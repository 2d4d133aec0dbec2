import { join } from 'node:path'
import type { Engine } from '../../tables/engine/engine.ts'
import { literal, oneFile } from '../../tables/quote.ts'
import type { Sample } from './sample.ts'

/** A statement's time grows with the columns of what it reads, needed or not. */
const mostColumns = 100
const columnsOfPart = 25

/** The sample, where it is wide as several of few columns each, so that asking them one by one stays fast. */
export async function inParts(engine: Engine, sample: Sample): Promise<Sample[]> {
  const { table } = sample
  if (table.columns.length <= mostColumns) return [sample]
  const parts: Sample[] = []
  for (let from = 0; from < table.columns.length; from += columnsOfPart) {
    const columns = table.columns.slice(from, from + columnsOfPart)
    const relation = `${table.relation}_${from}`
    const names = columns.flatMap(({ sql, jsonKind }) => (jsonKind === undefined ? [sql] : [sql, jsonKind]))
    const copy = join(engine.scratch, `${relation}.parquet`)
    await engine.run(
      `COPY (SELECT r, ${names.join(', ')} FROM ${table.numbered}) TO ${literal(copy)} (FORMAT parquet)`,
    )
    await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(copy)})`)
    parts.push({ ...sample, table: { ...table, columns, relation, numbered: relation } })
  }
  return parts
}
