import { extname, resolve } from 'node:path'
import { filesAsTheyAre } from '../../config/files-as-they-are.ts'
import type { Project } from '../../config/project.ts'
import type { WorkItem } from '../../stage/work.ts'
import type { Places } from '../places.ts'
import { type Choice, seedPredictionsFile } from '../seeds/seed-plan.ts'

/** Id of the task that keeps what one seed's command wrote for evaluations. */
export const keepJudgedId = (seed: number) => `judged-files-${seed}`

/** What is done around the command of one seed, so that what it writes for evaluations is known to be of its model. */
export interface AroundSeed {
  readonly before: readonly WorkItem[]
  readonly after: readonly WorkItem[]
}

/**
 * Keeps the files that evaluations judge as they are, of each seed whose model may come to count.
 * @param stamps file of this job, for how they were before
 */
export function judgedFileItems(
  seed: number,
  { root, config }: Pick<Project, 'root' | 'config'>,
  {
    places,
    choice,
    stamps,
  }: {
    readonly places: Pick<Places, 'predictions'>
    readonly choice: Choice | undefined
    readonly stamps: string
  },
): AroundSeed {
  const files = filesAsTheyAre(config).map((file, i) => {
    const path = resolve(root, file)
    return {
      file,
      path,
      as: path === places.predictions ? seedPredictionsFile(seed, path) : judgedFileName(i, seed, path),
    }
  })
  if (files.length === 0 || (!choice && seed !== config.train.seeds.values[0]))
    return { before: [], after: [] }
  return {
    before: [
      {
        kind: 'task',
        id: `watch-files-${seed}`,
        title: 'Note what evaluations would judge',
        task: 'watch-judged-files',
        params: { paths: files.map(({ path }) => path), stamps },
        unless: 'examine',
      },
    ],
    after: [
      {
        kind: 'task',
        id: keepJudgedId(seed),
        title: 'Keep what evaluations judge',
        task: 'keep-judged-files',
        params: { files, stamps },
        unless: 'examine',
      },
    ],
  }
}

const letters = (i: number): string =>
  (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(97 + (i % 26))

/** File of the evidence; the ending stays, since it tells the format. */
const judgedFileName = (i: number, seed: number, path: string) => {
  const ending = extname(path).toLowerCase()
  return `judged${letters(i)}-seed-${seed}${/^\.[a-z0-9]{1,20}$/.test(ending) ? ending : '.dat'}`
}
