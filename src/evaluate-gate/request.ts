import type { Config, EvaluationConfig } from '../config/schema.ts'
import type { NamedFile, NamedTable } from '../metrics/read/prediction-tables.ts'
import type { Asked } from '../tables/find-column.ts'
import type { TablePlace } from '../tables/locate.ts'
import type { WrittenAs } from '../tables/read.ts'
import type { WrittenFile } from './files-of-training.ts'
import type { Slicing } from './measure/slices.ts'
import type { OldTestSetOrder } from './old-test-set/order.ts'

/** Predictions of the model of one seed. */
export interface SeedFile extends NamedFile {
  /** it is the model that counts, and that the evaluation judges */
  readonly ships: boolean
}

/** A table as the configuration names it. Its files are looked up in the work, because what runs before may write them. */
export interface TableRequest {
  readonly place: TablePlace
  /** absent: as is usual for its format */
  readonly writtenAs?: WrittenAs
}

/** One evaluation as the work reads it. Paths are absolute; labels are what messages call a file. */
export interface EvaluationRequest {
  readonly name: string
  /** its key in the configuration, where that is not `evaluate`: `evaluations.<name>` */
  readonly at?: string
  readonly predictions?: NamedFile
  /** no rule is held against it */
  readonly judged?: false
  readonly metrics?: NamedFile
  /** what the training of the judged model wrote by these names, where it did */
  readonly written?: { readonly predictions?: WrittenFile; readonly metrics?: WrittenFile }
  readonly truth?: TableRequest & { readonly column: string; readonly id: string }
  /** table that the evaluation is made on, when the configuration says which */
  readonly testTable?: TableRequest
  readonly config: Pick<EvaluationConfig, 'columns' | 'task' | 'positive'>
  /** keys that name columns, by their path within the evaluation */
  readonly asked?: Readonly<Record<string, Asked>>
}

/** The same, with the files of its tables. */
export interface LocatedEvaluation extends Omit<EvaluationRequest, 'truth' | 'testTable'> {
  readonly truth?: NamedTable & { readonly column: string; readonly id: string }
  readonly testTable?: NamedTable
}

/** A baseline that was found, as far as its files have not been read yet. */
export type BaselineRequest =
  | {
      readonly kind: 'record'
      readonly name: string
      /** where it was found */
      readonly from: 'run' | 'version'
      /** folder that holds the record and its evidence */
      readonly folder: string
      readonly digest: string
      readonly description: string
      readonly url?: string
      readonly behind?: number
      /** metrics that it is the baseline of; absent: all */
      readonly only?: readonly string[]
      /** hashes of the rows that its model was trained on, where its training is known */
      readonly trained?: readonly TrainedRows[]
      /** predictions of the models of its seeds, where they were kept */
      readonly seeds?: readonly SeedFile[]
      /** how it is evaluated again, by evaluation; absent where its stored predictions are all */
      readonly reruns?: Readonly<Record<string, RerunOrder>>
    }
  | { readonly kind: 'file'; readonly name: string; readonly file: NamedFile }

/** Hashes of the rows of a training table, in a file of its train record. */
export interface TrainedRows {
  readonly file: string
  readonly columns: readonly string[]
}

/** A baseline's model, evaluated again on the candidate's test set. */
export interface RerunOrder {
  /** whether its stored predictions are not looked at, even where they are of the same test set */
  readonly always: boolean
  /** what its evaluation writes */
  readonly files?: {
    readonly predictions?: NamedFile
    readonly metrics?: NamedFile
    readonly columns: EvaluationConfig['columns']
  }
  /** why it cannot be, as a clause */
  readonly why?: string
}

/** What `judge-inputs` is asked: measure the candidate and each baseline on the candidate's test sets. */
export interface JudgeRequest {
  readonly evaluations: readonly EvaluationRequest[]
  readonly baselines: readonly BaselineRequest[]
  /** the user's own metrics, by name */
  readonly own: Config['metrics']
  /** metrics that a rule names: reported ones without a value are told */
  readonly ruled: readonly string[]
  /** those of them whose rule goes by their bound */
  readonly confident: readonly string[]
  /** of these, metrics that are measured beside a naive model */
  readonly naive?: readonly string[]
  readonly slices?: Slicing & {
    readonly minRows: number
    /** metrics that a rule of the slices names */
    readonly ruled: readonly string[]
    /** those of them whose rule goes by their bound */
    readonly confident: readonly string[]
    readonly naive?: readonly string[]
  }
  /** bytes of the model's files, where this run trained one */
  readonly modelSize?: number
  /** rows that flipped from right to wrong, and the reverse, are counted, and so many of each named */
  readonly listed?: number
  /** groups of rows whose rates are measured */
  readonly fairness?: Slicing
  /** the candidate's run, which no baseline may come from */
  readonly run: { readonly id: string; readonly repository?: string }
  /** hashes of the rows that the candidate was trained on, where they were kept */
  readonly trained?: readonly TrainedRows[]
  /** predictions of the models of the candidate's seeds, for the test set of the first evaluation */
  readonly seeds?: readonly SeedFile[]
  /** share of the test rows that a model may have been trained on */
  readonly maxOverlap: number
  /** test sets that baselines were judged on and this model's evaluations are not made on any more */
  readonly oldTestSets?: readonly OldTestSetOrder[]
  /** folders that hold a worktree, and are removed when all is read */
  readonly worktrees?: readonly { readonly root: string; readonly folder: string }[]
}
