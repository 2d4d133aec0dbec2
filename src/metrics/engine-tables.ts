import type { Engine } from '../tables/engine.ts'
import { joinColumns } from '../tables/join-columns.ts'
import { openTable } from '../tables/read.ts'
import { readColumns } from '../tables/read-columns.ts'
import type { Table } from '../tables/table.ts'
import type { Tables } from './prediction-tables.ts'

/** Every file that the engine knows, which must be among its allowed ones. */
export const engineTables = (engine: Engine): Tables<Table> => ({
  open: ({ path, label, writtenAs }) => openTable(engine, path, { label, ...(writtenAs && { writtenAs }) }),
  read: (table, wanted) => readColumns(engine, table, wanted),
  join: (left, right) => joinColumns(engine, left, right),
})
