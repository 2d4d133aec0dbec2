import * as z from 'zod'

const severity = z
  .enum(['error', 'warning'])
  .default('error')
  .describe('What its findings count as; `data.fail_on` says which of them fail the step.')
const column = z.string().min(1)
const ignore = z.array(column).default([]).describe('Columns that are left out.')
const share = (byDefault: number) => z.number().min(0).max(1).default(byDefault)

/** Checks of a dataset as a whole, by the name that `dataset_checks` of the record has too. */
export const datasetChecksSchema = z.strictObject({
  duplicates: z
    .strictObject({
      max_share: share(0.05).describe('Largest share of the rows that may repeat an earlier one.'),
      ignore,
      severity,
    })
    .optional()
    .describe('Rows whose cells are all the same as those of an earlier row of the table.'),
  conflicting_labels: z
    .strictObject({
      max_share: share(0).describe('Largest share of the labelled rows that may take part in a conflict.'),
      ignore: ignore.describe(
        'Columns that are left out, beside those that the contract says identify a row (`primaryKey`, `unique`).',
      ),
      severity,
    })
    .optional()
    .describe(
      'Rows of a train or test table with the same features and another label. It needs `data.label`.',
    ),
  shared_rows: z
    .strictObject({
      max_share: share(0.05).describe('Largest share of the test rows that may be in the train table.'),
      ignore,
      severity,
    })
    .optional()
    .describe('Test rows that a train table has too, in all columns that both have.'),
  shared_features: z
    .strictObject({
      max_share: share(0.05).describe(
        'Largest share of the test rows whose features may be in the train table.',
      ),
      ignore: ignore.describe(
        'Columns that are left out, beside the label and those that the contract says identify a row (`primaryKey`, `unique`).',
      ),
      severity,
    })
    .optional()
    .describe('The same without the label and without what identifies a row. It needs `data.label`.'),
  identifier_leakage: z
    .strictObject({
      columns: z
        .array(column)
        .min(1)
        .describe(
          'Columns that name what a row is about, each by itself: a patient, a household, a session.',
        ),
      max_share: share(0).describe(
        'Largest share of the test rows whose identifier may be in the train table.',
      ),
      severity,
    })
    .optional()
    .describe('Test rows about somebody whom the train table knows.'),
  date_leakage: z
    .strictObject({
      column: column.describe('Column with the time of a row: dates, times or numbers.'),
      max_share: share(0).describe(
        'Largest share of the test rows that may not be later than the last train row.',
      ),
      severity,
    })
    .optional()
    .describe('Test rows that are not later than every train row, where a model is to predict the future.'),
  label_leakage: z
    .strictObject({
      max_score: z
        .number()
        .min(0)
        .max(1)
        .default(0.8)
        .describe(
          "Highest score of one column: the share of the naive prediction's error that the column by itself takes away, each row predicted from the others. 0 tells nothing, 1 everything.",
        ),
      ignore,
      severity,
    })
    .optional()
    .describe('Columns of a train table that predict the label by themselves. It needs `data.label`.'),
  index_leakage: z
    .strictObject({
      max_score: z
        .number()
        .min(0)
        .max(1)
        .default(0.8)
        .describe("Highest score, as that of `label_leakage`, of a row's place in the table."),
      severity,
    })
    .optional()
    .describe('Train tables whose order tells the label. It needs `data.label`.'),
  new_categories: z
    .strictObject({
      max_share: share(0).describe(
        'Largest share of the test rows, by column, with a category that train lacks.',
      ),
      columns: z
        .array(column)
        .min(1)
        .optional()
        .describe(
          'Columns to look at. Default: those of texts or booleans with at most 10,000 values, each on average in two train rows or more.',
        ),
      ignore,
      severity,
    })
    .optional()
    .describe('Categories of a test table that the train table never has.'),
  constant_columns: z
    .strictObject({
      max_share: share(0.99).describe(
        'Largest share of the rows that may have the same value in a column; missing counts as one value.',
      ),
      ignore,
      severity,
    })
    .optional()
    .describe('Columns with the same value in all rows, or in nearly all.'),
  mixed_types: z
    .strictObject({
      max_share: share(0).describe(
        'Largest share that the rarer kind may have of the cells that are not missing.',
      ),
      ignore,
      severity,
    })
    .optional()
    .describe('Columns whose type no contract gives, with numbers among texts or texts among numbers.'),
  mixed_nulls: z
    .strictObject({
      max: z
        .number()
        .int()
        .nonnegative()
        .default(1)
        .describe('Most ways of writing a missing value that one column may have.'),
      values: z
        .array(z.string())
        .min(1)
        .default(['', 'NA', 'N/A', 'n/a', '#N/A', '<NA>', 'NaN', 'nan', 'NULL', 'null', 'None', 'none'])
        .describe('Texts that stand for a missing value, beside those of the contract.'),
      ignore,
      severity,
    })
    .optional()
    .describe('Columns of texts in which missing values are written in several ways.'),
  string_variants: z
    .strictObject({
      max_share: share(0).describe("Largest share of a column's rows that may be written in a rarer way."),
      ignore,
      severity,
    })
    .optional()
    .describe(
      'Categories that differ from another in upper and lower case, spaces or Unicode form alone (`Yes`, `yes`, `YES `); train and test tables are looked at together.',
    ),
  label_shift: z
    .strictObject({
      max_drift: z
        .number()
        .min(0)
        .max(1)
        .default(0.15)
        .describe(
          "Largest distance between the train and the test label: Cramér's V, corrected for bias, of classes; the Kolmogorov-Smirnov statistic of values. 0 to 1.",
        ),
      severity,
    })
    .optional()
    .describe('Labels that are spread otherwise in test than in train. It needs `data.label`.'),
})
export type DatasetChecks = z.output<typeof datasetChecksSchema>
export type DatasetCheckName = keyof DatasetChecks
