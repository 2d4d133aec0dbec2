import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stageNames } from '../../src/record/stage-name.ts'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  place = await workplace()
})
afterAll(() => place.remove())

describe('--json prints the record alone', () => {
  test('0: it passes', async () => {
    const { ran, record } = await place.json(['train'])
    expect(ran.code).toBe(0)
    expect(record).toMatchObject({ stage: 'train', name: 'churn', verdict: 'trained', passes: true })
    expect(await place.records('train')).toEqual([record])
  })

  test('what the command says and what people read are on standard error', async () => {
    const { ran } = await place.json(['train', '--skip-unchanged', 'false'])
    expect(ran.stderr).toContain('training on three rows')
    expect(ran.stderr).toContain('✓ churn was trained')
  })

  test('1: it does not pass', async () => {
    await place.write({ 'data/train.csv': 'id,age,churned\n1,-5,0\n1,30,x\n' })
    const { ran, record } = await place.json(['data-validate'])
    expect(ran.code).toBe(1)
    expect(record).toMatchObject({ verdict: 'invalid', passes: false, counts: { error: 3 } })
    place.git('checkout', '--', 'data')
  })

  test('2: something is to be mended by the user', async () => {
    const { ran, record } = await place.json(['data-validate', '--data', 'nowhere.csv'])
    expect(ran.code).toBe(2)
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { file: 'nowhere.csv' } })
  })

  test.each(stageNames)('2: a configuration that cannot be read, for %s', async (stage) => {
    const { ran, record } = await place.json([stage, '--config', 'none.yml'])
    expect(ran.code).toBe(2)
    expect(record).toMatchObject({
      stage,
      verdict: 'error',
      passes: false,
      reason: 'there is no file none.yml',
    })
  })

  test('2: a command line that is none', async () => {
    const { ran, record } = await place.json(['train', '--rum', 'x'])
    expect(ran.code).toBe(2)
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'command-line' } })
    expect(record.reason).toContain("unknown option '--rum'")
  })

  test('3: the world is in the way, before there is a folder to work in', async () => {
    await rm(join(place.folder, '.modelassay'), { recursive: true, force: true })
    await place.write({ '.modelassay': 'a file where the folder should be' })
    const { ran, record } = await place.json(['data-validate'])
    expect(ran.code).toBe(3)
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'folder-unwritable' } })
    expect(ran.stderr).toContain('Make the folder writable')
    await rm(join(place.folder, '.modelassay'))
  })
})
