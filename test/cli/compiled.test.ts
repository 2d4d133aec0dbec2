import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

  const folder = () => join(cache, 'modelassay', 'compiled')
  const run = async (env: Readonly<Record<string, string>> = {}) => {
    const work = await workplace({ 'README.md': 'a model' })
    const { stdout } = await work.modelassay(['--version'], {
      env: { XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: '', ...env },
    })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    await work.remove()
  }
  const isKept = async (env: Readonly<Record<string, string>>) => {
    await run(env)
    return existsSync(folder())
  }

  it('is kept on a laptop', async () => {
    expect(await isKept({})).toBe(true)
  })

  it('is not kept where node is told to keep nothing', async () => {
    expect(await isKept({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(false)
  })

  it.each(['CI', 'BUILD_ID', 'TF_BUILD', 'TEAMCITY_VERSION', 'bamboo_agentId', 'GO_PIPELINE_NAME'])(
    'is kept nowhere where %s is set',
    async (name) => {
      expect(await isKept({ [name]: 'true' })).toBe(false)
    },
  )

  it('is taken as it is by the next process', async () => {
    await run()
    const { ino } = statSync(suite())
    await run()
    expect(statSync(suite()).ino).toBe(ino)
  })

  it('is made anew where a byte of it is another', async () => {
    await run()
    const code = readFileSync(suite())
    const middle = code.length >> 1
    writeFileSync(suite(), Buffer.from(code).fill(code[middle]! ^ 1, middle, middle + 1))
    const { ino } = statSync(suite())
    await run()
    expect(statSync(suite()).ino).not.toBe(ino)
  })

  const suite = () => {
    const [file, ...others] = readdirSync(folder(), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('suite-'),
    )
    expect(others).toEqual([])
    return join(folder(), file!)
  }
})
