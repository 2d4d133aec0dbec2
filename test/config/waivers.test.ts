import { describe, expect, it } from 'vitest'
import type { Sources } from '../../src/config/sources.ts'
import { base, newProject, valid, waiver } from './new-project.ts'

const { put, load, mistake } = newProject()

describe('on a pull request', () => {
  const waiversOf = async (sources: Partial<Sources>) => {
    const { config, policy } = await load(sources)
    return { count: config.waivers.length, notes: policy.notes, protected: policy.protected }
  }

  it('waivers count from the base alone', async () => {
    await put('modelassay.yml', `${valid}${waiver}`)
    expect((await waiversOf({ base: base(valid) })).count).toBe(0)
    await put('modelassay.yml', valid)
    expect(await waiversOf({ base: base(`${valid}${waiver}`) })).toMatchObject({ count: 1, protected: true })
  })

  it('waivers of a change whose base has no configuration count for nothing', async () => {
    await put('modelassay.yml', `${valid}${waiver}`)
    await put('contract.yml', 'fields: [own]')
    const { count, notes } = await waiversOf({ base: base(undefined), waivers: 'own' })
    expect(count).toBe(0)
    expect(notes.join()).toContain('the waivers in modelassay.yml do not count before they are on the branch')
  })

  it('waivers of any branch count for nothing, those of the branch itself do', async () => {
    await put('modelassay.yml', `${valid}${waiver}`)
    await put('contract.yml', 'fields: [own]')
    expect((await waiversOf({})).count).toBe(0)
    expect((await waiversOf({ waivers: 'none' })).count).toBe(0)
    expect((await waiversOf({ waivers: 'own' })).count).toBe(1)
  })

  it('waivers are part of the policy that a verdict names', async () => {
    const digest = async (text: string) => {
      await put('modelassay.yml', text)
      return (await load({ waivers: 'own' })).policy.digest
    }
    await put('contract.yml', 'fields: [own]')
    expect(await digest(`${valid}${waiver}`)).not.toBe(await digest(valid))
  })

  it.each([
    ['no metric', 'ceiling: 1, until: 2099-12-31, reason: x', 'missing-key'],
    ['no ceiling', 'metric: accuracy, until: 2099-12-31, reason: x', 'missing-key'],
    ['no end', 'metric: accuracy, ceiling: 1, reason: x', 'missing-key'],
    ['no reason', 'metric: accuracy, ceiling: 1, until: 2099-12-31', 'missing-key'],
    ['a blank reason', 'metric: accuracy, ceiling: 1, until: 2099-12-31, reason: " "', 'wrong-value'],
    ['an endless ceiling', 'metric: accuracy, ceiling: .inf, until: 2099-12-31, reason: x', 'wrong-value'],
    ['a ceiling of 0', 'metric: accuracy, ceiling: 0, until: 2099-12-31, reason: x', 'wrong-value'],
    ['a day that never comes', 'metric: accuracy, ceiling: 1, until: 2099-02-30, reason: x', 'wrong-value'],
  ])('a waiver with %s is a mistake', async (_what, text, code) => {
    expect(await mistake(`${valid}waivers: [{${text}}]\n`)).toMatchObject({ code })
  })
})
