import type { Engine } from '../../tables/engine/engine.ts'
import { joinColumns } from '../../tables/join-columns.ts'
import { openLocated, openTable } from '../../tables/read.ts'
import { readColumns } from '../../tables/read-columns.ts'
import type { Table } from '../../tables/table.ts'
import type { Tables } from './prediction-tables.ts'

/** Every file that the engine knows, which must be among its allowed ones. */
export const engineTables = (engine: Engine): Tables<Table> => ({
  open: ({ writtenAs, ...named }) => {
    const options = writtenAs === undefined ? {} : { writtenAs }
    return 'path' in named
      ? openTable(engine, named.path, { label: named.label, ...options })
      : openLocated(engine, named, options)
  },
  read: (table, wanted) => readColumns(engine, table, wanted),
  join: (left, right) => joinColumns(engine, left, right),
})
