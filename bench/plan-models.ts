import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalRunner } from '../src/runner/local/runner.ts'
import { filesNamedOnce } from '../src/train/inputs/files-named-in.ts'
import { sourcesDigest } from '../src/train/inputs/fingerprint.ts'
import { lockfileNames } from '../src/train/inputs/lockfiles.ts'
import { findModels } from '../src/train/many/find-models.ts'
import { lookAtModel } from '../src/train/many/look-at-model.ts'
import { indexArtifact, writeIndex } from '../src/trust/build-index.ts'
import { type Command, measure } from './measure.ts'
import { type Row, rowsOf } from './table.ts'

const sizes = [10, 100, 1000]

/** What it costs to know which 3 of many models changed, beside training one of them. */
export async function planModels(cli: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'modelassay-bench-'))
    try {
      repositoryOf(folder, size)
      await built(folder)
      for (let i = 0; i < 3; i++) writeFileSync(join(folder, `models/m${i}/params.yaml`), 'C: 0.1\n')
      git(folder, 'commit', '--quiet', '--all', '--message=three')
      const command = (name: string, args: string[]): Command => ({
        name,
        file: process.execPath,
        args: [cli, ...args],
        cwd: folder,
      })
      rows.push(
        ...rowsOf(
          `plan of ${size} models of which 3 changed`,
          await measure(
            [
              command('modelassay plan', ['plan', '--json']),
              command('modelassay train, of one of them', ['train', '--config', 'models/m0/modelassay.yml']),
            ],
            3,
          ),
        ),
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return rows
}

function repositoryOf(folder: string, size: number): void {
  for (let i = 0; i < size; i++) {
    const model = join(folder, 'models', `m${i}`)
    mkdirSync(model, { recursive: true })
    const files = {
      'modelassay.yml': `name: m${i}\ndata: { tables: { train: train.csv, test: test.csv } }\ntrain:\n  run: sh train.sh\n  inputs: [train.sh, requirements.txt]\n  params: params.yaml\nevaluate: { predictions: predictions.csv, columns: { id: id, label: y } }\ngate: { rules: { accuracy: { min: 0.5, max_worsening: 0.01 } } }\n`,
      'train.sh': 'echo weights > "$MODELASSAY_MODEL_DIR/weights"\n',
      'requirements.txt': 'scikit-learn==1.8.0\n',
      'params.yaml': 'C: 1.0\n',
      'train.csv': `id,x,y\n1,${i},0\n2,3,1\n`,
      'test.csv': `id,x,y\n3,${i},0\n4,3,1\n`,
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(model, name), text)
  }
  writeFileSync(join(folder, '.gitignore'), '.modelassay/\n')
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--message=models')
}

/** Leaves what a plan leaves once all models were built. */
async function built(folder: string): Promise<void> {
  const env = { PATH: process.env.PATH ?? '' }
  const runner = await createLocalRunner({
    workspace: folder,
    env,
    sink: process.stderr,
    colours: false,
    now: () => new Date(),
  })
  const { configs, tracked } = await findModels(runner.workspace, 'modelassay.yml', env)
  const models: Record<string, { sources_digest: string; from: string; run_id: string; artifact: string }> =
    {}
  for (const config of configs) {
    const { name, looked } = await lookAtModel(config, {
      runner,
      environment: env,
      tracked,
      lockfiles: { namesIn: lockfileNames(), filesNamedIn: filesNamedOnce() },
      readTable: async (_table, unchanged) => unchanged!,
    })
    models[name] = {
      sources_digest: sourcesDigest(looked!.sources),
      from: 'the first run',
      run_id: runner.run.id,
      artifact: `modelassay-${name}-train-1`,
    }
  }
  const index = join(runner.temp, 'index')
  await writeIndex(index, { schema: 'modelassay/plan/1', run: runner.run, models: models as never })
  await runner.bundles.save(indexArtifact(1), index)
  rmSync(runner.temp, { recursive: true, force: true })
}

function git(folder: string, ...args: string[]): void {
  execFileSync('git', args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    },
  })
}
