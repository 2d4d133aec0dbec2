import { randomWords } from '../../../src/stats/random.ts'
import { type ColumnKind, columnKinds } from './column-kinds.ts'
import { headerCases } from './header-cases.ts'
import { keyCases } from './key-cases.ts'
import type { ParityCase, TableSchema } from './parity-case.ts'
import { type Cells, type Writing, written } from './write-table.ts'

/** Draws that are the same on every machine. */
interface Draw {
  /** one of a list */
  of<T>(list: readonly T[]): T
  /** true in one of so many */
  oneIn(n: number): boolean
}

function drawFrom(seed: string): Draw {
  const next = randomWords(seed)
  return {
    of: (list) => list[next() % list.length]!,
    oneIn: (n) => next() % n === 0,
  }
}

const plain: Writing = { file: 'data.csv', lineEnd: '\n', quoteAll: false }
const number = { name: 'n', type: 'integer' }

const called = ({ field: { type, ...rest } }: ColumnKind) => [type, ...Object.values(rest)].join(' ')

/** Every kind of column, once as CSV and once as JSON Lines, with every text that it knows. */
function typeCases(): ParityCase[] {
  return columnKinds.flatMap((kind) => {
    const rows = ['', ...kind.good, ...kind.bad, ''].map((text, i) => [String(i), text])
    return (['data.csv', 'data.jsonl'] as const).map((file) => ({
      name: `type ${called(kind)} in ${file}`,
      schema: { fields: [number, { name: 'x', ...kind.field }] },
      ...written(['n', 'x'], [number.type, kind.field.type], rows, { ...plain, file }),
    }))
  })
}

/** Every constraint of every kind of column, with every text that it knows. */
function constraintCases(): ParityCase[] {
  return columnKinds.flatMap((kind) => {
    const { field, good, bad, constraints, unique } = kind
    const asked = { required: true, ...constraints, ...(unique !== false && { unique: true }) }
    return Object.entries(asked).map(([constraint, value]) => ({
      name: `constraint ${constraint} of ${called(kind)}`,
      schema: { fields: [number, { name: 'x', ...field, constraints: { [constraint]: value } }] },
      ...written(
        ['n', 'x'],
        [number.type, field.type],
        ['', ...good, ...bad, '', ...good.slice(0, 2)].map((text, i) => [String(i), text]),
        plain,
      ),
    }))
  })
}

const names = ['x', 'größe', 'a b', 'id,2', '"q"', '; DROP TABLE', 'select']

/** Tables of several columns, written in all ways, with several faults and empty lines, or with rows of other lengths. */
function tableCases(count: number): ParityCase[] {
  return Array.from({ length: count }, (_, i) => {
    const draw = drawFrom(`table ${i}`)
    const file = draw.of(['data.csv', 'data.csv', 'data.tsv', 'data.csv.gz', 'data.jsonl'] as const)
    const ragged = file !== 'data.jsonl' && draw.oneIn(4)
    const kinds = Array.from({ length: draw.of([1, 2, 3, 4, 5]) }, () => draw.of(columnKinds))
    const fields = kinds.map((kind, at) => ({
      name: names[at]!,
      ...kind.field,
      constraints: ragged ? {} : constraintsOf(kind, draw),
    }))
    const missing = draw.oneIn(3) ? ['', 'NA', 'n/a'] : ['']
    const schema: TableSchema = {
      fields: [number, ...fields],
      ...(missing.length > 1 && { missingValues: missing }),
    }
    const length = draw.of([1, 3, 12, 40])
    const rows: Cells[] = Array.from({ length }, (_, row) => {
      if (file !== 'data.jsonl' && row < length - 1 && draw.oneIn(20)) return undefined
      const wrongLength = ragged && draw.oneIn(5)
      const cells = kinds.map((kind) => {
        if (wrongLength) return draw.of(kind.good)
        if (draw.oneIn(8)) return draw.of(missing)
        return draw.oneIn(6) && kind.bad.length > 0 ? draw.of(kind.bad) : draw.of(kind.good)
      })
      if (!wrongLength) return [String(row), ...cells]
      return draw.oneIn(2) ? [String(row), ...cells, 'more'] : [String(row), ...cells.slice(0, -1)]
    })
    const header = ['n', ...fields.map(({ name }) => name)]
    return {
      name: `table ${i}`,
      schema,
      ...written(header, ['integer', ...kinds.map(({ field }) => field.type)], rows, {
        file,
        lineEnd: draw.of(['\n', '\r\n']),
        quoteAll: draw.oneIn(3),
      }),
    }
  })
}

function constraintsOf({ constraints, unique }: ColumnKind, draw: Draw): Record<string, unknown> {
  const chosen = Object.entries(constraints).filter(() => draw.oneIn(3))
  return {
    ...Object.fromEntries(chosen),
    ...(draw.oneIn(4) && { required: true }),
    ...(unique !== false && draw.oneIn(4) && { unique: true }),
  }
}

/** Files of every kind; both programs must find the same in each. */
export const corpus: readonly ParityCase[] = [
  ...typeCases(),
  ...constraintCases(),
  ...tableCases(150),
  ...headerCases(),
  ...keyCases(),
]
