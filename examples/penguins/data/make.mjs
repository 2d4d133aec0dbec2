// Makes the tables of this folder out of penguins.csv: `node data/make.mjs` in the repository's root.
import { readCsv, writeCsv } from '../csv.mjs'
import { measurement } from '../model.mjs'
import { normal, uniform } from '../random.mjs'

const penguins = readCsv('data/penguins.csv')

/** 30 % of each species, drawn with a seed, so that the shares of the species are those of the whole. */
function testIds(seed, share) {
  const random = uniform(seed)
  const species = [...new Set(penguins.map((penguin) => penguin.species))].sort()
  return new Set(
    species.flatMap((name) => {
      const drawn = penguins.filter((penguin) => penguin.species === name).map(({ id }) => [random(), id])
      drawn.sort(([a], [b]) => a - b)
      return drawn.slice(0, Math.round(drawn.length * share)).map(([, id]) => id)
    }),
  )
}

// the measuring error of a live measurement and the step in which the instrument shows it
const instruments = {
  bill_length_mm: { error: 0.3, step: 0.1 },
  bill_depth_mm: { error: 0.2, step: 0.1 },
  flipper_length_mm: { error: 1, step: 1 },
  body_mass_g: { error: 40, step: 25 },
}

/** Penguins as they come in live: drawn with replacement, measured again, the species not known yet. */
function live(seed, rows, offsets) {
  const random = uniform(seed)
  const noise = normal(random)
  return Array.from({ length: rows }, (_, row) => {
    const { species, ...penguin } = penguins[Math.floor(random() * penguins.length)]
    const measured = { ...penguin, id: `l${String(row + 1).padStart(3, '0')}` }
    for (const [name, { error, step }] of Object.entries(instruments)) {
      const value = measurement(penguin[name])
      if (Number.isNaN(value)) continue
      const shown = Math.round((value + (offsets[name] ?? 0) + error * noise()) / step) * step
      measured[name] = Number(shown.toFixed(1))
    }
    return measured
  })
}

const test = testIds(2020, 0.3)
writeCsv(
  'data/train.csv',
  penguins.filter(({ id }) => !test.has(id)),
)
writeCsv(
  'data/test.csv',
  penguins.filter(({ id }) => test.has(id)),
)
writeCsv('data/live.csv', live(1, 300, {}))
// a scale that nobody set to zero, and flippers measured along the curve
writeCsv('data/live-drifted.csv', live(2, 300, { body_mass_g: 600, flipper_length_mm: 8 }))
