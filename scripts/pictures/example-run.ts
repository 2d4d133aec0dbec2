import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRecord } from '../../src/record/bundle.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'

const root = join(import.meta.dirname, '..', '..')

export interface ExampleRun {
  readonly record: EvaluateGateRecord
  /** the report as the gate left it */
  readonly report: string
  remove(): Promise<void>
}

/** Takes examples/penguins to production, and then has the gate judge a change that makes the model worse. */
export async function blockedExample(): Promise<ExampleRun> {
  const folder = await mkdtemp(join(tmpdir(), 'modelassay-pictures-'))
  const dist = join(folder, 'dist')
  const place = join(folder, 'penguins')
  execFileSync(process.execPath, ['scripts/build.mjs', dist], { cwd: root, stdio: 'inherit' })
  await cp(join(root, 'examples', 'penguins'), place, { recursive: true })
  await writeFile(join(place, '.gitignore'), 'model/\nmetrics.json\npredictions.csv\n.serve/\n.modelassay/\n')
  const port = await freePort()
  await edit(place, 'modelassay.yml', [
    [/serve\.mjs (up|down)/g, `serve.mjs $1 ${port}`],
    [/127\.0\.0\.1:8080/g, `127.0.0.1:${port}`],
  ])
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] })
  const commit = (message: string) => {
    run('git', ['add', '--all'])
    const author = ['user.name=demo', 'user.email=demo@example.org', 'commit.gpgsign=false']
    run('git', [...author.flatMap((setting) => ['-c', setting]), 'commit', '--quiet', '-m', message])
  }
  const assay = (stage: string) => run(process.execPath, [join(dist, 'cli.js'), stage])
  run('git', ['init', '--quiet', '--initial-branch=main'])
  commit('Tell penguins apart')
  try {
    for (const stage of ['data-validate', 'train', 'evaluate-gate', 'register-model', 'deploy-model'])
      assay(stage)
    await edit(place, 'params.json', [[/"bill_length_mm", "bill_depth_mm", /, '']])
    commit('Measure no bills any more: too expensive')
    for (const stage of ['data-validate', 'train']) assay(stage)
    try {
      assay('evaluate-gate')
    } catch {
      // It is blocked, which is what the picture is of.
    }
  } finally {
    run(process.execPath, ['serve.mjs', 'down', String(port)])
  }
  const kept = await lastRun(place)
  return {
    record: (await parseRecord(
      await readFile(join(kept, 'modelassay-penguins-evaluate-gate-1', 'record.json'), 'utf8'),
      kept,
    )) as EvaluateGateRecord,
    report: await readFile(join(kept, 'modelassay-penguins-report-1.html'), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function edit(place: string, name: string, changes: readonly [RegExp, string][]): Promise<void> {
  const file = join(place, name)
  const text = await readFile(file, 'utf8')
  await writeFile(
    file,
    changes.reduce((so, [from, to]) => so.replace(from, to), text),
  )
}

async function lastRun(place: string): Promise<string> {
  const runs = join(place, '.modelassay', 'runs')
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: place, encoding: 'utf8' }).trim()
  const found = (await readdir(runs)).find((name) => name === head)
  if (found === undefined) throw new Error(`the gate left no run of ${head}`)
  return join(runs, found)
}

const freePort = () =>
  new Promise<number>((found, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 8080))
    })
  })
