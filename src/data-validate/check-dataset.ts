import { placeIn } from '../config/place-in.ts'
import { checkDataset } from '../dataset-checks/check.ts'
import type { DatasetTable } from '../dataset-checks/dataset.ts'
import { measurementsOf, withDatasetFindings } from '../dataset-checks/findings.ts'
import { requireColumns } from '../dataset-checks/requirements.ts'
import { AssayError } from '../errors.ts'
import { counted } from '../report/number.ts'
import type { Log } from '../runner/log.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { CheckedTable } from './check-request.ts'
import type { DatasetAnswer, DatasetRequest } from './dataset-request.ts'

/**
 * Adds what the checks of the dataset find to the results of its tables. A table that could not be read leaves nothing
 * to be said of the whole: the record is an error already.
 */
export async function withDatasetChecks(
  engine: Engine,
  { checks, label, file, lines }: DatasetRequest,
  opened: readonly DatasetTable[],
  checked: readonly CheckedTable[],
  log: Log,
): Promise<{ readonly tables: readonly CheckedTable[]; readonly dataset?: DatasetAnswer }> {
  if (checked.some((table) => 'unreadable' in table)) return { tables: checked }
  const placeOf = (key: string) => placeIn({ lines, ...(file !== undefined && { file }) }, key)
  const asked = { checks, ...(label !== undefined && { label }) }
  const tables = opened.filter(({ role }) => role !== 'live')
  try {
    requireColumns(tables, asked, placeOf)
    const measured = await checkDataset(engine, withRows(tables, checked), asked)
    const failed = measured.filter(({ measurement }) => !measurement.passes).length
    log.info(
      `The dataset as a whole: ${counted(measured.length, 'measurement')}, ${failed} beyond what is allowed.`,
    )
    return {
      tables: checked.map((table) =>
        'result' in table
          ? { ...table, result: withDatasetFindings(table.result, table.name, measured, asked, placeOf) }
          : table,
      ),
      dataset: { checks: measurementsOf(measured, asked) },
    }
  } catch (error) {
    if (!(error instanceof AssayError) || error.kind === 'outside') throw error
    return { tables: checked, dataset: { checks: [], error: error.told } }
  }
}

/** Of a table that is at fault for having no rows nothing more can be measured: all that would be said follows from that. */
const withRows = (tables: readonly DatasetTable[], checked: readonly CheckedTable[]) =>
  tables.filter(
    ({ name, table }) =>
      table.rows > 0 ||
      !checked.some(
        (one) =>
          one.name === name &&
          'result' in one &&
          one.result.groups.some(({ code, severity }) => code === 'row-count' && severity === 'error'),
      ),
  )
