import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withCommand, workplace } from './command.ts'

withCommand()

describe('what node compiled of the command', () => {
  let cache: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'cache-'))
  })
  afterEach(() => rmSync(cache, { recursive: true }))

  const isKept = async (env: Readonly<Record<string, string>>) => {
    const work = await workplace({ 'README.md': 'a model' })
    const { stdout } = await work.modelassay(['--version'], {
      env: { XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: '', ...env },
    })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    await work.remove()
    return existsSync(join(cache, 'modelassay', 'compiled'))
  }

  it('is kept on a laptop, by a node that can', async () => {
    expect(await isKept({})).toBe('enableCompileCache' in module)
  })

  it.each(['CI', 'BUILD_ID', 'TF_BUILD', 'TEAMCITY_VERSION', 'bamboo_agentId', 'GO_PIPELINE_NAME'])(
    'is kept nowhere where %s is set',
    async (name) => {
      expect(await isKept({ [name]: 'true' })).toBe(false)
    },
  )
})
