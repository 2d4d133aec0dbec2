import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()

const old = `fields:
  - { name: island, type: string, constraints: { enum: [Biscoe] } }
  - { name: mass, type: number, constraints: { minimum: 0 } }
`
const files = {
  'old.yml': old,
  'same.yml': `title: T\n${old}`,
  'wider.yml': old.replace('[Biscoe]', '[Biscoe, Dream]'),
  'narrower.yml': old.replace('minimum: 0', 'minimum: 1'),
  'package/datapackage.json': JSON.stringify({
    resources: [
      { name: 'other', path: 'other.csv', schema: { fields: [{ name: 'x' }] } },
      { name: 'penguins', path: 'penguins.csv', schema: 'schema.json' },
    ],
  }),
  'package/schema.json': JSON.stringify({
    fields: [
      { name: 'island', type: 'string', constraints: { enum: ['Biscoe'] } },
      { name: 'mass', type: 'number', constraints: { minimum: 0 } },
    ],
  }),
  'broken.yml': 'fields:\n  - { name: x, typ: string }\n',
}

let place: Workplace
beforeAll(async () => {
  place = await workplace(files)
})
afterAll(() => place.remove())

const diff = (...args: string[]) => place.modelassay(['contract', 'diff', ...args])

describe('modelassay contract diff', () => {
  it('prints what differs, what that means and why', async () => {
    const { code, stdout, stderr } = await diff('old.yml', 'wider.yml')
    expect(stderr).toBe('')
    expect(stdout).toBe(`old.yml -> wider.yml: 1 change

  breaking for a trained model  fields.island.constraints.enum  ["Biscoe"] -> ["Biscoe","Dream"]
    "Dream" is new: the trained model never saw it

  1 change breaks a trained model.
`)
    expect(code).toBe(1)
  })

  it('ends well where nothing breaks', async () => {
    const { code, stdout } = await diff('old.yml', 'same.yml')
    expect(stdout).toContain('compatible  title  added "T"')
    expect(stdout).toContain('Nothing breaks.')
    expect(code).toBe(0)
    expect((await diff('old.yml', 'old.yml')).stdout).toBe('old.yml -> old.yml: no difference.\n')
  })

  it('fails for those who are asked about', async () => {
    const codes = async (...args: string[]) =>
      Promise.all(
        ['any', 'model', 'producer', 'never'].map(
          async (whom) => (await diff(...args, '--fail-on', whom)).code,
        ),
      )
    expect(await codes('old.yml', 'wider.yml')).toEqual([1, 1, 0, 0])
    expect(await codes('old.yml', 'narrower.yml')).toEqual([1, 0, 1, 0])
    expect((await diff('old.yml', 'wider.yml', '--label', 'island')).code).toBe(0)
  })

  it('prints the changes for a program', async () => {
    const { stdout } = await diff('old.yml', 'narrower.yml', '--json')
    expect(JSON.parse(stdout)).toEqual({
      old: 'old.yml',
      new: 'narrower.yml',
      changes: [
        {
          path: 'fields.mass.constraints.minimum',
          field: 'mass',
          old: 0,
          new: 1,
          model: 'compatible',
          producer: 'breaking',
          why: 'values below 1 were valid, and fail now',
        },
      ],
    })
  })

  it('takes a contract of any format', async () => {
    const { code, stdout } = await diff('package/datapackage.json', 'old.yml', '--table', 'penguins')
    expect(stdout).toBe('package/datapackage.json -> old.yml: no difference.\n')
    expect(code).toBe(0)
  })

  it.each([
    [['old.yml', 'nowhere.yml'], 'there is no file nowhere.yml'],
    [['old.yml', 'broken.yml'], 'unknown key fields[0].typ\nat broken.yml:2:16\nDid you mean "type"?'],
    [['package/datapackage.json', 'old.yml'], 'describes 2 tables'],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stderr, stdout } = await diff(...args)
    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})
