import { describe, expect, it } from 'vitest'
import { tableOfRecords } from '../../../src/metrics/reported/history-records.ts'

describe('records of a logger', () => {
  it('are a list of maps, as a DVC plot has it', () => {
    expect(
      tableOfRecords('[{"step": 0, "loss": 0.9}, 7, null, ["a"], {"step": 1, "note": "low", "loss": 0.5}]'),
    ).toEqual([
      ['step', 'loss', 'note'],
      ['0', '0.9', ''],
      ['1', '0.5', 'low'],
    ])
  })

  it('are the first list of maps in a map, as Hugging Face’s trainer state has it', () => {
    const text =
      '{"best": 1, "names": ["a", "b"], "empty": [], "log_history": [null, {"step": 5, "loss": 1.5}], "more": [{"x": 1}]}'
    expect(tableOfRecords(text)).toEqual([
      ['step', 'loss'],
      ['5', '1.5'],
    ])
  })

  it('are read from YAML too, without what is neither number nor text', () => {
    expect(tableOfRecords('train:\n- {step: 1, loss: 0.5, done: true, none: null, by: {a: 1}}\n')).toEqual([
      ['step', 'loss', 'done', 'none', 'by'],
      ['1', '0.5', '', '', ''],
    ])
  })

  it.each(['7', 'null', '"text"', '{}', '{"a": 1}', '{"a": [1, 2]}', '[1]', '{"a": [[1]]}', 'a: [1', ''])(
    'are none in %s',
    (text) => {
      expect(tableOfRecords(text)).toEqual([[]])
    },
  )

  it('have at most a thousand names, and hostile ones for names', () => {
    const names = Array.from({ length: 1001 }, (_, i) => `m${i}`)
    const [header, row] = tableOfRecords(JSON.stringify([Object.fromEntries(names.map((name) => [name, 1]))]))
    expect(header).toEqual(names.slice(0, 1000))
    expect(row).toHaveLength(1000)
    expect(tableOfRecords('[{"__proto__": 1}, {"toString": 2}]')).toEqual([
      ['__proto__', 'toString'],
      ['1', ''],
      ['', '2'],
    ])
  })
})
