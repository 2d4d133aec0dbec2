// Serves the model over HTTP: GET /health, and POST /predict with the measurements of one penguin as JSON.
//
//   node serve.mjs [port]        in the foreground
//   node serve.mjs up [port]     in the background, in place of the server that the port has; returns once it serves
//   node serve.mjs down [port]   stops it
//
// The model is read once, from $MODELASSAY_MODEL_DIR (else model/); $MODELASSAY_NAME and $MODELASSAY_VERSION are
// what /health reports.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { classify, loadModel } from './model.mjs'

const NAME = process.env.MODELASSAY_NAME || 'penguins'
const MAX_BODY_BYTES = 64 * 1024

function serve(port) {
  const model = loadModel()
  const version = process.env.MODELASSAY_VERSION || 'unversioned'
  const routes = {
    'GET /health': () => ({ status: 'ok', name: NAME, version, pid: process.pid }),
    'POST /predict': (penguin) => ({ ...classify(model, penguin), version }),
  }

  const server = createServer(async (request, response) => {
    const answer = (status, body) => {
      // no connection outlives the answer: the next request may meet the next version
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
      response.end(JSON.stringify(body))
    }
    const route = routes[`${request.method} ${request.url}`]
    if (!route) return answer(404, { error: `there is no ${request.method} ${request.url}` })
    try {
      answer(200, route(request.method === 'POST' ? penguinOf(model, await bodyOf(request)) : undefined))
    } catch (error) {
      answer(400, { error: error.message })
    }
  })
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0))
  server.once('error', (error) => {
    console.error(`serve.mjs: ${error.message}`)
    process.exit(1)
  })
  server.listen(port, '127.0.0.1', () => {
    console.log(`${NAME} ${version} serves at http://127.0.0.1:${port}`)
    process.send?.('serving')
  })
}

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > MAX_BODY_BYTES) throw new Error(`a request has at most ${MAX_BODY_BYTES} bytes`)
  }
  return JSON.parse(text)
}

/** The measurements as asked; null is a measurement that was not taken, anything else but a number is an error. */
function penguinOf(model, body) {
  if (body === null || typeof body !== 'object') throw new Error('send one JSON object of measurements')
  for (const { name } of model.features) {
    const value = body[name]
    if (value !== null && typeof value !== 'number') throw new Error(`${name} must be a number or null`)
  }
  return body
}

/** The server that has the port tells who it is: a file with a process id goes stale and names someone else's. */
async function serving(port) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2000) })
    const health = await response.json()
    return health.name === NAME ? health : undefined
  } catch {
    return undefined
  }
}

async function down(port) {
  const health = await serving(port)
  if (health) {
    process.kill(health.pid, 'SIGTERM')
    while (await serving(port)) await sleep(50)
    console.log(`stopped ${NAME} ${health.version}`)
  }
  rmSync('.serve/pid', { force: true })
}

async function up(port) {
  await down(port)
  mkdirSync('.serve', { recursive: true })
  const log = openSync('.serve/log', 'w')
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(port)], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const event = await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    new Promise((resolve) => child.once('exit', (code) => resolve(`ended with ${code}`))),
  ])
  const said = readFileSync('.serve/log', 'utf8').trim()
  if (event !== 'serving') throw new Error(`the server ${event}:\n${said}`)
  writeFileSync('.serve/pid', `${child.pid}\n`)
  child.disconnect()
  child.unref()
  console.log(said)
}

const [command, ...rest] = ['up', 'down'].includes(process.argv[2])
  ? process.argv.slice(2)
  : ['serve', ...process.argv.slice(2)]
const port = Number(rest[0] ?? process.env.PORT ?? 8080)

try {
  await { serve, up, down }[command](port)
} catch (error) {
  console.error(`serve.mjs: ${error.message}`)
  process.exitCode = 1
}
