import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compiledOf, leaveCompiled } from '../../src/launch/compiled.ts'
import { loadSuite } from '../../src/launch/start/load-suite.ts'
import { builtCommand } from '../cli/built-command.ts'

describe('what the suite was compiled to, between the steps of an action', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compiled-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const leave = async (code: Buffer) => {
    const plan = join(folder, 'plan.json')
    return { MODELASSAY_PLAN: plan, MODELASSAY_COMPILED: await leaveCompiled(plan, code) }
  }

  it('is taken by the next step as it was left', async () => {
    const dist = await builtCommand()
    const env = await leave(loadSuite(dist).compiled())
    expect(Object.keys(loadSuite(dist, () => compiledOf(env)).suite)).toContain('conclude')
  })

  it('counts in the next process, though the plan step keeps WebAssembly from being optimised in its own', async () => {
    const [dist, file] = [await builtCommand(), join(folder, 'code')]
    const start = new URL('../../src/launch/start/', import.meta.url).href
    const inProcess = (script: string) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
    const load = `import { loadSuite } from '${start}load-suite.ts'
      import { readFileSync, writeFileSync } from 'node:fs'
      const [dist, file] = ${JSON.stringify([dist, file])}`
    const planned = (before: string) =>
      inProcess(`${load}
        import { leaveWasmAsCompiled, optimizeWasm } from '${start}wasm-tiers.ts'
        const { compiled } = loadSuite(dist)
        leaveWasmAsCompiled()
        ${before}
        writeFileSync(file, compiled())`)
    const next = () => inProcess(`${load}; console.log(loadSuite(dist, () => readFileSync(file)).isCompiled)`)
    planned('')
    expect(next()).toBe('true\n')
    planned('optimizeWasm()')
    expect(next()).toBe('false\n')
  })

  it('is code, so a byte that a command of the user’s added leaves the step to compile for itself', async () => {
    const env = await leave(Buffer.from('code'))
    expect(compiledOf(env)?.toString()).toBe('code')
    appendFileSync(join(folder, 'suite.compiled'), ' of another')
    expect(compiledOf(env)).toBeUndefined()
  })

  it('is not looked for where the plan step told nothing of it', async () => {
    const { MODELASSAY_PLAN } = await leave(Buffer.from('code'))
    expect(compiledOf({ MODELASSAY_PLAN })).toBeUndefined()
    expect(compiledOf({ MODELASSAY_PLAN, MODELASSAY_COMPILED: '' })).toBeUndefined()
  })

  it('may be gone, or be another version of node’s', async () => {
    const env = { MODELASSAY_PLAN: join(folder, 'plan.json'), MODELASSAY_COMPILED: 'a'.repeat(64) }
    expect(compiledOf(env)).toBeUndefined()
    expect(Object.keys(loadSuite(await builtCommand(), () => Buffer.from('of node 4')).suite)).toContain(
      'work',
    )
  })
})
