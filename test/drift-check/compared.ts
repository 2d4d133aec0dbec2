import { type Check, type Checked, check, csv, customers, place } from './drift-run.ts'

export const run = async (asked: Check) => check(await place(), asked)

export const reference = customers(1000)

export const columnsOf = ({ record }: Checked) =>
  Object.fromEntries((record.columns ?? []).map(({ name, drifted }) => [name, drifted]))

/** Compares one column of this name, and says how it went. */
export async function compared(
  before: readonly (string | number)[],
  now: readonly (string | number)[],
  changes: Check = {},
  name = 'x',
) {
  const table = (values: readonly (string | number)[]) => csv({ [name]: values, row: values.map(() => 1) })
  const files = { 'reference.csv': table(before), 'live.csv': table(now) }
  const checked = await run({ ...changes, files: { ...files, ...changes.files } })
  return { ...checked, column: checked.record.columns?.find((column) => column.name === name) }
}
