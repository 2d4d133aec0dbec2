import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runStage } from '../../src/launch/command.ts'
import { trackingPort } from '../../src/launch/tracking-port.ts'
import type { TrainRecord } from '../../src/record/train.ts'
import type { Cache } from '../../src/runner/cache.ts'
import { createLocalRunner } from '../../src/runner/local/runner.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { localHistory } from '../../src/trust/local-history.ts'
import { copyOf, newRepository, type Repository } from '../runner/local/repository.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

export interface Trained {
  readonly record: TrainRecord
  readonly exitCode: number
  readonly log: string
  /** text of a file beside the record, as it was kept */
  evidence(path: string): Promise<string>
}

/** A repository with a model, and `modelassay train` in it. */
export interface TrainRepository extends Repository {
  readonly env: Record<string, string | undefined>
  /** the cache that train is handed from now on; none at first, as on a laptop */
  cache?: Cache
  /** what is sent signals to, as the process would be */
  readonly process: EventEmitter
  /** @param from folder of the repository that somebody stands in */
  train(given?: Readonly<Record<string, string>>, from?: string): Promise<Trained>
  ports(): ReturnType<typeof portsIn>
}

export const trainRepository = async (): Promise<TrainRepository> => trainingIn(await newRepository())

/** A repository with all that another's folder holds. */
export const copyOfTrainRepository = async (of: TrainRepository): Promise<TrainRepository> =>
  trainingIn(await copyOf(of))

function trainingIn(repository: Repository): TrainRepository {
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: repository.folder,
    SECRET: 'kept',
  }
  const host = Object.assign(new EventEmitter(), { env })
  const made: TrainRepository = {
    ...repository,
    env,
    process: host,
    ports: () => portsIn(repository.folder, env, []),
    async train(given = {}, from = '.') {
      const log: string[] = []
      const plain = await portsIn(join(repository.folder, from), env, log)
      const ports = made.cache ? { ...plain, runner: { ...plain.runner, cache: made.cache } } : plain
      const { record, exitCode } = await runStage('train', given, ports, host as unknown as NodeJS.Process)
      const folder = join(
        ports.runner.runs,
        ports.runner.run.id,
        `modelassay-${record.name}-train-${record.run.attempt}`,
      )
      return {
        record: record as TrainRecord,
        exitCode,
        log: log.join(''),
        evidence: (path) => readFile(join(folder, path), 'utf8'),
      }
    },
  }
  return made
}

async function portsIn(folder: string, env: Record<string, string | undefined>, log: string[]) {
  const runner = await createLocalRunner({
    workspace: folder,
    env,
    sink: { write: (text) => log.push(text) },
    colours: false,
    now: () => new Date(),
  })
  const trust = createTrust({ runner, history: localHistory(runner.runs, { cwd: folder, env }) })
  return {
    runner: { ...runner, engine: { cache: engineCache } },
    forge: undefined,
    trust,
    tracking: trackingPort(env),
  }
}
