import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { datasetForTests, shownRows, values } from './dataset-for-tests.ts'

let dataset: Awaited<ReturnType<typeof datasetForTests>>
beforeAll(async () => {
  dataset = await datasetForTests()
})
afterAll(() => dataset.engine.close())

/** Mulberry32: numbers of 0 to 1 that look random and are the same in every run. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A table of so many rows, each column from the row's number and a source of noise. */
function tableOf(
  rows: number,
  columns: Readonly<Record<string, (i: number, random: () => number) => unknown>>,
) {
  const random = noise(7)
  const cells = Array.from({ length: rows }, (_, i) =>
    Object.values(columns)
      .map((cell) => String(cell(i, random)))
      .join(','),
  )
  return `${Object.keys(columns).join(',')}\n${cells.join('\n')}\n`
}

const scores = async (train: string, label = 'y') => {
  const found = await dataset.check({ label_leakage: {} }, { label, tables: { train } })
  return Object.fromEntries(
    found.map(({ measurement: { column, value } }) => [column, Number(value?.toPrecision(3))]),
  )
}

describe('a column that predicts the label', () => {
  it('is found as a category, as a threshold and as a copy, and what tells nothing is not', async () => {
    const found = await scores(
      tableOf(400, {
        copy: (i) => (i % 5 < 2 ? 'A' : 'B'),
        threshold: (i, random) => (i % 5 < 2 ? 0 : 10) + 9 * random(),
        noise: (_, random) => random(),
        group: (_, random) => Math.floor(4 * random()),
        y: (i) => (i % 5 < 2 ? 'yes' : 'no'),
      }),
    )
    expect(found).toMatchObject({ copy: 1, group: 0 })
    expect(found.threshold).toBeGreaterThan(0.97)
    expect(found.noise).toBeLessThan(0.15)
  })

  it('is no identifier that is merely unique', async () => {
    const found = await scores(
      tableOf(300, {
        id: (_, random) => `u${Math.floor(1e9 * random()).toString(36)}`,
        number: (_, random) => Math.floor(1e9 * random()),
        y: (i) => (i % 2 === 0 ? 'yes' : 'no'),
      }),
    )
    expect(found.id).toBeLessThan(0.2)
    expect(found.number).toBeLessThan(0.2)
  })

  it('is an identifier whose order sorts the label, with a name before its number or without', async () => {
    const found = await scores(
      tableOf(300, {
        id: (i) => i,
        name: (i) => `p${i}`,
        padded: (i) => `p${String(i).padStart(4, '0')}`,
        y: (i) => ['a', 'b', 'c'][Math.floor(i / 100)],
      }),
    )
    for (const name of ['id', 'name', 'padded']) expect(found[name]).toBeGreaterThan(0.95)
  })

  it('is a date whose order sorts the label', async () => {
    const found = await scores(
      tableOf(300, {
        day: (i) => new Date(Date.UTC(2024, 0, 1 + ((i * 7) % 300))).toISOString().slice(0, 10),
        y: (i) => ((i * 7) % 300 < 150 ? 'early' : 'late'),
      }),
    )
    expect(found.day).toBeGreaterThan(0.97)
  })

  it('is an identifier that several rows with one label share', async () => {
    const customer = (i: number) => Math.floor(i / 3)
    const found = await scores(
      tableOf(300, {
        customer: (i) => `c${(customer(i) * 7919) % 1000}`,
        x: (_, random) => random(),
        y: (i) => ((customer(i) * 31) % 7 < 3 ? 'yes' : 'no'),
      }),
    )
    expect(found.customer).toBe(1)
  })

  it('is missing where the label is one', async () => {
    const found = await scores(
      tableOf(300, {
        closed: (i, random) => (i % 4 === 0 ? random() : ''),
        y: (i) => (i % 4 === 0 ? 'churned' : 'stays'),
      }),
    )
    expect(found.closed).toBeGreaterThan(0.97)
  })

  it('is found where the label is rare', async () => {
    const rare = (i: number) => i % 100 === 0
    const found = await scores(
      tableOf(1000, {
        amount: (i, random) => (rare(i) ? 100 : 0) + random(),
        flag: (i) => (rare(i) ? 1 : 0),
        noise: (_, random) => random(),
        y: (i) => (rare(i) ? 'fraud' : 'fine'),
      }),
    )
    expect(found).toMatchObject({ flag: 1, noise: 0 })
    expect(found.amount).toBeGreaterThan(0.8)
  })

  it('takes away the error of a label of values', async () => {
    const value = (i: number) => (i * 7919) % 1000
    const found = await scores(
      tableOf(1000, {
        scaled: (i) => 3 * value(i) + 7,
        noisy: (i, random) => value(i) + 1000 * (random() - 0.5),
        noise: (_, random) => random(),
        y: (i) => Math.exp(value(i) / 100),
      }),
    )
    expect(found.scaled).toBeGreaterThan(0.99)
    expect(found.noisy).toBeGreaterThan(0.25)
    expect(found.noisy).toBeLessThan(0.7)
    expect(found.noise).toBeLessThan(0.1)
  })

  it('is said with its score, and how it was read', async () => {
    const train = tableOf(40, {
      copy: (i) => i % 2,
      id: (i) => `x${(i * 7) % 40}`,
      y: (i) => (i % 2 ? 'a' : 'b'),
    })
    const found = await dataset.check({ label_leakage: {} }, { label: 'y', tables: { train } })
    expect(shownRows(found)).toEqual([
      '-/-: "copy" by itself predicts "y" with a score of 1, read by its values; at most 0.8 is allowed',
    ])
  })

  it('is left out where that is asked for, as the label is', async () => {
    const train = tableOf(40, { copy: (i) => i % 2, y: (i) => i % 2 })
    expect(
      await dataset.check({ label_leakage: { ignore: ['copy'] } }, { label: 'y', tables: { train } }),
    ).toEqual([])
  })

  it('cannot be told of a label that is the same everywhere', async () => {
    const found = await dataset.check(
      { label_leakage: {} },
      { label: 'y', tables: { train: 'x,y\n1,a\n2,a\n' } },
    )
    expect(values(found)).toEqual(['label_leakage train y none fails'])
    expect(shownRows(found)[0]).toContain('is the same in all rows that have it')
  })

  it('is found in Parquet with the same score, whatever the order of the rows', async () => {
    const csv = tableOf(200, {
      x: (i, random) => (i % 3 === 0 ? 5 * random() : 4 + 5 * random()),
      y: (i) => (i % 3 === 0 ? 'a' : 'b'),
    })
    const [header, ...rows] = csv.trimEnd().split('\n')
    const backwards = `${[header, ...rows.reverse()].join('\n')}\n`
    const train = await dataset.asParquet(backwards, 'train', { x: 'DOUBLE' })
    const ofParquet = await dataset.check({ label_leakage: {} }, { label: 'y', tables: { train } })
    expect(ofParquet[0]!.measurement.value).toBe(
      (await dataset.check({ label_leakage: {} }, { label: 'y', tables: { train: csv } }))[0]!.measurement
        .value,
    )
  })
})

describe('the order of the rows', () => {
  it('is found where it sorts the label, and not where it does not', async () => {
    const sorted = tableOf(200, { x: (_, random) => random(), y: (i) => (i < 120 ? 'a' : 'b') })
    const mixed = tableOf(200, { x: (_, random) => random(), y: (_, random) => (random() < 0.6 ? 'a' : 'b') })
    const found = await dataset.check(
      { index_leakage: {} },
      { label: 'y', tables: { train: sorted, train2: mixed } },
    )
    expect(found.map(({ measurement: { passes } }) => passes)).toEqual([false, true])
    expect(shownRows(found)[0]).toMatch(
      /^-\/-: the order of the rows predicts "y" with a score of [01][.\d]*, read by ranges of \d+ rows/,
    )
  })
})
