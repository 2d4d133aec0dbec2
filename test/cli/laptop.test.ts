import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { churn, type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
afterEach(() => place.remove())

const whole = 'modelassay train && modelassay evaluate-gate && modelassay register-model'
const runs = async () => (await readdir(join(place.folder, '.modelassay', 'runs'))).sort()

describe('a repository without a .gitignore', () => {
  const { '.gitignore': _, ...files } = churn
  beforeEach(async () => {
    place = await workplace(files)
  })

  test('goes all the way to a version: what the configuration says is written is no change', async () => {
    const { code, said } = await place.shell(whole)
    expect(said).toContain('0.1.0')
    expect(code).toBe(0)
    expect(await runs()).toEqual([place.git('rev-parse', 'HEAD')])
    const again = await place.json(['train'])
    expect(again.record).toMatchObject({ verdict: 'reused' })
  })

  test('is told by name which other files keep a model from being registered, and what to do', async () => {
    await place.commit({
      'predict.mjs': `${churn['predict.mjs']}writeFileSync('notes.txt', 'by the way')\n`,
    })
    const { code, said } = await place.shell(whole)
    expect(code).toBe(2)
    expect(said).toContain('differs from its commit (notes.txt)')
    expect(said).toContain('Add what the pipeline writes to .gitignore')
    expect(said).not.toContain('needs.')
    const judged = await place.shell(
      'modelassay train && modelassay evaluate-gate; modelassay register-model',
    )
    expect(judged.code).toBe(1)
    expect(judged.said).toContain('(notes.txt)')
    expect(judged.said).toContain('add what the pipeline writes to .gitignore')
  })

  test('has another run where a file that it tracks was changed, though the pipeline writes it', async () => {
    const sha = await place.commit({ 'predictions.csv': 'id,prediction,score\n4,1,0.9\n' })
    await place.write({ 'predictions.csv': 'id,prediction,score\n4,0,0.1\n' })
    await place.modelassay(['train'])
    expect(await runs()).toEqual([`${sha}-dirty`])
  })
})

describe('on a laptop', () => {
  beforeEach(async () => {
    place = await workplace()
  })

  test('a model that nothing has judged is sent to the gate in the words of a laptop', async () => {
    const { code, said } = await place.modelassay(['register-model'])
    expect(code).toBe(2)
    expect(said).toContain('no gate has judged churn at this commit')
    expect(said).toContain('Next: Run `modelassay evaluate-gate` first.')
  })

  test('a validation after the gate sends back to the training, in the words of a laptop', async () => {
    const { code, said } = await place.shell(
      'modelassay data-validate && modelassay train && modelassay evaluate-gate && modelassay data-validate && modelassay register-model',
    )
    expect(code).toBe(2)
    expect(said).toContain(
      'Next: Run `modelassay train` and `modelassay evaluate-gate` again, then register.',
    )
  })

  test('nothing protects the rules, and nothing is refused for it', async () => {
    expect((await place.shell(whole)).code).toBe(0)
    const [gate] = (await place.records('evaluate-gate')) as EvaluateGateRecord[]
    expect(gate?.policy?.protected).toBe(false)
  })

  test.each([
    ['after a success', whole, 0],
    ['after an error', 'modelassay train && modelassay evaluate-gate --config none.yml', 2],
    ['after a command that fails', 'modelassay train --run "exit 7"', 1],
    ['after a look', 'modelassay train && modelassay show', 0],
  ])('no command leaves anything in the temporary folder %s', async (_, line, ends) => {
    expect((await place.shell(line)).code).toBe(ends)
    expect(await readdir(join(place.folder, '.modelassay', 'temp'))).toEqual([])
  })

  test('a table that is not there is a warning that names its path', async () => {
    await place.commit({
      'modelassay.yml': churn['modelassay.yml']!.replace('data/train.csv', 'data/trian.csv'),
    })
    const { code, stderr } = await place.modelassay(['train'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^warning: data\.tables\.train: .*data\/trian\.csv/m)
  })
})

describe('a configuration that is wrong', () => {
  const config = churn['modelassay.yml']!
  beforeEach(async () => {
    place = await workplace()
  })

  test.each([
    ['an unknown key', config.replace('gate:', 'gaet:'), 'churn'],
    ['a value that cannot be', config.replace('min: 0.5', 'min: half'), 'churn'],
    ['no YAML', `${config}gate: [\n`, 'churn'],
    ['a contract that is no YAML', config, 'churn', { 'contract.yml': 'fields: [' }],
    ['a bad name', config.replace('name: churn', 'name: ../churn'), 'unknown'],
    ['two names', `${config}name: other\n`, 'unknown'],
  ])(
    'by %s has a record under the name that it says',
    async (_, text, name, more = { 'contract.yml': churn['contract.yml']! }) => {
      await place.write({ 'modelassay.yml': text, ...more })
      const { ran, record } = await place.json(['evaluate-gate'])
      expect(ran.code).toBe(2)
      expect(record).toMatchObject({ name, verdict: 'error' })
      expect(ran.stderr).toContain(`/modelassay-${name}-evaluate-gate-1: record.json`)
    },
  )

  test('undoes no training of before', async () => {
    await place.write({ 'notes.txt': 'so that the run stays the same' })
    expect((await place.modelassay(['train'])).code).toBe(0)
    await place.write({ 'modelassay.yml': config.replace('gate:', 'gaet:') })
    expect((await place.modelassay(['train'])).code).toBe(2)
    await place.write({ 'modelassay.yml': config })
    expect(await place.records('train')).toMatchObject([{ verdict: 'trained' }])
    expect((await place.modelassay(['evaluate-gate'])).code).toBe(0)
  })
})

describe('without a commit there is nothing to compare with', () => {
  test.each([
    ['outside git', false],
    ['before the first commit', true],
  ])('and the gate says why, %s', async (_, repository) => {
    place = await workplace(churn)
    await rm(join(place.folder, '.git'), { recursive: true })
    if (repository) place.git('init', '--quiet')
    await place.write({
      'modelassay.yml': churn['modelassay.yml']!.replace('{ min: 0.5 }', '{ max_worsening: 0.1 }'),
    })
    const { said } = await place.shell('modelassay train && modelassay evaluate-gate')
    expect(said).toContain('this folder is no git repository, or has no commit yet')
    expect(said).toContain('git init')
    expect(said).not.toContain('the first run on the default branch')
  })
})

describe('where there is no modelassay.yml', () => {
  beforeEach(async () => {
    place = await workplace()
  })
  const silent = async () => expect(await readdir(join(place.folder, '.modelassay', 'runs'))).toEqual([])

  test.each(['train', 'evaluate-gate', 'register-model'])(
    'but above there is, %s names it',
    async (stage) => {
      await mkdir(join(place.folder, 'src', 'deep'), { recursive: true })
      const { code, said } = await place.shell(`cd src/deep && modelassay ${stage}`)
      expect(code).toBe(2)
      expect(said).toContain('there is no modelassay.yml in this folder, but there is ../../modelassay.yml')
      expect(said).toContain('cd ../..')
      await silent()
    },
  )

  test.each(['train', 'evaluate-gate', 'register-model', 'deploy-model', 'data-validate', 'drift-check'])(
    'at all, %s says so before anything else',
    async (stage) => {
      await rm(join(place.folder, 'modelassay.yml'))
      const { code, said } = await place.modelassay([stage])
      expect(code).toBe(2)
      expect(said).toContain('there is no modelassay.yml in this folder')
      await silent()
    },
  )

  test('options alone are enough, where they are', async () => {
    await rm(join(place.folder, 'modelassay.yml'))
    expect((await place.modelassay(['train', '--run', 'node train.mjs', '--output', 'model/'])).code).toBe(0)
  })

  test.each([
    ['a contract', ['data-validate', '--data', 'data/train.csv', '--contract', 'own.yml'], 'at own.yml:1:'],
    [
      'the rules',
      ['evaluate-gate', '--predictions', 'p.csv', '--rules', '{acuracy: {min: 0.5}}'],
      'did you mean "accuracy"?',
    ],
    [
      'a rule in percent',
      ['evaluate-gate', '--predictions', 'p.csv', '--rules', '{accuracy: {max_worsening: 5}}'],
      "Next: Write it in the metric's unit, not in percent: 5 % is 0.05.",
    ],
    [
      'a rule on the wrong side',
      ['evaluate-gate', '--predictions', 'p.csv', '--rules', '{accuracy: {max: 0.5}}'],
      'Next: Did you mean min?',
    ],
    [
      'a version',
      ['register-model', '--version', 'first'],
      'Next: Give major, minor, patch, or a semantic version',
    ],
  ])('a mistake in %s that was given is told as that alone', async (_, line, told) => {
    await rm(join(place.folder, 'modelassay.yml'))
    await place.write({
      'own.yml': 'fields: [{ name: id, type: int }]\n',
      'p.csv': 'id,label,prediction\n1,1,1\n',
    })
    const { code, said } = await place.modelassay(line)
    expect(code).toBe(2)
    expect(said).toContain(told)
    expect(said).not.toContain('there is no modelassay.yml')
  })

  test('one above the repository is nobody’s', async () => {
    const above = await mkdtemp(join(tmpdir(), 'above-'))
    await place.shell(`cp modelassay.yml ${above} && mkdir ${above}/r && cd ${above}/r && git init -q`)
    const { said } = await place.shell(`cd ${above}/r && modelassay train`)
    expect(said).toContain('there is no modelassay.yml in this folder, and what was given')
    await rm(above, { recursive: true })
  })
})
