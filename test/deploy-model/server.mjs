// A model server for the tests, as somebody would write one: `up PORT` replaces what runs and returns, `down PORT`
// stops it. What is in model.json decides how it behaves; the file `spell` beside it breaks every server started since.
// With NAMELESS in the environment it does not say which version it is.
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const [command, port] = process.argv.slice(2)
const { MODELASSAY_MODEL_DIR: folder, MODELASSAY_VERSION: version, MODELASSAY_NAME: name } = process.env
const pidFile = `pid-${port}`

const stop = async () => {
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8'))
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
  rmSync(pidFile)
  await sleep(50)
}

appendFileSync('commands.log', `${command} ${version} ${process.env.MODELASSAY_ENVIRONMENT}\n`)
if (process.env.GITHUB_TOKEN ?? process.env.ACTIONS_RUNTIME_TOKEN)
  throw new Error('a token reached the server')

if (command === 'serve') {
  const model = readFileSync(join(folder, 'model.json'), 'utf8')
  const broken = existsSync('spell')
  // An import would load the whole of undici for the sake of names that nobody asks for: twice the time of the start.
  const { createServer } = process.getBuiltinModule('node:http')
  createServer((request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body))
    }
    const said = process.env.NAMELESS ? { status: 'ok', at: Date.now() } : { name, version }
    if (request.url === '/health') return answer(model === 'ill' || broken ? 503 : 200, said)
    if (request.url === '/predict') return answer(200, { label: model })
    answer(404, {})
  }).listen(Number(port), '127.0.0.1')
}

if (command === 'up' || command === 'stubborn-up') {
  const model = readFileSync(join(folder, 'model.json'), 'utf8')
  if (model === 'hangs') await sleep(600_000)
  if (model === 'crashes') {
    console.error('cannot load the model')
    process.exit(1)
  }
  if (command === 'up') await stop()
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve', port], {
    detached: true,
    stdio: 'ignore',
  })
  if (command === 'up') writeFileSync(pidFile, String(child.pid))
  child.unref()
}

if (command === 'down') {
  if (!existsSync(pidFile)) {
    console.error('nothing runs')
    process.exit(1)
  }
  await stop()
}
