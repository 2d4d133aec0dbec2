import { describe, expect, test } from 'vitest'
import { AssayError } from '../../../src/errors.ts'
import { metricsFormat, reportedMetrics } from '../../../src/metrics/reported/reported.ts'

const json = (text: string) => reportedMetrics(text, 'json', 'metrics.json')
const yaml = (text: string) => reportedMetrics(text, 'yaml', 'metrics.yml')
const toml = (text: string) => reportedMetrics(text, 'toml', 'metrics.toml')
const csv = (text: string) => reportedMetrics(text, 'csv', 'metrics.csv')

function refusal(read: () => unknown): AssayError {
  try {
    read()
  } catch (error) {
    if (error instanceof AssayError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('numbers are metrics', () => {
  const expected = { metrics: { accuracy: 0.93, 'val.loss': 0.21 }, undefined: [] }

  test('flat and nested JSON', () => {
    expect(json('{"accuracy": 0.93, "val": {"loss": 0.21}}')).toEqual(expected)
    expect(json('\uFEFF{"accuracy": 0.93, "val.loss": 0.21}')).toEqual(expected)
  })

  test('YAML', () => {
    expect(yaml('accuracy: 0.93\nval:\n  loss: 0.21\n')).toEqual(expected)
  })

  test('TOML', () => {
    expect(toml('accuracy = 0.93\n[val]\nloss = 0.21\n')).toEqual(expected)
    expect(toml('at = 2026-11-21\n').undefined[0]).toMatchObject({
      metric: 'at',
      reason: expect.stringMatching(/not a number$/),
    })
  })

  test('CSV with a header and one row', () => {
    expect(csv('accuracy,val.loss\n0.93,0.21\n')).toEqual(expected)
    expect(csv('"accuracy","val.loss"\r\n0.93,"0.21"')).toEqual(expected)
  })

  test('CSV with a name and a value a row', () => {
    expect(csv('metric,value\naccuracy,0.93\nval.loss,2.1e-1\n')).toEqual(expected)
    expect(csv('accuracy,0.93\nval.loss,.21\n')).toEqual(expected)
    expect(csv('Name,Value\n\naccuracy, 0.93\nval.loss,0.21')).toEqual(expected)
  })

  test('CSV with blank rows, and blanks around names and numbers', () => {
    expect(csv(' accuracy , val.loss\n,\n 0.93 ,0.21 \n,\n')).toEqual(expected)
    expect(csv(' accuracy ,0.93\nval.loss,0.21\n')).toEqual(expected)
    expect(csv(' KEY , Score\naccuracy ,0.93\n,\nval.loss, 0.21\n')).toEqual(expected)
  })

  test('as CSV writes them', () => {
    const written = ['12.5', '7', '12.', '-.5', '+1e5', '1e-10', '2E3', '1e+12', '-0']
    const { metrics } = csv(`name,value\n${written.map((cell, i) => `m${i},${cell}`).join('\n')}\n`)
    expect(Object.values(metrics)).toStrictEqual([12.5, 7, 12, -0.5, 1e5, 1e-10, 2000, 1e12, 0])
  })

  test('a CSV of two metrics and one row is no list of names', () => {
    expect(csv('key,f1\n0.93,0.9\n').metrics).toEqual({ key: 0.93, f1: 0.9 })
    expect(csv('accuracy,value\n0.93,0.9\n').metrics).toEqual({ accuracy: 0.93, value: 0.9 })
    expect(csv('name,value,f1\n1,2,0.9\n').metrics).toEqual({ name: 1, value: 2, f1: 0.9 })
    expect(csv('accuracy,f1\n0.93,0.9\n').metrics).toEqual({ accuracy: 0.93, f1: 0.9 })
  })
})

describe('files that tools write', () => {
  test("DVCLive's summary, as JSON and as YAML", () => {
    const expected = { metrics: { 'train.accuracy': 0.97, 'eval.loss': 0.21, step: 9 }, undefined: [] }
    expect(
      json(
        '{\n    "train": {\n        "accuracy": 0.97\n    },\n    "eval": {"loss": 0.21},\n    "step": 9\n}',
      ),
    ).toEqual(expected)
    expect(yaml('train:\n  accuracy: 0.97\neval:\n  loss: 0.21\nstep: 9\n')).toEqual(expected)
  })

  test('the metrics.json of an MLflow evaluation, a slash in a name and NaN for what had no value', () => {
    const { metrics, undefined: none } = json(
      '{"example_count": 69, "precision_score": 0.97, "answer_similarity/v1/mean": 4.5, "roc_auc": NaN}',
    )
    expect(metrics).toEqual({ example_count: 69, precision_score: 0.97, 'answer_similarity/v1/mean': 4.5 })
    expect(none).toEqual([{ metric: 'roc_auc', reason: 'is NaN' }])
  })
})

describe('what is no finite number is undefined', () => {
  test("Python's bare NaN and Infinity, and only outside of text", () => {
    expect(json('{"a": NaN, "b": [1, NaN], "c": -Infinity, "d": {"e": Infinity}, "NaN \\" NaN": 1}')).toEqual(
      {
        metrics: { 'NaN " NaN': 1 },
        undefined: [
          { metric: 'a', reason: 'is NaN' },
          { metric: 'b', reason: 'is a list, not a number' },
          { metric: 'c', reason: 'is -Infinity' },
          { metric: 'd.e', reason: 'is Infinity' },
        ],
      },
    )
  })

  test('text, truth values, null, numbers out of range', () => {
    expect(json('{"a": "0.9", "b": true, "c": null, "d": 1e999}')).toEqual({
      metrics: {},
      undefined: [
        { metric: 'a', reason: 'is the text "0.9", not a number' },
        { metric: 'b', reason: 'is true, not a number' },
        { metric: 'c', reason: 'is null, not a number' },
        { metric: 'd', reason: 'is Infinity' },
      ],
    })
  })

  test('text is shown up to forty characters, and is not NaN for beginning so', () => {
    const reasonOf = (text: string) => json(JSON.stringify({ a: text })).undefined[0]!.reason
    expect(reasonOf('nano')).toBe('is the text "nano", not a number')
    expect(reasonOf('')).toBe('is empty, not a number')
    expect(reasonOf('x'.repeat(40))).toBe(`is the text "${'x'.repeat(40)}", not a number`)
    expect(reasonOf('x'.repeat(41))).toBe(`is the text "${'x'.repeat(40)}…", not a number`)
  })

  test('a key that is there twice is no value, whichever comes last', () => {
    for (const text of [
      '{"accuracy": 0.1, "accuracy": 0.95}',
      '{"accuracy": 0.1, "accur\\u0061cy": 0.95}',
      '{"x": [{"a": 1}, {"a": 1}], "val": {"accuracy": NaN, "n": {"accuracy": 1}, "accuracy": 0.95}}',
    ])
      expect(refusal(() => json(text))).toMatchObject({
        code: 'duplicate-key',
        message: 'metrics.json gives "accuracy" more than once',
      })
    for (const before of ['"n": {"b": 1}', '"n": [1]', '"n": [{"b": 1}, [2]]'])
      expect(refusal(() => json(`{${before}, "a": 1, "a": 2}`)).code).toBe('duplicate-key')
    expect(json('{"n": {"b": 1, "a": 2}, "a": 3}').metrics).toEqual({ 'n.b': 1, 'n.a': 2, a: 3 })
    expect(json('{"a": {"x": 1}, "b": {"x": 2}, "c": ["x", "x"], "d": "x", "x": 3}').metrics).toEqual({
      'a.x': 1,
      'b.x': 2,
      x: 3,
    })
  })

  test('in YAML and CSV alike', () => {
    expect(yaml('a: .nan\nb: NaN\nc:\nd: -.inf\n').undefined).toEqual([
      { metric: 'a', reason: 'is NaN' },
      { metric: 'b', reason: 'is NaN' },
      { metric: 'c', reason: 'is null, not a number' },
      { metric: 'd', reason: 'is -Infinity' },
    ])
    expect(csv('a,b,c,d\nnan,,93%,0x10\n').undefined).toEqual([
      { metric: 'a', reason: 'is nan' },
      { metric: 'b', reason: 'is empty, not a number' },
      { metric: 'c', reason: 'is the text "93%", not a number' },
      { metric: 'd', reason: 'is the text "0x10", not a number' },
    ])
  })

  test('a name given twice, even with one value', () => {
    const twice = [{ metric: 'a.b', reason: 'is given more than once' }]
    expect(json('{"a.b": 1, "a": {"b": 1}}')).toEqual({ metrics: {}, undefined: twice })
    expect(csv('metric,value\na.b,1\na.b,1\na.b,1\n')).toEqual({ metrics: {}, undefined: twice })
  })

  test('hostile names stay names', () => {
    const { metrics } = json('{"__proto__": 1, "constructor": {"prototype": 2}}')
    expect(Object.entries(metrics)).toEqual([
      ['__proto__', 1],
      ['constructor.prototype', 2],
    ])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})

describe('what cannot be read is an error that names the file', () => {
  test.each([
    ['empty', () => json(''), 'metrics.json is empty'],
    ['blank', () => yaml(' \n'), 'metrics.yml is empty'],
    ['an empty mapping', () => json('{}'), 'metrics.json holds no metrics'],
    ['a comment only', () => yaml('# none\n'), 'metrics.yml is no mapping of metric names to numbers'],
    ['a list', () => json('[0.93]'), 'metrics.json is no mapping of metric names to numbers'],
    ['a bare number', () => yaml('0.93'), 'metrics.yml is no mapping of metric names to numbers'],
    ['text', () => json('"accuracy"'), 'metrics.json is no mapping of metric names to numbers'],
    ['a date', () => yaml('!!timestamp 2026-11-21'), 'metrics.yml is no mapping of metric names to numbers'],
    ['broken TOML', () => toml('a = \n'), 'metrics.toml is no readable TOML: '],
    ['a header only', () => csv('accuracy,f1\n'), 'metrics.csv has a header and no row'],
    ['names without a row', () => csv('metric,value\n'), 'metrics.csv holds no metrics'],
    ['several rows', () => csv('epoch,loss,acc\n1,2,3\n2,1,4\n'), 'metrics.csv has 2 rows of metrics'],
    ['ragged rows', () => csv('a,b\n1,2,3\n'), 'row 2 of metrics.csv has 3 cells, its header 2'],
    ['a stray quote', () => csv('a,b\n1,"2\n'), 'metrics.csv is no readable CSV'],
    [
      'deep nesting',
      () => json(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`),
      'nests deeper than 32 levels',
    ],
    ['33 levels', () => json(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`), 'nests deeper than 32 levels'],
    ['brackets that end a process', () => yaml('['.repeat(200_000)), 'nest deeper than 100 levels'],
    ['a history', () => yaml(`a: "${'x'.repeat(4_200_000)}"`), 'keep data elsewhere'],
  ])('%s', (_, read, message) => {
    const error = refusal(read)
    expect(error.message).toContain(message)
    expect(error.exitCode).toBe(2)
    expect(error.place.file).toMatch(/^metrics\./)
  })

  test('broken JSON shows the place, broken YAML has the line', () => {
    expect(refusal(() => json('{"a": 1,\n "b": nan}')).message).toMatch(
      /metrics.json is no readable JSON: .*"b": nan/s,
    )
    expect(refusal(() => json('{"a": 1,\n "b": 2')).message).toContain('metrics.json is no readable JSON')
    expect(refusal(() => yaml('a: 1\nb: [1\n')).place.line).toBeGreaterThan(1)
    expect(refusal(() => yaml('a: 1\na: 2\n')).message).toContain('unique')
    expect(refusal(() => yaml('a: 1\nb: [1\n')).message).toMatch(/^[^\n]*[^\n:]$/)
    expect(refusal(() => toml('a = 1\nb = x\n'))).toMatchObject({
      message: expect.stringMatching(/^metrics\.toml is no readable TOML: [^\n]*[^\n:]$/),
      place: { line: 2, column: 5 },
    })
  })

  test('32 levels are none too many', () => {
    expect(json(`${'{"a":'.repeat(32)}1${'}'.repeat(32)}`).metrics).toEqual({ [`a${'.a'.repeat(31)}`]: 1 })
  })

  test('rows of predictions are told where they belong, and no others', () => {
    expect(refusal(() => csv('id,label\n1,1\n2,0\n')).hint).toContain('evaluate.predictions (--predictions)')
    expect(refusal(() => csv('epoch,loss\n1,1\n2,0\n')).hint).toMatch(/^Write the one row/)
  })

  test('a bomb of aliases', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`)
    expect(refusal(() => yaml(`a0: &a0 [1]\n${levels.join('\n')}`)).message).toContain('no readable YAML')
  })

  test('an unknown ending', () => {
    expect(metricsFormat('out/Metrics.YAML')).toBe('yaml')
    expect(metricsFormat('m.json')).toBe('json')
    expect(refusal(() => metricsFormat('metrics.pkl')).hint).toBe(
      'Write the metrics as .json, .yaml, .toml or .csv.',
    )
  })
})
