import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { builtCommand } from '../cli/built-command.ts'

it('runs none of the packages that a job has left where Node would look for them', async () => {
  const dist = await builtCommand()
  const home = mkdtempSync(join(tmpdir(), 'home-'))
  const left = join(home, '.node_modules', 'supports-color')
  mkdirSync(left, { recursive: true })
  writeFileSync(join(left, 'index.js'), `console.log('code of another job')`)
  try {
    // what uploads a record, in the step that has the token
    const load = `require(${JSON.stringify(join(dist, 'azure.js'))})`
    const said = execFileSync(process.execPath, ['-e', load], { env: { HOME: home }, encoding: 'utf8' })
    expect(said).toBe('')
  } finally {
    rmSync(home, { recursive: true })
  }
})
