import { aggregateFunctions, scalarFunctions } from '../../contract/checks/sql/functions.ts'
import { code, table } from './markdown-table.ts'

/** What SQL in a contract can call. */
export const functionTable = () =>
  table(
    ['for', 'functions'],
    [
      ['one row', names(scalarFunctions)],
      ['all rows', names(aggregateFunctions.keys())],
    ],
  )

/** `count_star` is what the parser calls `count(*)`. */
const names = (functions: Iterable<string>) =>
  [...functions]
    .filter((name) => name !== 'count_star')
    .map(code)
    .join(', ')
