import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { parseRecord } from '../../src/record/bundle.ts'
import type { StageRecord } from '../../src/record/record.ts'
import { copyOf, newRepository, type Repository } from '../runner/local/repository.ts'
import { engineCache } from '../tables/engine-for-tests.ts'
import { builtCommand } from './built-command.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** what a person at a terminal saw, both streams one after the other */
  readonly said: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** a line for bash in which `modelassay` is the command, instead of arguments */
  readonly shell?: string
}

/** A small repository of a user's, with the command as it is built, run as a process of its own. */
export interface Workplace {
  readonly folder: string
  git(...args: string[]): string
  write(files: Readonly<Record<string, string>>): Promise<void>
  commit(files: Readonly<Record<string, string>>): Promise<string>
  read(path: string): Promise<string>
  modelassay(args: readonly string[], options?: RunOptions): Promise<Ran>
  shell(line: string, options?: RunOptions): Promise<Ran>
  /** the record that `--json` printed; standard output must hold it and nothing else */
  json(args: readonly string[], options?: RunOptions): Promise<{ ran: Ran; record: StageRecord }>
  /** records of a stage on disk, over all runs of the folder, oldest attempt first */
  records(stage: string): Promise<StageRecord[]>
  remove(): Promise<void>
}

let home: string
let cli: string

/** Gives a test file the command as it is built, and a home folder of its own for it. Call at its top. */
export function withCommand(): void {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'modelassay-command-'))
    cli = join(await builtCommand(), 'cli.js')
    await mkdir(join(home, 'cache'))
    await mkdir(engineCache, { recursive: true })
    await symlink(engineCache, join(home, 'cache', 'modelassay'))
  })
  afterAll(() => rm(home, { recursive: true, force: true }))
}

/** Nothing of this machine's own but where programs are, and what the command was compiled to the last time. */
export const environment = (env: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  GIT_CONFIG_NOSYSTEM: '1',
  TMPDIR: tmpdir(),
  NODE_COMPILE_CACHE: join(tmpdir(), 'compiled'),
  ...env,
})

export async function workplace(files: Readonly<Record<string, string>> = churn): Promise<Workplace> {
  const repository = await newRepository()
  await repository.commit(files)
  return workplaceIn(repository)
}

/** A workplace with all that another's folder holds. */
export const copyOfWorkplace = async (place: Workplace): Promise<Workplace> =>
  workplaceIn(await copyOf(place))

function workplaceIn(repository: Repository): Workplace {
  const { folder } = repository
  const modelassay = (args: readonly string[], { env }: RunOptions = {}) =>
    run(process.execPath, [cli, ...args], folder, environment(env))
  return {
    ...repository,
    read: (path) => readFile(join(folder, path), 'utf8'),
    modelassay,
    shell: (line, { env } = {}) =>
      run(
        'bash',
        ['-c', `modelassay() { "${process.execPath}" "${cli}" "$@"; }\n${line}`],
        folder,
        environment(env),
      ),
    async json(args, options) {
      const ran = await modelassay([...args, '--json'], options)
      return { ran, record: await parseRecord(ran.stdout, `standard output, beside ${ran.stderr}`) }
    },
    records: (stage) => recordsOf(join(folder, '.modelassay', 'runs'), stage),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function recordsOf(runs: string, stage: string): Promise<StageRecord[]> {
  if (!existsSync(runs)) return []
  const paths = (await readdir(runs, { recursive: true })).filter((path) =>
    new RegExp(`-${stage}-\\d+/record\\.json$`).test(path),
  )
  const texts = await Promise.all(paths.sort().map((path) => readFile(join(runs, path), 'utf8')))
  return Promise.all(texts.map((text) => parseRecord(text, stage)))
}

const run = (file: string, args: readonly string[], cwd: string, env: Record<string, string>) =>
  new Promise<Ran>((ended, fail) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    child.once('error', fail)
    child.once('close', (code) => ended({ code, stdout, stderr, said: `${stderr}${stdout}` }))
  })

/** A model that needs nothing but Node, in a repository as small as one can be. */
export const churn: Readonly<Record<string, string>> = {
  'modelassay.yml': `name: churn
data:
  contract: contract.yml
  tables: { train: data/train.csv, test: { path: data/test.csv, role: test } }
train:
  run: node train.mjs
  output: model/
  metrics: metrics.json
evaluate:
  run: node predict.mjs
  predictions: predictions.csv
  task: binary
  truth: { table: test, column: churned, id: id }
gate:
  rules: { accuracy: { min: 0.5 } }
drift: { reference: data/train.csv, current: data/live.csv, min_rows: 2 }
`,
  'contract.yml': `fields:
  - { name: id, type: integer, constraints: { required: true, unique: true } }
  - { name: age, type: integer, constraints: { minimum: 0 } }
  - { name: churned, type: integer }
`,
  'data/train.csv': 'id,age,churned\n1,20,0\n2,30,1\n3,40,0\n',
  'data/test.csv': 'id,age,churned\n4,25,0\n5,35,1\n6,45,0\n',
  'data/live.csv': 'id,age,churned\n7,21,0\n8,31,1\n9,41,0\n',
  'train.mjs': `import { mkdirSync, writeFileSync } from 'node:fs'
console.log('training on three rows')
mkdirSync('model', { recursive: true })
writeFileSync('model/model.json', JSON.stringify({ weights: Array.from({ length: 500 }, (_, i) => i) }))
writeFileSync('metrics.json', '{"loss": 0.5}')
`,
  'predict.mjs': `import { writeFileSync } from 'node:fs'
writeFileSync('predictions.csv', 'id,prediction,score\\n4,0,0.1\\n5,1,0.9\\n6,0,0.2\\n')
`,
  '.gitignore': 'model/\nmetrics.json\npredictions.csv\n',
}
