import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { configSchema } from '../../src/config/schema.ts'
import { type Clone, clone, exampleFile, freePort } from './example.ts'
import { runnable } from './runnable.ts'

interface Smoke {
  readonly request: { readonly path: string; readonly method?: string; readonly body?: unknown }
  readonly expect: { readonly status: number; readonly body?: Record<string, unknown> }
}

describe.each(runnable)('$name', ({ name, path, missing, train, model }) => {
  const { deploy } = configSchema.parse(parse(exampleFile(name, 'modelassay.yml')))
  const { up, down } = deploy.production!
  let repository: Clone
  let port: number

  beforeAll(async () => {
    if (missing) return
    repository = clone(name, path)
    port = await freePort()
    expect(repository.run(train)).toMatchObject({ ok: true })
  })
  afterAll(() => {
    if (missing) return
    repository.run(`${down} ${port}`)
    repository.remove()
  })

  const health = async () => (await fetch(`http://127.0.0.1:${port}/health`)).json()

  test.skipIf(missing)('up returns once it serves, and answers every smoke request as expected', async () => {
    expect(repository.run(`${up} ${port}`, { MODELASSAY_VERSION: '1.0.0' })).toMatchObject({ ok: true })
    expect(await health()).toMatchObject({ status: 'ok', name, version: '1.0.0' })
    const lines = exampleFile(name, 'smoke.jsonl').trim().split('\n')
    for (const { request, expect: expected } of lines.map((line) => JSON.parse(line) as Smoke)) {
      const response = await fetch(`http://127.0.0.1:${port}${request.path}`, {
        method: request.method ?? 'GET',
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      })
      expect({ request, status: response.status }).toEqual({ request, status: expected.status })
      expect(await response.json()).toMatchObject(expected.body ?? {})
    }
  })

  test.skipIf(missing)('up again puts the next version in its place; down ends it', async () => {
    expect(repository.run(`${up} ${port}`, { MODELASSAY_VERSION: '1.1.0' })).toMatchObject({ ok: true })
    expect(await health()).toMatchObject({ version: '1.1.0', pid: Number(repository.read('.serve/pid')) })
    expect(repository.run(`${down} ${port}`)).toEqual({ ok: true, said: `stopped ${name} 1.1.0\n` })
    await expect(health()).rejects.toThrow()
    expect(repository.run(`${down} ${port}`)).toEqual({ ok: true, said: '' })
  })

  test.skipIf(missing)('a copy by another name answers by that name, and is ended by it', async () => {
    const renamed = { MODELASSAY_NAME: 'sparrows', MODELASSAY_VERSION: '1.2.0' }
    expect(repository.run(`${up} ${port}`, renamed)).toMatchObject({ ok: true })
    expect(await health()).toMatchObject({ name: 'sparrows', version: '1.2.0' })
    expect(repository.run(`${down} ${port}`, renamed)).toEqual({ ok: true, said: 'stopped sparrows 1.2.0\n' })
    await expect(health()).rejects.toThrow()
  })

  test.skipIf(missing)('a model that cannot be loaded fails up, with the cause', () => {
    const folder = join(repository.folder, 'broken')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, model), 'no model')
    const { ok, said } = repository.run(`${up} ${port}`, { MODELASSAY_MODEL_DIR: folder })
    expect(ok).toBe(false)
    expect(said).toMatch(/the server ended with 1/)
  })

  test.skipIf(missing)('a port that something else has fails up, and what has it lives on', async () => {
    const taken = await freePort()
    const script = `require('node:http').createServer((_, response) => response.end('{"name":"other","pid":1}'))
      .listen(${taken}, '127.0.0.1', () => process.send('listening'))`
    const other = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(other, 'message')
    try {
      const { ok, said } = repository.run(`${up} ${taken}`)
      expect(ok).toBe(false)
      expect(said).toMatch(/in use/)
      expect(other.exitCode).toBeNull()
    } finally {
      other.kill()
    }
  })
})
