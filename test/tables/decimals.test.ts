import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvBytes } from '../../src/tables/csv/csv-bytes.ts'
import { csvCell } from '../../src/tables/csv/csv-records.ts'
import { putDecimal } from '../../src/tables/plain/decimal-bytes.ts'
import { plainCells } from '../../src/tables/plain/plain-cells.ts'

const bits = new BigUint64Array(1)
const doubles = new Float64Array(bits.buffer)

/** A number that lies so many doubles from another. */
function beside(value: number, steps: number): number {
  doubles[0] = value
  bits[0] = bits[0]! + BigInt(steps)
  return doubles[0]!
}

const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat({ max: 9999 }).map((n) => n / 10_000),
  fc.integer({ min: 0, max: 20 }).map((n) => 2 ** -n),
  fc.integer({ min: 0, max: 7 }).map((n) => 10 ** -n),
  fc.double({ min: -6, max: 0, noNaN: true }).map((power) => 10 ** power),
)
const near = fc.tuple(share, fc.integer({ min: 0, max: 40 })).map(([value, steps]) => beside(value, steps))

describe('a number that is written as bytes', () => {
  const written = (value: number) => {
    const bytes = Buffer.alloc(64)
    return bytes.toString('latin1', 2, putDecimal(bytes, 2, value))
  }

  test('has the digits that JavaScript gives it, or is left to it', () => {
    fc.assert(
      fc.property(near, (value) => {
        const text = written(value)
        if (text !== '') expect(text).toBe(String(value))
      }),
      { numRuns: 20_000 },
    )
  })

  test('is hardly ever left to it where it has as many digits as a probability', () => {
    const values = Array.from({ length: 2000 }, (_, i) => 1 / (1 + Math.exp(Math.sin(i * 1.7) * 3)))
    expect(values.filter((value) => written(value) === '').length).toBeLessThan(400)
  })

  test.each([0.1, 0.5, 0.123456789, 1e-7, 1, 0, -0.3, 12.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'is left to it where it has few digits, or is no share: %s',
    (value) => {
      expect(written(value)).toBe('')
    },
  )
})

test('lines of CSV as bytes are those that are made of texts', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      'a',
      ' a',
      'a,b',
      '"',
      'a\nb',
      'é',
      '漢字',
      '\u{1f427}',
      '\ud800',
      '漢'.repeat(200_000),
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.oneof(near, fc.double()),
  )
  const text = (one: string | number) =>
    typeof one === 'string' ? csvCell(one, ',') : Number.isNaN(one) ? '' : String(one)
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 5 }), (lines) => {
      const bytes = csvBytes()
      const parts = lines.map((cells) => {
        for (const [i, one] of cells.entries()) {
          if (i > 0) bytes.comma()
          if (typeof one === 'string') bytes.text(one)
          else bytes.number(one)
        }
        bytes.endLine()
        return Buffer.from(bytes.taken())
      })
      const expected = lines.map((cells) => Buffer.from(`${cells.map(text).join(',')}\n`))
      expect(Buffer.concat(parts).equals(Buffer.concat(expected))).toBe(true)
    }),
    { numRuns: 40 },
  )
})

describe('a decimal number that is read from the bytes of its cell', () => {
  const readAll = (texts: readonly string[]) =>
    plainCells(Buffer.from(`a,b\n${texts.map((text) => `x,${text}\n`).join('')}`), {
      begin: 4,
      delimiter: ',',
      width: 2,
    })!.numbers(1)
  const read = (text: string) => readAll([text])[0]!

  test('is the number that JavaScript reads, or left to it', () => {
    const texts = fc.oneof(
      near.map(String),
      fc.double({ noNaN: true }).map(String),
      fc.integer().map(String),
      fc.stringMatching(/^[+-]?\d{0,20}\.?\d{0,25}$/),
    )
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 50 }), (several) => {
        for (const [i, value] of readAll(several).entries())
          if (!Number.isNaN(value)) expect(value).toBe(Number(several[i]))
      }),
      { numRuns: 1000 },
    )
  })

  test('is the nearer double where it lies close to the middle of two', () => {
    const close = fc
      .tuple(
        fc.bigInt(2n ** 52n, 2n ** 53n - 1n),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: -2, max: 2 }),
      )
      .map(([digits, halvings, off]) => {
        // The middle of digits and digits + 1, each over a power of two, to eighteen digits.
        const scale = 10n ** 18n
        const middle = ((2n * digits + 1n) * scale) / 2n ** BigInt(52 + halvings)
        const text = String(middle / 20n + BigInt(off)).padStart(18, '0')
        return `${text.slice(0, -17)}.${text.slice(-17)}`
      })
    fc.assert(
      fc.property(fc.array(close, { minLength: 1, maxLength: 50 }), (several) => {
        for (const [i, value] of readAll(several).entries())
          if (!Number.isNaN(value)) expect(value).toBe(Number(several[i]))
      }),
      { numRuns: 500 },
    )
  })

  test('is hardly ever left to it where it has as many digits as a probability', () => {
    const texts = Array.from({ length: 2000 }, (_, i) => String(1 / (1 + Math.exp(Math.sin(i * 1.7) * 3))))
    expect(readAll(texts).filter(Number.isNaN).length).toBeLessThan(200)
  })

  test.each([
    ['0.25', 0.25],
    ['-1.5', -1.5],
    ['-0', -0],
    ['007', 7],
    ['.5', 0.5],
    ['5.', 5],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['0.3763433354612988', 0.3763433354612988],
    ['0.95374282234561287', 0.9537428223456129],
    ['9007199254740993', 9007199254740992],
    ['-9007199254740995', -9007199254740996],
    ['999999999999999999', 1e18],
  ])('is told from %s', (text, value) => {
    expect(read(text)).toBe(value)
  })

  test.each([
    '',
    '-',
    '.',
    '-.',
    '1.2.3',
    '1e5',
    '+1',
    '0x10',
    ' 1',
    'nan',
    '1000000000000000000',
    '4503599627370496.50',
    '1/2',
    '1:2',
  ])('is not told from %j', (text) => {
    expect(read(text)).toBeNaN()
  })
})
