import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Random, randomFrom } from '../src/stats/random.ts'

const regions = 20
const header = 'id,label,prediction,score,region\n'

/** Files of two models' predictions for the same rows, of equal worth, their errors correlated. */
export interface PairedFiles {
  readonly candidate: string
  readonly baseline: string
}

/** Writes both, the same for the same number of rows, unless they are there already. */
export function pairedFiles(folder: string, rows: number): PairedFiles {
  const files = {
    candidate: join(folder, `candidate-${rows}.csv`),
    baseline: join(folder, `baseline-${rows}.csv`),
  }
  if (existsSync(files.candidate) && existsSync(files.baseline)) return files
  const random = randomFrom(`paired ${rows}`)
  const texts = [[header], [header]]
  for (let row = 0; row < rows; row++) {
    const signal = normal(random)
    const label = Number(signal + normal(random) > 0)
    const region = Math.floor(random() * regions)
    for (const text of texts) {
      const score = 1 / (1 + Math.exp(-(signal + 0.5 * normal(random))))
      text.push(`row-${row},${label},${Number(score > 0.5)},${score},r${region}\n`)
    }
  }
  for (const [i, file] of [files.candidate, files.baseline].entries()) {
    writeFileSync(`${file}.part`, texts[i]!.join(''))
    renameSync(`${file}.part`, file)
  }
  return files
}

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
