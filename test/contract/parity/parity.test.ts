import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fieldTypes } from '../../../src/contract/types/registry.ts'
import { constraintNames } from '../../../src/contract/types/type.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'
import { corpus } from './corpus.ts'
import { differences } from './differences.ts'
import { faultsHere } from './faults-here.ts'
import { keptAnswers, questions, questionsDigest } from './kept-answers.ts'

const { asked, found } = keptAnswers()

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests(1)
})
afterAll(() => tables.engine.close())

describe('the corpus', () => {
  it('is the one that frictionless was asked about', () => {
    expect(questionsDigest, 'renew the answers: node test/contract/parity/renew.ts').toBe(asked)
    expect(Object.keys(found)).toEqual(questions.map(({ name }) => name))
  })

  it('has at least 300 tables, each with its name', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300)
    expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length)
  })

  it('has faults of every code that both programs know, of every type and constraint, and sound tables', () => {
    const counts = new Map<string, number>()
    const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
    for (const { name, schema } of corpus) {
      const faults = found[name]!
      if (faults.length === 0) count('sound')
      for (const fault of faults) {
        const [code = '', , ...field] = fault.split(' ')
        count(code)
        const type = schema.fields.find((one) => one.name === field.join(' '))?.type
        if (code === 'type-error') count(`type-error of ${type}`)
      }
    }
    const codes = [
      'blank-row',
      'extra-cell',
      'extra-label',
      'foreign-key',
      'missing-cell',
      'missing-label',
      'primary-key',
      'type-error',
      'unique-error',
    ]
    const constraints = constraintNames.filter((one) => one !== 'unique')
    const types = fieldTypes.filter((type) => type !== 'any')
    for (const what of [
      'sound',
      ...codes,
      ...constraints.map((one) => `constraint-error/${one}`),
      ...types.map((type) => `type-error of ${type}`),
    ])
      expect(counts.get(what) ?? 0, what).toBeGreaterThan(0)
  })

  it('meets the codes of headers where the programs differ', () => {
    const codes = new Set(differences.flatMap(({ name }) => found[name]!.map((fault) => fault.split(' ')[0])))
    for (const code of ['blank-label', 'duplicate-label', 'incorrect-label']) expect(codes).toContain(code)
  })
})

describe('what frictionless finds is found here', () => {
  it.each(corpus.map((one) => [one.name, one] as const))('%s', async (name, one) => {
    expect(await faultsHere(tables, one)).toEqual(found[name])
  })
})

describe('but for differences, each for a reason', () => {
  it.each(differences.map((one) => [`${one.name}: ${one.reason}`, one] as const))('%s', async (_, one) => {
    const ours = await faultsHere(tables, one)
    const theirs = found[one.name]!
    expect(ours.filter((fault) => !theirs.includes(fault))).toEqual(one.here)
    expect(theirs.filter((fault) => !ours.includes(fault))).toEqual(one.there)
    expect([...one.here, ...one.there]).not.toEqual([])
  })
})
