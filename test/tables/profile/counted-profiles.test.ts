import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/tables/engine/engine.ts'
import { profileTable } from '../../../src/tables/profile/profile.ts'
import type { Table } from '../../../src/tables/table.ts'
import type { Kind } from '../../../src/tables/typed-copy.ts'
import { tablesForTests } from '../engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const csv = (columns: Record<string, readonly string[]>) => {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.map((_, i) => names.map((name) => columns[name]![i]).join(','))
  return `${names.join(',')}\n${rows.join('\n')}\n`
}

const withoutEngine = (): Engine => {
  const refuse = () => Promise.reject(new Error('The engine was asked.'))
  return { ...tables.engine, run: refuse, rows: refuse, columns: refuse }
}

async function bothWays(table: Table, columns?: { name: string; kind?: Kind }[]) {
  const { plain, ...known } = table
  expect(plain).toBeDefined()
  const options = columns ? { columns } : {}
  return {
    counted: await profileTable(tables.engine, table, options),
    byEngine: await profileTable(tables.engine, known, options),
  }
}

describe('a profile of a plain file', () => {
  const two = (number: number) => String(number).padStart(2, '0')
  const drawn = (least: number, most: number) => fc.integer({ min: least, max: most })
  const day = fc
    .tuple(fc.constantFrom('1000', '1582', '1900', '2023', '2024', '9999'), drawn(1, 12), drawn(1, 28))
    .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`)
  const instant = fc
    .tuple(day, drawn(0, 23), drawn(0, 59), drawn(0, 59))
    .map(([day, ...parts]) => `${day}T${parts.map(two).join(':')}`)
  const column = fc.oneof(
    ...[
      drawn(-30, 30).map(String),
      drawn(0, 2 ** 40).map(String),
      fc.tuple(drawn(-5000, 5000), drawn(0, 4)).map(([value, digits]) => (value / 8).toFixed(digits)),
      fc.constantFrom('-0', '0', '-0.0', '.5', '1.', '-.25', '007', '2.50', '123456789012345'),
      fc.constantFrom('1', '+1', '1e3', '-', '1e400', '5-', 'nan', '1234567890123456.5'),
      fc.constantFrom('1.5e+10', '+7', '1e-7'),
      day,
      fc.constantFrom('2024-02-29', '2023-02-29', '0999-12-31', '2024-13-01', '0000-01-01'),
      instant,
      instant.map((text) => `${text}Z`),
      fc.constantFrom('2024-01-31T23:59:59Z', '2024-01-31T24:00:00Z', '2024-01-31Z10:00:00T'),
      fc.constantFrom('2024-01-31T23:59:60', '2024-01-31T23:60:00', '2023-02-29T00:00:00'),
      fc.constantFrom('yes', 'no', 'Ærø', '日本語', '🐧', '🐧🐧', 'z'.repeat(200), 'z'.repeat(201)),
      fc.stringMatching(/^[a-c ;'ß]{0,3}$/),
    ].map((cell) => fc.array(fc.option(cell, { nil: '', freq: 5 }), { minLength: 30, maxLength: 30 })),
  )

  it('counted as it stands there is what the engine makes of it', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(column, fc.constantFrom(undefined, 'numeric', 'categorical')), {
          minLength: 5,
          maxLength: 5,
        }),
        async (drawn) => {
          const cells = drawn.map(([cells], i) => [`c${i}`, cells] as const)
          const table = await tables.open(
            csv({ k: cells[0]![1].map((_, i) => `k${i}`), ...Object.fromEntries(cells) }),
          )
          const columns = drawn.map(([, kind], i) => ({ name: `c${i}`, ...(kind && { kind }) }))
          const { counted, byEngine } = await bothWays(table, columns)
          expect(counted).toEqual(byEngine)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('takes no engine where values lie close together or are few, however often they are there', async () => {
    const times = [1, 254, 255, 256, 510, 511, 700]
    const each = <T>(values: readonly T[]) =>
      values.flatMap((value, i) => Array.from({ length: times[i]! }, () => value))
    const table = await tables.open(
      csv({
        n: each(['-1.5', '-0.25', '0', '', '2', '100.125', '-3']),
        day: each(['2024-02-29', '2024-01-01', '', '1999-12-31', '2024-03-01', '2030-01-01', '1000-01-01']),
        at: each([0, 1, 2, 3, 4, 5, 6].map((i) => `20${20 + i}-06-01T08:00:0${i}Z`)),
        local: each([6, 5, 4, 3, 2, 1, 0].map((i) => `2024-06-0${i + 1}T08:00:00`)),
        text: each(['a', '', 'ß', 'aa', 'b', '日本', 'a b']),
      }),
    )
    const { byEngine } = await bothWays(table)
    expect(await profileTable(withoutEngine(), table)).toEqual(byEngine)
    expect(byEngine.columns).toMatchObject([
      { kind: 'numeric', missing: 256, distinct: 6 },
      { kind: 'categorical', distinct: 6, time: { invalid: 0 } },
      {
        kind: 'categorical',
        distinct: 7,
        categories: [{ value: '2026-06-01T08:00:06Z', count: 700 }, {}, {}, {}, {}, {}, {}],
      },
      { kind: 'categorical', distinct: 7, min_length: 19 },
      { kind: 'categorical', distinct: 6, missing: 254, max_length: 3 },
    ])
  })

  it('takes the engine where what seemed to be few values become many behind the first megabyte', async () => {
    const rows = 30_000
    const long = 'x'.repeat(40)
    const late = (i: number) => (i < rows - 6000 ? 0 : i)
    const table = await tables.open(
      csv({
        long: Array.from({ length: rows }, () => long),
        many: Array.from({ length: rows }, (_, i) => `t${late(i)}`),
        odd: Array.from({ length: rows }, (_, i) => (late(i) === 0 ? '2024-02-01' : '2024-02-30')),
        all: Array.from({ length: rows }, (_, i) => `u${i}`),
        n: Array.from({ length: rows }, (_, i) => String(late(i))),
      }).replace(/\n$/, ''),
    )
    const { counted, byEngine } = await bothWays(table)
    expect(counted).toEqual(byEngine)
    expect(counted.columns).toMatchObject([
      { distinct: 1, count: rows },
      { distinct: 6001 },
      { distinct: 2, time: { invalid: 6000 } },
      { distinct: rows },
      { distinct: 6001, max: rows - 1 },
    ])
  })

  it('takes the engine for texts that were chosen to be looked for in one place, or for one hash', async () => {
    const bits = 0x1fff
    const texts = Array.from({ length: 800_000 }, (_, i) => `k${i.toString(36)}`)
    const crowded = texts.filter((text) => (hashOf(text) & bits) === 5).slice(0, 80)
    expect(crowded).toHaveLength(80)
    expect(hashOf('declinate')).toBe(hashOf('macallums'))
    for (const [cells, alone] of [
      [crowded, false],
      [crowded.slice(0, 60), true],
      [['declinate', 'macallums', 'declinate'], false],
    ] as const) {
      const table = await tables.open(csv({ text: cells, n: cells.map((_, i) => String(i)) }))
      const { counted, byEngine } = await bothWays(table)
      expect(counted).toEqual(byEngine)
      const asked = profileTable(withoutEngine(), table)
      await (alone
        ? expect(asked).resolves.toEqual(byEngine)
        : expect(asked).rejects.toThrow('The engine was asked.'))
    }
  })
})

/** FNV-1a, by which texts are counted. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 16_777_619)
  return hash
}
