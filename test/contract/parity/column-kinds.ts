/** A kind of column: a field, texts that its cells may be, and constraints to choose from. */
export interface ColumnKind {
  readonly field: Readonly<Record<string, unknown>> & { readonly type: string }
  /** of the field's type */
  readonly good: readonly string[]
  /** not of the field's type, for both programs */
  readonly bad: readonly string[]
  /** each alone: what some of `good` keep and others break */
  readonly constraints: Readonly<Record<string, unknown>>
  /** whether `unique` can be asked of it there: their reader fails on values that cannot be hashed */
  readonly unique?: false
}

const bounds = (low: unknown, high: unknown) => ({
  minimum: low,
  maximum: high,
  exclusiveMinimum: low,
  exclusiveMaximum: high,
})

export const columnKinds: readonly ColumnKind[] = [
  {
    field: { type: 'string' },
    good: [
      'a',
      'ab',
      'abc',
      'x y',
      'é',
      '😀😀',
      'NaN',
      '1',
      'a,b',
      'say "hi"',
      ' lead',
      '日本語',
      'two\nlines',
    ],
    bad: [],
    constraints: { minLength: 2, maxLength: 3, pattern: '[a-z]+', enum: ['a', 'ab', 'é', 'a,b'] },
  },
  {
    field: { type: 'string', format: 'email' },
    good: ['a@example.org', 'first.last@mail.example.org', 'x+y@example.com'],
    bad: ['a', 'a@', '@example.org', 'a b@example.org'],
    constraints: { minLength: 14, maxLength: 20, pattern: '[^+]+', enum: ['a@example.org'] },
  },
  {
    field: { type: 'string', format: 'uri' },
    good: ['https://example.org', 'http://example.org/a?b=c#d', 'urn:isbn:0451450523'],
    bad: ['example.org', '/path', '//host/path'],
    constraints: { maxLength: 19, pattern: 'https?:.*' },
  },
  {
    field: { type: 'string', format: 'uuid' },
    good: ['123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174001'],
    bad: ['123e4567', 'x23e4567-e89b-12d3-a456-426614174000', 'uuid'],
    constraints: { enum: ['123e4567-e89b-12d3-a456-426614174000'] },
  },
  {
    field: { type: 'string', format: 'binary' },
    good: ['YWI=', 'YQ==', 'YWJj', 'YWJjYWJj+/8='],
    bad: ['YWI', 'Y'],
    constraints: { maxLength: 4 },
  },
  {
    field: { type: 'integer' },
    good: ['0', '1', '5', '7', '9', '-5', '+7', '007', '123456789', '9223372036854775808', '1'.repeat(30)],
    bad: ['1.5', '1e3', 'x', '0x10', '--1', '5%', '١x'],
    constraints: { ...bounds(1, 7), enum: [1, 5, 7] },
  },
  {
    field: { type: 'integer', bareNumber: false },
    good: ['1', '5', '7%', '€9', 'EUR -5'],
    bad: ['x', '1.5%', '%'],
    constraints: { ...bounds(1, 7), enum: ['1', '5'] },
  },
  {
    field: { type: 'number' },
    good: ['0', '1', '1.0', '-.5', '5.', '1e-3', '+2E10', '0.1', '3.25', '1e300'],
    bad: ['x', '1,5', '--1', '.', 'e5', '1.2.3', '0x1'],
    constraints: { ...bounds(0.1, 3.25), enum: [0, 1, 3.25] },
  },
  {
    field: { type: 'number', decimalChar: ',', groupChar: '.' },
    good: ['1', '1,5', '1.234,5', '12.345.678'],
    bad: ['x', '1,5,5', '-'],
    constraints: { enum: ['1', '1,5'] },
  },
  {
    field: { type: 'number', groupChar: ',', bareNumber: false },
    good: ['1', '1,234.5', '€5', '95%', '-2.5 kg'],
    bad: ['x', '%', '1.2.3'],
    constraints: { enum: ['1', '95'] },
  },
  {
    field: { type: 'boolean' },
    good: ['true', 'True', 'TRUE', '1', 'false', 'False', 'FALSE', '0'],
    bad: ['yes', 'no', 'tRue', '2', 't'],
    constraints: { enum: [true] },
  },
  {
    field: { type: 'boolean', trueValues: ['yes', 'y'], falseValues: ['no'] },
    good: ['yes', 'y', 'no'],
    bad: ['true', '1', 'YES', 'n'],
    constraints: { enum: ['yes'] },
  },
  {
    field: { type: 'date' },
    good: ['2024-01-31', '2024-02-29', '1969-12-31', '0001-01-01', '9999-12-31'],
    bad: ['01/02/2024', '2023-02-29', '2024-01-31T00:00:00', '2024-13-01', '20240131', 'x'],
    constraints: { ...bounds('1969-12-31', '2024-01-31'), enum: ['2024-02-29', '0001-01-01'] },
  },
  {
    field: { type: 'date', format: '%d/%m/%Y' },
    good: ['31/01/2024', '29/02/2024', '01/12/1969'],
    bad: ['2024-01-31', '02/31/2024', '31.01.2024', '29/02/2023'],
    constraints: { ...bounds('01/12/1969', '31/01/2024'), enum: ['29/02/2024'] },
  },
  {
    field: { type: 'datetime' },
    good: [
      '2024-01-31T08:00:00Z',
      '2024-01-31T10:00:00+02:00',
      '2024-01-31T08:00:01Z',
      '2020-02-29T23:59:59.5Z',
    ],
    bad: ['2024-01-31', '2024-01-31T25:00:00Z', '2024-13-01T00:00:00Z', '08:00:00', 'now'],
    constraints: {
      ...bounds('2020-02-29T23:59:59.5Z', '2024-01-31T08:00:00Z'),
      enum: ['2024-01-31T08:00:00Z'],
    },
  },
  {
    field: { type: 'datetime', format: '%Y-%m-%d %H:%M' },
    good: ['2024-01-31 08:00', '2024-01-31 23:59', '1999-12-31 00:00'],
    bad: ['2024-01-31', '2024-01-31 24:30', '2024-01-31T08:00', '2024-01-31 08:00:00'],
    constraints: { ...bounds('1999-12-31 00:00', '2024-01-31 08:00'), enum: ['2024-01-31 23:59'] },
  },
  {
    field: { type: 'time' },
    good: ['08:00:00', '00:00:00', '23:59:59'],
    bad: ['25:00:00', '08:00', '8am', '08:60:00', 'x'],
    constraints: { ...bounds('00:00:00', '08:00:00'), enum: ['23:59:59', '00:00:00'] },
  },
  {
    field: { type: 'time', format: '%H.%M' },
    good: ['08.00', '00.00', '23.59'],
    bad: ['24.00', '08:00', '8'],
    constraints: { ...bounds('00.00', '08.00'), enum: ['23.59'] },
  },
  {
    field: { type: 'year' },
    good: ['2024', '1999', '0001', '9999'],
    bad: ['24', '20245', 'x', '20.4', '2024-01'],
    constraints: { ...bounds(1999, 2024), enum: [1999, 9999] },
  },
  {
    field: { type: 'yearmonth' },
    good: ['2024-01', '1999-12', '2024-02'],
    bad: ['2024', '2024-13', '2024-00', '2024-01-01', 'x-y'],
    constraints: { ...bounds('1999-12', '2024-01'), enum: ['2024-02'] },
  },
  {
    field: { type: 'duration' },
    good: ['P1D', 'PT36H', 'P1Y2M3DT4H5M6S', 'PT0.5S', 'P1M', '-P1D'],
    bad: ['1D', 'P', 'x', 'P1S', 'PT1D', 'p1d'],
    constraints: { enum: ['P1D', 'PT36H'] },
  },
  {
    field: { type: 'geopoint' },
    good: ['90.5, 45.5', '-180,-90', '0,0', '180,90'],
    bad: ['181,0', '0,91', 'NaN,1', '1', '1,2,3', 'a,b', 'xxx'],
    constraints: { enum: ['0,0'] },
  },
  {
    field: { type: 'geopoint', format: 'array' },
    good: ['[90.5, 45.5]', '[0,0]', '[-180, -90]'],
    bad: ['[181, 0]', '[1]', '[1,2,3]', '90.5, 45.5', '{"lon": 1, "lat": 2}'],
    constraints: {},
  },
  {
    field: { type: 'geopoint', format: 'object' },
    good: ['{"lon": 90.5, "lat": 45.5}', '{"lat": 0, "lon": 0}'],
    bad: ['{"lon": 181, "lat": 0}', '{"lon": 1}', '[1, 2]', '{"lon": 1, "lat": 2, "alt": 3}'],
    constraints: {},
  },
  {
    field: { type: 'list' },
    good: ['a', 'a,b', 'a,b,c', 'a,,c'],
    bad: [],
    constraints: { minLength: 2, maxLength: 2 },
    unique: false,
  },
  {
    field: { type: 'list', delimiter: ';', itemType: 'integer' },
    good: ['1', '1;2', '1;2;3', '-5;+7'],
    bad: ['a', '1;b', '1,2', '1;'],
    constraints: { minLength: 2, maxLength: 2 },
    unique: false,
  },
  {
    field: { type: 'array' },
    good: ['[]', '[1]', '[1, "a"]', '[1,2,3]', '[[1], {"a": null}]'],
    bad: ['{}', '1', '[1', 'x', '"[]"', '[1,]'],
    constraints: { minLength: 2, maxLength: 2, enum: ['[]', '[1]'] },
    unique: false,
  },
  {
    field: { type: 'object' },
    good: ['{}', '{"a": 1}', '{"a": 1, "b": [2]}', '{"a":{"b":{}},"c":"é","d":4}'],
    bad: ['[]', '1', '{"a": 1', '{a: 1}', 'null'],
    constraints: { minLength: 1, maxLength: 2, enum: ['{}', '{"a": 1}'] },
    unique: false,
  },
  {
    field: { type: 'geojson' },
    good: [
      '{"type": "Point", "coordinates": [1, 2]}',
      '{"type": "Feature", "properties": {}, "geometry": null}',
      '{"type": "FeatureCollection", "features": []}',
    ],
    bad: ['{"type": "Spot"}', '[]', 'x', '{"a": 1}'],
    constraints: {},
    unique: false,
  },
  {
    field: { type: 'any' },
    good: ['a', '1', '2024-01-31', 'true'],
    bad: [],
    constraints: { enum: ['a', '1'] },
  },
]
