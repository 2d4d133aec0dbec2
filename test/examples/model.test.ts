import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { configSchema } from '../../src/config/schema.ts'
import { contractSchema } from '../../src/contract/schema/contract.ts'
import { check, place } from '../drift-check/drift-run.ts'
import { type Clone, clone, type ExampleName, exampleFile, rowsOf } from './example.ts'
import { runnable } from './runnable.ts'

/** Where editors find the schemas, wherever the example was copied to. */
const published = 'https://raw.githubusercontent.com/modelassay/modelassay/v1/'

describe.each(runnable)('$name', ({ name, path, missing, predict, params, model }) => {
  const { train, evaluations } = configSchema.parse(parse(exampleFile(name, 'modelassay.yml')))
  const commands = [train.run, evaluations.test?.run].filter((run) => run !== undefined).join(' && ')
  let repository: Clone
  /** What came of the commands as they are, for the tests that change nothing before. */
  let right: boolean[]
  beforeAll(() => {
    repository = clone(name, path)
    if (!missing) right = trainAndPredict()
  })
  afterAll(() => repository.remove())

  const digest = () =>
    createHash('sha256')
      .update(repository.read(`model/${model}`))
      .digest('hex')

  /** Runs what modelassay.yml names, and says row by row whether the species is right. */
  function trainAndPredict(env: Record<string, string> = {}): boolean[] {
    expect(repository.run(commands, env)).toMatchObject({ ok: true })
    const truth = rowsOf(repository.read('data/test.csv'))
    const predictions = new Map(rowsOf(repository.read('predictions.csv')).map((row) => [row.id, row]))
    expect(predictions.size).toBe(truth.length)
    return truth.map(({ id, species }) => predictions.get(id)?.prediction === species)
  }

  test.skipIf(missing)('the model is good, and its probabilities are such', () => {
    expect(share(right)).toBeGreaterThan(0.97)
    for (const row of rowsOf(repository.read('predictions.csv'))) {
      const p = [row.p_adelie, row.p_chinstrap, row.p_gentoo].map(Number)
      expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9)
      expect(`p_${row.prediction?.toLowerCase()}`).toBe(
        ['p_adelie', 'p_chinstrap', 'p_gentoo'][p.indexOf(Math.max(...p))],
      )
    }
    expect(JSON.parse(repository.read('metrics.json'))).toMatchObject({ train_accuracy: expect.any(Number) })
  })

  test.skipIf(missing)('training again gives the same bytes', () => {
    trainAndPredict({ MODELASSAY_SEED: '3' })
    const first = digest()
    trainAndPredict({ MODELASSAY_SEED: '3' })
    expect(digest()).toBe(first)
  })

  test.skipIf(missing)('without the bills it is significantly worse, as the README says', () => {
    const given = repository.read(params)
    const worse = given.replace(/"?bill_length_mm"?, "?bill_depth_mm"?, /, '')
    expect(worse).not.toBe(given)
    writeFileSync(join(repository.folder, params), worse)
    const after = trainAndPredict()
    writeFileSync(join(repository.folder, params), given)

    expect(share(after)).toBeLessThan(0.85)
    const lost = right.filter((wasRight, row) => wasRight && !after[row]).length
    const won = after.filter((isRight, row) => isRight && !right[row]).length
    expect(exactMcNemar(lost, won)).toBeLessThan(0.001)
  })

  test.skipIf(missing)('predictions come from the model in $MODELASSAY_MODEL_DIR', () => {
    const moved = { MODELASSAY_MODEL_DIR: join(repository.folder, 'elsewhere') }
    expect(repository.run(`mv model elsewhere && rm predictions.csv && ${predict}`, moved).ok).toBe(true)
    expect(rowsOf(repository.read('predictions.csv'))).toHaveLength(103)
    expect(repository.run(predict).ok).toBe(false)
    expect(repository.run('mv elsewhere model').ok).toBe(true)
  })

  test('git sees nothing of what the commands write', () => {
    const written = ['model/x', 'metrics.json', 'predictions.csv', '.serve/log', '.modelassay/runs']
    const { said } = repository.run(`git init -q . && git check-ignore ${written.join(' ')}`)
    expect(said.trim().split('\n')).toEqual(written)
  })

  test('the fields of the contract are the columns of the data', () => {
    const contract = contractSchema.parse(parse(exampleFile(name, 'contract.yml')))
    const [header] = exampleFile(name, 'data/train.csv').split('\n')
    expect(contract.fields.map((field) => field.name).join(',')).toBe(header)
  })

  test('its README leads nowhere outside the folder that is copied, but to addresses', () => {
    const links = Array.from(exampleFile(name, 'README.md').matchAll(/\]\(([^)]+)\)/g), ([, to]) => to!)
    expect(links.length).toBeGreaterThan(1)
    expect(links.filter((to) => to.startsWith('..'))).toEqual([])
  })

  test.each(['modelassay.yml', 'contract.yml'])(
    '%s names its schema for editors, and is valid by it',
    (file) => {
      const text = exampleFile(name, file)
      const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? []
      const validate = new Ajv2020({ strict: false, logger: false, validateFormats: false }).compile(
        JSON.parse(exampleFile(name, schema.replace(published, '../../'))),
      )
      expect(schema.startsWith(published)).toBe(true)
      expect({ valid: validate(parse(text)), errors: validate.errors }).toEqual({ valid: true, errors: null })
      expect(validate({ ...parse(text), misspelt: 1 })).toBe(false)
    },
  )

  test.each([
    ['live.csv', 'stable', []],
    ['live-drifted.csv', 'drifted', ['flipper_length_mm', 'body_mass_g']],
  ])(
    'drift is looked for in every measured column, not in the id or the species: %s is %s',
    async (file, verdict, drifted) => {
      const { record } = await driftOfExample(name, { current: `data/${file}`, reference: 'data/train.csv' })
      expect(record).toMatchObject({
        verdict,
        not_compared: [
          { name: 'id', reason: 'identifies rows' },
          { name: 'species', reason: expect.stringContaining('what the model predicts') },
        ],
      })
      expect(record.columns?.map((column) => column.name)).toEqual([
        'island',
        'bill_length_mm',
        'bill_depth_mm',
        'flipper_length_mm',
        'body_mass_g',
        'sex',
      ])
      const found = record.columns?.filter((column) => column.drifted).map((column) => column.name)
      expect(found).toEqual(drifted)
    },
  )

  test('every file that modelassay.yml names is there', () => {
    const { data, deploy, drift } = configSchema.parse(parse(exampleFile(name, 'modelassay.yml')))
    const files = [
      data.contract,
      ...Object.values(data.tables).map((table) => table.path),
      ...(train.inputs ?? []),
      train.params,
      deploy.production?.smoke,
      drift.current,
    ]
    for (const file of files) expect(exampleFile(name, String(file))).not.toBe('')
  })
})

/** Checks the example's own live data for drift, with its own configuration and contract. */
async function driftOfExample(name: ExampleName, given: Readonly<Record<string, string>>) {
  const names = ['modelassay.yml', 'contract.yml', 'data/train.csv', given.current!]
  const files = Object.fromEntries(names.map((file) => [file, exampleFile(name, file)]))
  return check(await place(), { files, given })
}

const share = (right: boolean[]) => right.filter(Boolean).length / right.length

/** Two-sided p value of lost against won discordant rows: twice the binomial tail at one half, at most 1. */
function exactMcNemar(lost: number, won: number): number {
  const n = lost + won
  let term = 0.5 ** n
  let tail = 0
  for (let k = 0; k <= Math.min(lost, won); k++) {
    tail += term
    term = (term * (n - k)) / (k + 1)
  }
  return Math.min(1, 2 * tail)
}
