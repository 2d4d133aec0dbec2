import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import { threadsFor } from '../csv/threads-for.ts'
import type { Engine } from '../engine/engine.ts'
import { oneFile } from '../quote.ts'
import { numbered, requireFewColumns } from '../relation.ts'
import type { Table } from '../table.ts'
import { copyJsonLines, type JsonLinesSource } from './json-lines-copy.ts'

/**
 * Opens a file of one JSON object a line as a view of text columns, one a key, with the kind that each cell has in JSON.
 * Null and no value are NULL. Lines that are no object are faults.
 * @throws AssayError input `not-utf8`, `record-too-long`, `no-json-lines`, `too-many-columns`
 */
export async function openJsonLines(
  engine: Engine,
  source: JsonLinesSource & { readonly relation: string },
): Promise<Table> {
  const { label, relation } = source
  const copy = join(engine.scratch, `${relation}.csv`)
  const { keys, digest, bytes, rows, faults, longest, linesInCells, lineOf, recordOf } = await copyJsonLines(
    source,
    copy,
  )
  if (keys.length === 0) {
    throw inputError('no-json-lines', `${label} has no line that is a JSON object with a key.`, {
      hint: 'Write one object a line, such as {"age": 31}; of a list write each entry on a line.',
      file: label,
    })
  }
  requireFewColumns(keys.length, label)
  const columns = keys.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR', jsonKind: `j${i}` }))
  const kinds = columns.map(({ jsonKind }, i) => `substring(k, ${i + 1}, 1) AS ${jsonKind}`)
  const types = [...columns.map(({ sql }) => sql), 'k'].map((name) => `${name}: 'VARCHAR'`)
  const size = Math.max(longest + 1024, 2_000_000)
  await engine.run(
    `CREATE OR REPLACE VIEW ${relation} AS SELECT * EXCLUDE (k), ${kinds.join(', ')} FROM read_csv(${oneFile(copy)},
      columns={${types.join(', ')}}, auto_detect=false, header=false, delim=',', quote='"', escape='"', comment='',
      new_line='\\n', nullstr='', allow_quoted_nulls=false, encoding='utf-8', compression='none',
      hive_partitioning=false, ignore_errors=false, null_padding=false, strict_mode=true, max_line_size=${size},
      buffer_size=${16 * size}${threadsFor({ linesInCells })})`,
  )
  return {
    label,
    format: 'jsonl',
    digest,
    bytes,
    rows,
    columns,
    faults,
    relation,
    numbered: numbered(relation),
    place: (row) => ({ row: recordOf(row), line: lineOf(row) }),
  }
}
