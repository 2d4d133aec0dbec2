import type { DatasetCheckName, DatasetChecks } from '../config/schema/dataset-checks.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { conflictingLabels } from './conflicting-labels.ts'
import { constantColumns } from './constant-columns.ts'
import type { Dataset, DatasetTable } from './dataset.ts'
import { dateLeakage } from './date-leakage.ts'
import { duplicates } from './duplicates.ts'
import { fingerprintsIn } from './fingerprints.ts'
import { labelKindOf } from './label-kind.ts'
import { labelShift } from './label-shift.ts'
import { indexLeakage, labelLeakage } from './leakage.ts'
import { mixedNulls } from './mixed-nulls.ts'
import { mixedTypes } from './mixed-types.ts'
import { newCategories } from './new-categories.ts'
import type { Measurement, ShownRow } from './result.ts'
import { identifierLeakage, sharedFeatures, sharedRows } from './shared-rows.ts'
import { makeSheets } from './sheet.ts'
import { stringVariants } from './string-variants.ts'
import { targetsIn } from './target.ts'

type Settings = { readonly [K in DatasetCheckName]-?: NonNullable<DatasetChecks[K]> }
type Checks = {
  readonly [K in DatasetCheckName]: (dataset: Dataset, settings: Settings[K]) => Promise<Measurement[]>
}

/** Every check by its name in the configuration, in the order in which they run. */
const checks: Checks = {
  duplicates,
  conflicting_labels: conflictingLabels,
  shared_rows: sharedRows,
  shared_features: sharedFeatures,
  identifier_leakage: identifierLeakage,
  date_leakage: dateLeakage,
  label_leakage: labelLeakage,
  index_leakage: indexLeakage,
  new_categories: newCategories,
  constant_columns: constantColumns,
  mixed_types: mixedTypes,
  mixed_nulls: mixedNulls,
  string_variants: stringVariants,
  label_shift: labelShift,
}
const datasetCheckNames = Object.keys(checks) as DatasetCheckName[]

/** What one check measured, with the rows that show it where it does not pass. */
export interface Measured {
  readonly check: DatasetCheckName
  readonly measurement: Measurement
  readonly shown: readonly ShownRow[]
}

export interface Asked {
  readonly checks: DatasetChecks
  readonly label?: string
}

/**
 * Runs the checks that are asked for over all tables but the live ones. Exact, and the same for any number of threads;
 * label_leakage and index_leakage read columns in their order from a sample where a table has over 2^20 rows.
 * @param tables without those of role live
 */
export async function checkDataset(
  engine: Engine,
  tables: readonly DatasetTable[],
  { checks: asked, label }: Asked,
): Promise<Measured[]> {
  const sheets = await makeSheets(engine, tables)
  const base = {
    engine,
    sheets,
    fingerprints: fingerprintsIn(engine),
    ...(label === undefined ? {} : { label, labelKind: await labelKindOf(engine, sheets, label) }),
  }
  const dataset: Dataset = { ...base, targets: targetsIn(base) }
  const found: Measured[] = []
  for (const name of datasetCheckNames) found.push(...(await runCheck(name, dataset, asked)))
  return found
}

async function runCheck<K extends DatasetCheckName>(
  check: K,
  dataset: Dataset,
  asked: { readonly [N in DatasetCheckName]?: Settings[N] | undefined },
): Promise<Measured[]> {
  const settings: Settings[K] | undefined = asked[check]
  if (settings === undefined) return []
  const run: Checks[K] = checks[check]
  const found: Measured[] = []
  for (const measurement of await run(dataset, settings)) {
    const shown = measurement.passes ? [] : ((await measurement.show?.()) ?? [])
    found.push({ check, measurement, shown: shown.length > 0 ? shown : [{ message: measurement.message }] })
  }
  return found
}
