import { datasetChecksSchema } from '../../src/config/schema/dataset-checks.ts'
import { loadContract } from '../../src/contract/load.ts'
import { checkDataset, type Measured } from '../../src/dataset-checks/check.ts'
import type { DatasetTable } from '../../src/dataset-checks/dataset.ts'
import type { TableRole } from '../../src/record/refs.ts'
import { literal } from '../../src/tables/quote.ts'
import type { Table } from '../../src/tables/table.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'

export interface Given {
  readonly label?: string
  readonly contract?: string
  readonly tables: Readonly<Record<string, string | Table>>
}

const roles = ['train', 'test', 'live'] as const
const roleOf = (name: string): TableRole => roles.find((role) => name.startsWith(role)) ?? 'other'

/** Checks tables of CSV text or opened ones; a table's name begins with its role. */
export async function datasetForTests(threads = 2) {
  const { engine, open, parquet } = await tablesForTests(threads)
  const check = async (checks: object, { label, contract, tables }: Given): Promise<Measured[]> => {
    const opened: DatasetTable[] = []
    for (const [name, content] of Object.entries(tables)) {
      const table = typeof content === 'string' ? await open(content, `${name}.csv`) : content
      opened.push({
        name,
        role: roleOf(name),
        table,
        ...(contract === undefined ? {} : { contract: loadContract(contract, 'contract.yml').contract }),
      })
    }
    return checkDataset(engine, opened, {
      checks: datasetChecksSchema.parse(checks),
      ...(label === undefined ? {} : { label }),
    })
  }
  /** the same table as Parquet, with every column a text or of the types that are given */
  const asParquet = (csv: string, name: string, types: Readonly<Record<string, string>> = {}) => {
    const [header = [], ...rows] = csv
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','))
    const cells = (row: readonly string[]) =>
      row.map((cell) => (cell === '' ? 'NULL' : literal(cell))).join(', ')
    const columns = header.map((column, i) => {
      const quotedName = `"${column.replaceAll('"', '""')}"`
      return `c${i}::${types[column] ?? 'VARCHAR'} AS ${quotedName}`
    })
    return parquet(
      `SELECT ${columns.join(', ')} FROM (VALUES ${rows.map((row) => `(${cells(row)})`).join(', ')}) AS t(${header.map((_, i) => `c${i}`).join(', ')})`,
      `${name}.parquet`,
    )
  }
  return { engine, open, parquet, asParquet, check }
}

/** Measurements as a person would note them down: value, or what is said. */
export const values = (measured: readonly Measured[]) =>
  measured.map(({ check, measurement: { table, against, column, value, passes } }) =>
    [
      check,
      table.name,
      ...(against === undefined ? [] : [`against ${against.name}`]),
      ...(column === undefined ? [] : [column]),
      `${value === undefined ? 'none' : Number(value.toPrecision(3))}`,
      passes ? 'passes' : 'fails',
    ].join(' '),
  )

/** The rows that are shown, with where they are. */
export const shownRows = (measured: readonly Measured[]) =>
  measured.flatMap(({ measurement, shown }) =>
    measurement.passes
      ? []
      : shown.map(({ row, line, message, counterpart }) =>
          [
            `${row ?? '-'}/${line ?? '-'}`,
            ...(counterpart === undefined
              ? []
              : [`of ${counterpart.table} ${counterpart.row}/${counterpart.line ?? '-'}`]),
            message,
          ].join(': '),
        ),
  )
