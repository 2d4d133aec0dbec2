import { describe, expect, it } from 'vitest'
import { changedIngredients } from '../../../src/train/explain/changed-ingredients.ts'
import { ingredientsOf } from '../../../src/train/explain/ingredients.ts'

type Given = Partial<Parameters<typeof ingredientsOf>[0]>

const made = (given: Given, environment: Readonly<Record<string, string>> = {}) =>
  ingredientsOf(
    {
      command: { run: 'sh t', shell: 'bash' },
      contracts: {},
      seeds: [0],
      suite_version: '1',
      inputs: {},
      tables: [],
      lockfiles: {},
      ...given,
    },
    { platform: { os: 'linux', arch: 'x64' }, interpreters: {} },
    undefined,
    environment,
  )
const between = (before: Given, after: Given) => changedIngredients(made(before), made(after))
const many = (text: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, `sha256:${text}`]))

describe('what changed between two trainings', () => {
  it('has the file that is another, however many lockfiles are', () => {
    const changes = between(
      { lockfiles: many('a', 60), inputs: { 'train.py': 'git:a' } },
      { lockfiles: many('b', 60), inputs: { 'train.py': 'git:b' } },
    )
    expect(changes).toHaveLength(50)
    expect(changes.at(-1)).toEqual({ kind: 'input', name: 'train.py', before: 'git:a', after: 'git:b' })
  })

  it('has that files are others of which there are too many to keep', () => {
    const [one, other] = [many('a', 20_001), { ...many('a', 20_001), f7: 'sha256:b' }]
    expect(between({ inputs: one, suite_version: '1' }, { inputs: one, suite_version: '2' })).toEqual([
      { kind: 'suite', before: '1', after: '2' },
    ])
    expect(between({ inputs: one, suite_version: '1' }, { inputs: other, suite_version: '2' })).toEqual([
      { kind: 'suite', before: '1', after: '2' },
      { kind: 'input', before: 'other files', after: 'these files' },
    ])
  })

  it('has data whose digest is another, also where both begin alike', () => {
    const table = (value: string) => ({
      tables: [{ name: 't', role: 'train' as const, identity: { kind: 'content' as const, value } }],
    })
    const [one, other] = [`sha256:${'0'.repeat(64)}`, `sha256:${'0'.repeat(63)}1`]
    expect(between(table(one), table(other))).toEqual([
      { kind: 'data', name: 't', before: one, after: other },
    ])
  })

  it('has a command of which only a secret is another, and shows none', () => {
    const calling = (secret: string, known = secret) =>
      made(
        { command: { run: `train --key ${secret} --db pg://me:${secret}@host`, shell: 'bash' } },
        { MODEL_API_KEY: known },
      )
    const [one, other] = [calling('hunter2-one'), calling('hunter2-two')]
    const shown = (digest: RegExp) => expect.stringMatching(digest)
    expect(changedIngredients(one, other)).toEqual([
      {
        kind: 'command',
        name: 'run',
        before: shown(/train --key \*\*\* --db pg:\/\/me:\*\*\*@host \(sha256:[0-9a-f]{12}\)/),
        after: shown(/train --key \*\*\* .*\(sha256:[0-9a-f]{12}\)/),
      },
    ])
    expect(JSON.stringify([one, other])).not.toContain('hunter2')
    expect(one.fingerprint).not.toBe(other.fingerprint)
    expect(changedIngredients(one, calling('hunter2-one', 'not the same'))).toEqual([])
  })
})
