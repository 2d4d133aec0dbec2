import type { PredictionRows } from '../../metrics/read/prediction-rows.ts'
import { plainTables } from '../../metrics/read/prediction-tables.ts'
import type { PredictionsSource } from '../../metrics/read/predictions-source.ts'
import type { Workbench } from '../../stage/workbench.ts'
import type { Engine } from '../../tables/engine/engine.ts'

/** Reads predictions, through the data engine where a file is no plain text; it is opened when the first needs it. */
export interface PredictionsReader {
  read(source: PredictionsSource): Promise<PredictionRows>
  close(): void
}

/** @param allowed every file that may be read */
export function predictionsReader(bench: Workbench, allowed: readonly string[]): PredictionsReader {
  let engine: Engine | undefined
  return {
    async read(source) {
      const { readPredictions } = await import('../../metrics/read/read-predictions.ts')
      const plain = await readPredictions(plainTables, source)
      if (plain !== undefined) return plain
      const { engineTables } = await import('../../metrics/read/engine-tables.ts')
      engine ??= await open(bench, allowed)
      return (await readPredictions(engineTables(engine), source))!
    },
    close: () => engine?.close(),
  }
}

async function open({ engine, log, scratch }: Workbench, allowed: readonly string[]): Promise<Engine> {
  const { openEngine } = await import('../../tables/engine/engine.ts')
  return openEngine({ install: { ...engine, log }, scratch, allowed })
}
