import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Command, measure } from './measure.ts'
import { type Row, rowsOf } from './table.ts'

/** Bytes of the model folder whose digest is taken; `MODELASSAY_BENCH_BYTES=5e9` for one of 5 GB. */
const modelBytes = Number(process.env.MODELASSAY_BENCH_BYTES ?? 1e9)
const logBytes = 1e9
const files = 4

/** What train adds to the command that it runs: to a short one, to one that prints much, to a large model. */
export async function train(cli: string): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'modelassay-bench-'))
  try {
    return [
      ...(await around(
        folder,
        'short',
        'training of a moment',
        cli,
        'sleep 0.2; mkdir -p model; echo weights > model/w',
      )),
      ...(await around(
        folder,
        'loud',
        `training that prints ${logBytes / 1e9} GB of lines`,
        cli,
        `yes "epoch 12: loss=0.25 accuracy=0.875" | head -c ${logBytes} || true; mkdir -p model; echo weights > model/w`,
      )),
      ...(await digest(join(folder, 'large'))),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function around(folder: string, name: string, what: string, cli: string, run: string): Promise<Row[]> {
  const cwd = join(folder, name)
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'train.sh'), run)
  writeFileSync(join(cwd, '.gitignore'), 'model/\n.modelassay/\n')
  writeFileSync(
    join(cwd, 'modelassay.yml'),
    `name: ${name}\ntrain: { run: bash train.sh, output: model/, inputs: [train.sh], skip_unchanged: false }\n`,
  )
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args], { cwd })
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message=bench')
  const command = (who: string, file: string, args: string[]): Command => ({ name: who, file, args, cwd })
  return rowsOf(
    what,
    await measure(
      [
        // The log goes where the bare command's output goes.
        command('modelassay train', 'bash', ['-c', `exec "$0" "$1" train 2>&1`, process.execPath, cli]),
        command('the command alone', 'bash', ['train.sh']),
      ],
      5,
    ),
  )
}

async function digest(model: string): Promise<Row[]> {
  mkdirSync(model)
  const names = Array.from({ length: files }, (_, i) => join(model, `part-${i}`))
  for (const name of names) fill(name, modelBytes / files)
  const taken = fileURLToPath(new URL('digest-model.ts', import.meta.url))
  const rows = await measure(
    [
      { name: 'digest of the model', file: process.execPath, args: [taken, model], cwd: model },
      { name: 'sha256sum of its files', file: 'sha256sum', args: names, cwd: model },
    ],
    5,
  )
  return rowsOf(`a model of ${modelBytes / 1e9} GB in ${files} files`, rows)
}

/** Bytes that nothing can compress or guess. */
function fill(file: string, bytes: number): void {
  const block = Buffer.concat(
    Array.from({ length: 2 ** 15 }, (_, i) => createHash('sha256').update(`${file} ${i}`).digest()),
  )
  const target = openSync(file, 'w')
  for (let left = bytes; left > 0; left -= block.length)
    writeSync(target, block, 0, Math.min(left, block.length))
  closeSync(target)
}
