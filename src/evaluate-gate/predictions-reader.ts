import type { PredictionRows } from '../metrics/prediction-rows.ts'
import type { PredictionsSource } from '../metrics/read-predictions.ts'
import type { Workbench } from '../stage/workbench.ts'
import type { Engine } from '../tables/engine.ts'

/** Reads predictions through the data engine, which is opened when the first file needs it: metrics files never do. */
export interface PredictionsReader {
  read(source: PredictionsSource): Promise<PredictionRows>
  close(): void
}

/** @param allowed every file that may be read */
export function predictionsReader(bench: Workbench, allowed: readonly string[]): PredictionsReader {
  let engine: Engine | undefined
  return {
    async read(source) {
      const { readPredictions } = await import('../metrics/read-predictions.ts')
      engine ??= await open(bench, allowed)
      return readPredictions(engine, source)
    },
    close: () => engine?.close(),
  }
}

async function open({ engine, log, scratch }: Workbench, allowed: readonly string[]): Promise<Engine> {
  const { openEngine } = await import('../tables/engine.ts')
  return openEngine({ install: { ...engine, log }, scratch, allowed })
}
