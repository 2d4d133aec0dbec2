import type { EvaluationConfig } from '../../config/schema.ts'
import type { Asked } from '../../tables/find-column.ts'
import type { NamedFile, NamedTable } from './prediction-tables.ts'

/** Where predictions and their labels are, and what of them is wanted. */
export interface PredictionsSource {
  readonly predictions: NamedFile
  /** labels come from this table's column, joined by id */
  readonly truth?: NamedTable & { readonly column: string; readonly id: string }
  readonly evaluation: Pick<EvaluationConfig, 'columns' | 'task'>
  /** the table of the test set, where its rows are not joined: what is looked for in vain is perhaps there */
  readonly testTable?: NamedTable
  /** columns that slices are made of: of the truth table where it has them, else of the predictions */
  readonly attributes?: readonly string[]
  /** columns of the same kind that are read where they are, and are no error where they are not */
  readonly attributesWhereKnown?: readonly string[]
  /** columns of numbers that own metrics are made of; those that the predictions do not have are left out */
  readonly values?: readonly string[]
  /** keys of the configuration that name columns, by their path within the evaluation: `columns.score`, `truth.id` */
  readonly asked?: Readonly<Record<string, Asked>>
}
