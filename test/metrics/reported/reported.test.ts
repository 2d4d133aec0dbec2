import { describe, expect, test } from 'vitest'
import { AssayError } from '../../../src/errors.ts'
import { metricsFormat, reportedMetrics } from '../../../src/metrics/reported/reported.ts'

const json = (text: string) => reportedMetrics(text, 'json', 'metrics.json')
const yaml = (text: string) => reportedMetrics(text, 'yaml', 'metrics.yml')
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

  test('CSV with a header and one row', () => {
    expect(csv('accuracy,val.loss\n0.93,0.21\n')).toEqual(expected)
    expect(csv('"accuracy","val.loss"\r\n0.93,"0.21"')).toEqual(expected)
  })

  test('CSV with a name and a value a row', () => {
    expect(csv('metric,value\naccuracy,0.93\nval.loss,2.1e-1\n')).toEqual(expected)
    expect(csv('accuracy,0.93\nval.loss,.21\n')).toEqual(expected)
    expect(csv('Name,Value\n\naccuracy, 0.93\nval.loss,0.21')).toEqual(expected)
  })

  test('a CSV of two metrics and one row is no list of names', () => {
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
