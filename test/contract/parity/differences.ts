import { csvCase, type ParityCase, type TableSchema } from './parity-case.ts'

/** A table in which the two programs find different things, and why. */
export interface Difference extends ParityCase {
  readonly reason: string
  /** what is found here alone, as {@link faultsHere} says it */
  readonly here: readonly string[]
  /** what is found there alone */
  readonly there: readonly string[]
}

const integer = (name: string, constraints: Readonly<Record<string, unknown>> = {}) => ({
  name,
  type: 'integer',
  constraints,
})
const ab: TableSchema = { fields: [integer('a'), integer('b')] }
const abc: TableSchema = { fields: [...ab.fields, integer('c')] }
const equal = (schema: TableSchema): TableSchema => ({ ...schema, fieldsMatch: 'equal' })

/** A column of cells that are taken there and are faults here, then of such as both take. */
const strict = (
  field: Readonly<Record<string, unknown>> & { type: string },
  faults: readonly string[],
  alike: readonly string[],
): Difference => ({
  reason: 'what a cell means must be beyond doubt',
  here: faults.map((_, i) => `type-error ${i + 2} x`),
  there: [],
  ...csvCase(
    `cells of ${Object.values(field).join(' ')}`,
    { fields: [integer('n'), { name: 'x', ...field }] },
    ['n,x', ...[...faults, ...alike].map((cell, i) => `${i},"${cell.replaceAll('"', '""')}"`)],
  ),
})

const byName = 'columns are matched to fields by name, there by their place where fieldsMatch is exact'
const oneFault = 'a row of another length is one fault, and its cells are not guessed at'

/** Every difference there is; a table of the corpus must not show one. */
export const differences: readonly Difference[] = [
  {
    reason: 'empty lines at the end are how many programs end a file, and no rows',
    here: [],
    there: ['blank-row 4', 'blank-row 5'],
    ...csvCase('empty lines at the end', ab, ['a,b', '1,2', ',', '', '']),
  },
  {
    reason: 'a row whose cells are all missing is a row, and only one without any text is blank',
    here: ['constraint-error/required 2 a', 'constraint-error/required 4 a'],
    there: ['blank-row 2', 'blank-row 4'],
    ...csvCase(
      'a row of missing cells',
      { fields: [integer('a', { required: true }), integer('b')], missingValues: ['', 'NA'] },
      ['a,b', 'NA,NA', ',', ',NA', '1,2'],
    ),
  },
  {
    reason: 'an empty line has no key that could lack a part',
    here: [],
    there: ['primary-key 3 a'],
    ...csvCase('an empty line and a primary key', { ...ab, primaryKey: ['a'] }, ['a,b', '1,2', '', '3,4']),
  },
  {
    reason: oneFault,
    here: [],
    there: [
      'constraint-error/required 2 b',
      'constraint-error/required 2 c',
      'constraint-error/required 3 c',
      'type-error 3 a',
    ],
    ...csvCase(
      'a short row, whose last columns are required',
      { fields: [integer('a'), integer('b', { required: true }), integer('c', { required: true })] },
      ['a,b,c', '1', 'x,1', '1,2,3'],
    ),
  },
  {
    reason: oneFault,
    here: [],
    there: ['type-error 2 a'],
    ...csvCase('a long row with a wrong cell', ab, ['a,b', 'x,2,3,4', '1,2']),
  },
  {
    reason: oneFault,
    here: [],
    there: ['unique-error 3 a'],
    ...csvCase(
      'a long row that repeats a value',
      { fields: [integer('a', { unique: true }), integer('b')] },
      ['a,b', '1,2', '1,2,3'],
    ),
  },
  {
    reason: byName,
    here: ['type-error 2 b'],
    there: ['incorrect-label - c', 'type-error 2 c'],
    ...csvCase('two columns in the other order', abc, ['a,c,b', '1,2,x', '1,2,3']),
  },
  {
    reason: byName,
    here: ['extra-label - z', 'missing-label - b'],
    there: ['incorrect-label - b', 'type-error 2 b'],
    ...csvCase('a column of another name', abc, ['a,z,c', '1,x,3', '1,2,3']),
  },
  {
    reason: byName,
    here: ['extra-label - z', 'type-error 2 b'],
    there: ['extra-label - c', 'incorrect-label - b', 'incorrect-label - c', 'type-error 2 c'],
    ...csvCase('one column more, in the middle', abc, ['a,z,b,c', '1,2,x,4']),
  },
  {
    reason: byName,
    here: ['missing-label - b', 'type-error 2 c'],
    there: ['incorrect-label - b', 'missing-label - c', 'type-error 2 b'],
    ...csvCase('one column less, in the middle', abc, ['a,c', '1,x', '1,2']),
  },
  {
    reason: byName,
    here: ['blank-label -', 'missing-label - b'],
    there: ['blank-label - b', 'type-error 2 b'],
    ...csvCase('a column without a name', abc, ['a,,c', '1,x,3', '1,2,3']),
  },
  {
    reason: byName,
    here: ['blank-label -'],
    there: ['extra-label -'],
    ...csvCase('a column more, without a name', ab, ['a,b,', '1,2,3']),
  },
  {
    reason: byName,
    here: ['missing-label - c'],
    there: ['type-error 2 c'],
    ...csvCase('a name that two columns have', abc, ['a,b,b', '1,2,x', '1,2,3']),
  },
  {
    reason: byName,
    here: ['duplicate-label - a'],
    there: ['extra-label - a'],
    ...csvCase('a column more, of a name that is there', ab, ['a,b,a', '1,2,3']),
  },
  {
    reason: 'a name that two columns have is named; there, the table is not read',
    here: ['duplicate-label - b'],
    there: ['error -'],
    ...csvCase('a name that two columns have, in any order', equal(ab), ['a,b,b', '1,2,x']),
  },
  {
    reason: 'a column without a name is called that, not one of the name ""',
    here: ['blank-label -'],
    there: ['extra-label -'],
    ...csvCase('a column without a name, in any order', equal(abc), ['a,,c', '1,2,3']),
  },
  {
    reason: 'a header that has none of the fields is a missing-label of the whole; no code of its own',
    here: ['missing-label -'],
    there: ['unmatched-header -'],
    ...csvCase('a header that has none of the fields', { ...ab, fieldsMatch: 'partial' }, ['x,y', '1,2']),
  },
  {
    reason: 'a header of another separator is one fault, and says so',
    here: ['incorrect-label - a;b'],
    there: ['incorrect-label - a', 'missing-label - b', 'type-error 2 a'],
    ...csvCase('semicolons', ab, ['a;b', '1;2']),
  },
  {
    reason: 'a table without rows is no table to train with, unless the contract says so',
    here: ['row-count -'],
    there: [],
    ...csvCase('a header alone', ab, ['a,b']),
  },
  {
    reason: 'a primary key may lack no part',
    here: ['primary-key 2 a, b', 'primary-key 4 a, b'],
    there: [],
    ...csvCase('a primary key that lacks a part', { ...ab, primaryKey: ['a', 'b'] }, [
      'a,b',
      '1,',
      '2,1',
      ',2',
    ]),
  },
  {
    reason: 'a cell of the wrong type is one fault',
    here: [],
    there: ['primary-key 2 a', 'primary-key 3 a'],
    ...csvCase('a primary key of the wrong type', { ...ab, primaryKey: ['a'] }, ['a,b', 'x,1', 'x,1', '2,1']),
  },
  {
    reason: 'a foreign key that lacks a part refers to nothing, as in SQL',
    here: [],
    there: ['foreign-key 3 b, c', 'foreign-key 4 b, c'],
    ...csvCase(
      'a foreign key that lacks a part',
      { ...abc, foreignKeys: [{ fields: ['b', 'c'], reference: { resource: '', fields: ['a', 'b'] } }] },
      ['a,b,c', '1,,', '2,,1', '3,9,'],
    ),
  },
  {
    reason: 'a quote that is not closed swallows rows',
    here: ['row-error 3'],
    there: [],
    ...csvCase('a quote that is not closed', { fields: [integer('a'), { name: 'b', type: 'string' }] }, [
      'a,b',
      '1,x',
      '2,"y',
      '3,z',
    ]),
  },
  {
    reason: 'text behind a closing quote has no meaning',
    here: ['row-error 2'],
    there: [],
    ...csvCase('text behind a closing quote', { fields: [integer('a'), { name: 'b', type: 'string' }] }, [
      'a,b',
      '1,"x"y',
      '2,z',
    ]),
  },
  {
    reason: 'a pattern holds for the whole text, and so does each of its alternatives',
    here: ['constraint-error/pattern 4 x'],
    there: [],
    ...csvCase(
      'a pattern of alternatives',
      { fields: [integer('n'), { name: 'x', type: 'string', constraints: { pattern: 'ab|cd' } }] },
      ['n,x', '1,ab', '2,cd', '3,abx', '4,xcd'],
    ),
  },
  strict({ type: 'integer' }, [' 1', '1 ', '1_000', '１'], ['1']),
  strict({ type: 'number' }, [' 1', '1_000', '１', 'NaN', 'inf', '-Infinity', '1e999'], ['1']),
  strict({ type: 'number', groupChar: ',' }, ['1,5', '1,,000', ',1'], ['1,000']),
  {
    reason: 'whole numbers may have groups of digits',
    here: [],
    there: ['type-error 2 x'],
    ...csvCase(
      'groups of digits',
      { fields: [integer('n'), { name: 'x', type: 'integer', groupChar: ' ' }] },
      ['n,x', '1,1 000', '2,1'],
    ),
  },
  {
    reason: 'a number with a fraction is written as none that is whole',
    name: 'a fraction of JSON for a whole number',
    here: ['type-error 1 a'],
    there: [],
    file: 'data.jsonl',
    text: '{"a": 1.0, "b": 2}\n{"a": 1, "b": 2}\n',
    schema: ab,
    lines: [0, 1, 2],
  },
  strict({ type: 'date' }, ['2024-1-1', '2024-01-1'], ['2024-01-01']),
  strict({ type: 'date', format: '%d %m %Y' }, ['1  2  2024'], ['1 2 2024']),
  strict(
    { type: 'datetime' },
    ['2024-01-31 08:00:00', '2024-01-31T24:00:00'],
    ['2024-01-31T08:00:00', '2024-01-31T08:00:00+01:00'],
  ),
  strict({ type: 'time' }, ['24:00:00', '08:00:00.5', '08:00:00Z'], ['08:00:00']),
  strict({ type: 'year' }, ['+202', ' 202'], ['2024']),
  strict({ type: 'yearmonth' }, ['2024-1', '24-01', ' 2024-01'], ['2024-01']),
  strict({ type: 'duration' }, ['P1W', 'P1.5D', 'PT'], ['P1D']),
  strict({ type: 'geopoint' }, [' 1,2'], ['1e1,2', '1,2']),
  strict({ type: 'geopoint', format: 'array' }, ['["1", "2"]'], ['[1, 2]']),
  strict({ type: 'array' }, ['[NaN]'], ['[1]']),
  strict({ type: 'object' }, ['{"a": Infinity}'], ['{"a": 1, "a": 2}', '{"a": 1}']),
  strict({ type: 'string', format: 'uri' }, ['http://a b', 'http://é'], ['http://a']),
  strict({ type: 'string', format: 'binary' }, ['YW I=', 'YWI=!'], ['YWI=']),
  strict(
    { type: 'string', format: 'uuid' },
    ['123e4567e89b12d3a456426614174000'],
    ['123e4567-e89b-12d3-a456-426614174000'],
  ),
]
