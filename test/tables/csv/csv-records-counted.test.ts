import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvRecordsCounted } from '../../../src/tables/csv/csv-records-counted.ts'
import { CsvStructure } from '../../../src/tables/csv/csv-structure.ts'

/** Counts a text that arrives in pieces of the given lengths. */
function counted(text: string, pieces: readonly number[]) {
  const bytes = Buffer.from(text)
  const records = csvRecordsCounted(',')
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = Math.min(pieces[turn % pieces.length]!, bytes.length - at)
    bytes.copy(records.buffers[turn & 1]!, 0, at, at + size)
    records.push(size)
    at += size
  }
  records.end()
  return { ...told(records.structure), ...records.learnt() }
}

function byteByByte(text: string) {
  const structure = new CsvStructure(',')
  structure.push(Buffer.from(text))
  structure.end()
  return told(structure)
}

const told = ({ bytes, line, records, regular, newline, longest, longestLine, lines }: CsvStructure) => ({
  bytes,
  records,
  regular,
  ...(regular ? { line, newline, longest, longestLine } : {}),
  lines: regular ? Array.from({ length: records - 1 }, (_, row) => lines.lineOf(row + 1)) : [],
})

const pieces = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 })
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom('a', '1', '.', ' ', 'é'), maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom('"x"', '"a\nb"', '"c,d"', 'q"r', '""') },
)
const lineEnd = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r', '\n\n')

describe('records of a delimited file, counted many bytes at a time', () => {
  it('are those that are counted byte by byte, however the file arrives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(cell, { minLength: 2, maxLength: 3 }), lineEnd), { maxLength: 25 }),
        fc.constantFrom('\n', '\r\n', ''),
        pieces,
        (records, last, sizes) => {
          const body = records.map(([cells, end]) => `${cells.join(',')}${end}`).join('')
          const text = `a,b${last === '' ? '' : last}${body}`
          const { shapes: _, extremes: __, ...found } = counted(text, sizes)
          expect(found).toEqual(byteByByte(text))
        },
      ),
      { numRuns: 800 },
    )
  })

  it.each([1, 5, 31, 32, 33, 100])('are found when whole, in pieces of %i bytes', (size) => {
    const rows = Array.from({ length: 400 }, (_, i) => `${i},${'x'.repeat(i % 70)}`)
    const text = `id,text\n${rows.join('\n')}`
    expect(counted(text, [size])).toMatchObject({ records: 401, regular: true, longestLine: 141 })
    expect(counted(`${text}\n`, [size])).toMatchObject({
      records: 401,
      regular: true,
      bytes: text.length + 1,
    })
    for (const bad of ['\n', '1\n', '1,2,3\n', ',\n'])
      expect(counted(`${text}\n${bad}9,9\n`, [size])).toMatchObject({ regular: false })
  })

  it('are counted too where one is longer than what waits for the next piece', () => {
    const text = `a,b\n1,${'x'.repeat(3_000_000)}\n2,3\n`
    const { shapes, extremes, ...found } = counted(text, [1 << 20])
    expect(found).toEqual(byteByByte(text))
    expect([shapes, extremes]).toEqual([[], []])
  })
})

describe('what the cells of a column look like', () => {
  const patterns = {
    whole: /^[0-9+-]{1,18}$/,
    decimal: /^[0-9\-.eE]+$/,
    day: /^\d{4}-\d{2}-\d{2}$/,
    instant: /^\d{4}-\d{2}-\d{2}(T(?!24)|Z)\d{2}:\d{2}:\d{2}[TZ]?$/,
    'late instant': /^\d{4}-\d{2}-\d{2}[TZ]\d{2}:\d{2}:\d{2}[TZ]?$/,
  }
  const cells = fc.oneof(
    fc.stringMatching(patterns.whole),
    fc.stringMatching(/^[0-9\-.eE]{1,60}$/),
    fc.stringMatching(patterns.day),
    fc.stringMatching(/^\d{4}-\d{2}-\d{2}[TZ]\d{2}:\d{2}:\d{2}[TZ]?$/),
    fc.constantFrom(
      '2020-1-011',
      '2020-01-01Z00:00:00T',
      '2020-01-01T24:00:00Z',
      '1e5',
      '9'.repeat(19),
      'nan',
      'Infinity',
      '%5',
      '\u0665',
    ),
    fc.string({ maxLength: 3 }).filter((text) => !/[",\r\n]/.test(text)),
  )
  it('is said only where it holds of each that is not empty', () => {
    fc.assert(
      fc.property(
        fc.array(cells, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 30 }),
        pieces,
        (chosen, picks, sizes) => {
          const column = picks.map(([pick, empty]) => (empty ? '' : chosen[pick % chosen.length]!))
          const { shapes } = counted(`k,c\n${column.map((text) => `x,${text}\n`).join('')}`, sizes)
          const shape = shapes[1]
          const present = column.filter((text) => text !== '')
          if (shape !== undefined) for (const text of present) expect(text, shape).toMatch(patterns[shape])
          else
            for (const pattern of Object.values(patterns))
              expect(
                present.length > 0 &&
                  present.every((text) => pattern.test(text)) &&
                  new Set(present.map((text) => text.length)).size === 1,
              ).toBe(false)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('is told of columns of one kind', () => {
    const rows = Array.from(
      { length: 50 },
      (_, i) => `${i},-1.5e${i},2024-01-${10 + (i % 20)},x,2024-01-31T08:00:00Z,`,
    )
    expect(counted(`a,b,c,d,e,f\n${rows.join('\n')}\n`, [64]).shapes).toEqual([
      'whole',
      'decimal',
      'day',
      undefined,
      'instant',
      undefined,
    ])
  })

  it.each([1, 7, 64, 1 << 20])(
    'is told of instants of which some may have hour 24, wherever pieces of %i bytes end',
    (size) => {
      const rows = (late: string) =>
        [`1,`, '2,2024-01-31T08:00:00Z', `3,${late}`, '4,2024-01-31T08:00:00Z', ''].join('\n')
      expect(counted(`a,b\n${rows('2024-01-31T23:00:00Z')}`, [size]).shapes).toEqual(['whole', 'instant'])
      expect(counted(`a,b\n${rows('2024-01-31T24:00:00Z')}`, [size]).shapes).toEqual([
        'whole',
        'late instant',
      ])
      expect(counted('a\n2024-01-31T24:00:00', [size]).shapes).toEqual(['late instant'])
    },
  )
})

describe('the least and the greatest number of a column', () => {
  const plain = /^-?(\d+\.?\d*|\.\d+)$/
  const isPlain = (text: string) => plain.test(text) && text.replace(/\D/g, '').length <= 15
  const numbers = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(3)),
    },
    { weight: 5, arbitrary: fc.stringMatching(/^-?[0-9]{1,8}\.?[0-9]{0,7}$/) },
    { weight: 1, arbitrary: fc.constantFrom('', '.5', '-.25', '7.', '-0', '007') },
  )
  const others = fc.constantFrom(
    ...[
      '1234567890123456',
      '0.123456789012345',
      '+1',
      '1e3',
      '-',
      '.',
      '--1',
      '1-1',
      '1.2.3',
      ' 1',
      '1 ',
      'nan',
    ],
    ...['1,0'.replace(',', ';'), '\u0665', '-inf', '1:0', '1/0'],
  )

  it('are told where all cells that are not empty are plain numbers, and only there', () => {
    fc.assert(
      fc.property(
        fc.array(numbers, { minLength: 1, maxLength: 40 }),
        fc.option(fc.tuple(others, fc.nat())),
        pieces,
        (good, odd, sizes) => {
          const cells = [...good]
          if (odd) cells.splice(odd[1] % (cells.length + 1), 0, odd[0])
          const values = cells.filter((text) => text !== '').map(Number)
          const [, found] = counted(`k,c\n${cells.map((text) => `x,${text}\n`).join('')}`, sizes).extremes
          if (values.length === 0 || !cells.every((text) => text === '' || isPlain(text)))
            expect(found).toBeUndefined()
          else
            expect(found && { ...found, low: found.low + 0, high: found.high + 0 }).toEqual({
              low: Math.min(...values) + 0,
              high: Math.max(...values) + 0,
              filled: values.length === cells.length,
              decimals: Math.max(0, ...cells.map((text) => text.split('.')[1]?.length ?? 0)),
            })
        },
      ),
      { numRuns: 1500 },
    )
  })
})
