import { csvCase, type ParityCase } from './parity-case.ts'

const fields = ['a', 'b', 'c'].map((name) => ({ name, type: 'integer' }))
const required = fields.map((field) => ({ ...field, constraints: { required: true } }))

/** Headers that keep `fieldsMatch` or break it, where both programs say so alike. */
export function headerCases(): ParityCase[] {
  const cases: readonly (readonly [fieldsMatch: string, ...headers: string[]])[] = [
    ['exact', 'a,b,c', 'a,b,c,d', 'a,b,c,d,e', 'a,b', 'a'],
    ['equal', 'a,b,c', 'c,a,b', 'a,b,c,d', 'd,c,b,a', 'a,b', 'c', 'b,d,a'],
    ['subset', 'a,b,c', 'c,d,b,a', 'd,a,b', 'b,x,y'],
    ['superset', 'a,b,c', 'c,a', 'b', 'a,d', 'd,b,e'],
    ['partial', 'a,b,c', 'b', 'd,b', 'c,d,a,e'],
  ]
  return [
    ...cases.flatMap(([fieldsMatch, ...headers]) =>
      headers.map((header) =>
        headerCase(`header ${header}, ${fieldsMatch}`, { fieldsMatch, fields }, header),
      ),
    ),
    ...['superset', 'partial'].map((fieldsMatch) =>
      headerCase(`header b,a, ${fieldsMatch}, all required`, { fieldsMatch, fields: required }, 'b,a'),
    ),
    ...['superset', 'partial'].map((fieldsMatch) =>
      headerCase(
        `header b,a, ${fieldsMatch}, c is the key`,
        { fieldsMatch, fields, primaryKey: ['c'] },
        'b,a',
      ),
    ),
  ]
}

/** With rows whose cells have a fault in the last column. */
function headerCase(name: string, schema: ParityCase['schema'], header: string): ParityCase {
  const width = header.split(',').length
  const row = (first: number) => Array.from({ length: width }, (_, i) => String(first + i)).join(',')
  return csvCase(name, schema, [header, row(1), row(10).replace(/\d+$/, 'x'), row(20)])
}
