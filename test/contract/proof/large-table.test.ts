import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../src/record/digest.ts'
import { csv, isProven, ofField } from './is-proven.ts'

describe('a table that is shown to keep its contract without the engine', () => {
  it.each<[string, (row: number) => number]>([
    ['in order', (row) => row - 7],
    // Odd, so that no two are the same.
    ['in none', (row) => Math.imul(row, 1_103_515_245) & 0x7fffffff],
  ])('has ids %s that are each there once, in however many pieces it is read', async (_, idOf) => {
    const key = ofField({ type: 'integer', constraints: { required: true, unique: true } })
    const ids = Array.from({ length: 200_000 }, (_, row) => String(idOf(row)))
    const { table, proven } = await isProven(key, csv(ids))
    expect(table?.bytes).toBeGreaterThan(2 * 2 ** 20)
    expect(proven).toBe(true)
    for (const row of [ids.length - 1, 75_000, 3])
      expect(await isProven(key, csv(ids.with(row, ids[row - 2]!)))).toMatchObject({ proven: false })
  })

  it('is large, and the digest of its bytes is taken beside', async () => {
    const content = csv(Array.from({ length: 2_500_000 }, (_, row) => String(row)))
    const asked = ofField({ type: 'integer', constraints: { required: true, unique: true, minimum: 0 } })
    const { table, proven } = await isProven(asked, content)
    expect(table).toMatchObject({ rows: 2_500_000, bytes: content.length, digest: sha256(content) })
    expect(proven).toBe(true)

    // What its first row has is not read to the end for.
    let read = 0
    const bad = content.replace('\n0,', '\n-1,')
    const progress = (bytes: number) => {
      read = bytes
    }
    expect(await isProven(asked, bad, 'bad.csv', progress)).toMatchObject({ proven: false })
    expect(read).toBeLessThan(bad.length - 2 ** 20)
    const late = `${content}-1,1\n`
    expect(await isProven(asked, late, 'late.csv', progress)).toMatchObject({ proven: false })
    expect(read).toBe(late.length)
  })

  it('is not where its last half has a fault, but need not be read anew to be told so', async () => {
    const few = ofField({ type: 'string', constraints: { enum: ['a', 'b'] } })
    const cells = Array.from({ length: 500_000 }, (_, row): string => (row % 2 ? 'a' : 'b'))
    const late = csv(cells.with(400_000, 'c'))
    const { table, proven } = await isProven(few, late)
    expect(proven).toBe(false)
    expect(table).toMatchObject({ rows: 500_000, digest: sha256(late), asLooked: false })
    expect(await isProven(few, csv(cells.with(100_000, 'c')))).toMatchObject({ table: undefined })
  })
})
