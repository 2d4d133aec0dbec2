import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Scene, type Step, scenes } from './demo-scenes.ts'
import { paletteFor } from './palette.ts'

const cli = fileURLToPath(new URL('./cli.js', import.meta.url))

/** What is no part of the repository; the example's own file of this name is in no package that npm made. */
const written = ['model/', 'metrics.json', 'predictions.csv', '.serve/', '.modelassay/', ''].join('\n')

/**
 * Makes a repository from examples/penguins and runs the real commands in it.
 * @returns exit code: 0 when every command ended as it should
 */
export async function demo(host: NodeJS.Process): Promise<number> {
  const palette = paletteFor(host.stdout, host.env)
  const say = (text: string) => host.stdout.write(`${text}\n`)
  const folder = await mkdtemp(join(tmpdir(), 'modelassay-demo-'))
  await cp(join(dirname(cli), '..', 'examples', 'penguins'), folder, { recursive: true })
  await writeFile(join(folder, '.gitignore'), written)
  const port = await onFreePort(folder)
  await git(folder, 'init', '--quiet', '--initial-branch=main')
  await commit(folder, 'Tell penguins apart')
  try {
    for (const [i, scene] of scenes.entries()) {
      say(`\n${palette.strong(`${i + 1}. ${scene.title}`)}`)
      await edited(folder, scene, say)
      for (const step of scene.steps) {
        say(`\n${palette.faint('$')} modelassay ${step.args.join(' ')}`)
        const code = await run(host.execPath, [cli, ...step.args], folder)
        if (code !== step.exits) return failed(say, step, code, folder)
        if (code !== 0) say(`\n${palette.faint(`exit code ${code}`)}`)
      }
    }
  } finally {
    say(palette.faint('\nStopping the server of this demo:'))
    await run(host.execPath, ['serve.mjs', 'down', String(port)], folder)
  }
  say(`\n${palette.strong('Done.')} Worth opening in ${folder}:`)
  for (const [file, what] of worthOpening) say(`  ${file.padEnd(34)} ${palette.faint(what)}`)
  return 0
}

const worthOpening = [
  ['modelassay.yml', 'all that was configured'],
  ['contract.yml', 'what a penguin must look like'],
  ['.modelassay/runs', 'a folder a commit: records, predictions, profiles'],
  ['.modelassay/registry/penguins', 'the versions, and who was live when'],
] as const

function failed(say: (text: string) => unknown, { args, exits }: Step, code: number, folder: string): number {
  say(
    `\nmodelassay ${args.join(' ')} ended with ${code}; ${exits} was expected. The repository is kept in ${folder}.`,
  )
  return 3
}

async function edited(folder: string, { edit }: Scene, say: (text: string) => unknown): Promise<void> {
  if (!edit) return
  const file = join(folder, edit.file)
  const text = await readFile(file, 'utf8')
  if (!text.includes(edit.from)) throw new Error(`${edit.file} of the example no longer holds ${edit.from}`)
  await writeFile(file, text.replace(edit.from, edit.to))
  await commit(folder, edit.message)
  const lines = text.split('\n').filter((line) => line.includes(edit.from))
  say(`\n${edit.message}: ${edit.file}`)
  for (const line of lines) say(`  - ${line.trim()}\n  + ${line.replace(edit.from, edit.to).trim()}`)
}

/** The example serves on a fixed port, which may be taken on this machine. */
async function onFreePort(folder: string): Promise<number> {
  const port = await new Promise<number>((found, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 8080))
    })
  })
  const file = join(folder, 'modelassay.yml')
  const text = await readFile(file, 'utf8')
  await writeFile(
    file,
    text
      .replace(/serve\.mjs (up|down)/g, `serve.mjs $1 ${port}`)
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`),
  )
  return port
}

async function commit(folder: string, message: string): Promise<void> {
  await git(folder, 'add', '--all')
  const author = ['user.name=demo', 'user.email=demo@example.org', 'commit.gpgsign=false'].flatMap(
    (setting) => ['-c', setting],
  )
  await git(folder, ...author, 'commit', '--quiet', '-m', message)
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const code = await run('git', args, folder)
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code}`)
}

const run = (command: string, args: readonly string[], cwd: string) =>
  new Promise<number>((ended, fail) => {
    spawn(command, args, { cwd, stdio: 'inherit' })
      .once('error', fail)
      .once('close', (code) => ended(code ?? 3))
  })
