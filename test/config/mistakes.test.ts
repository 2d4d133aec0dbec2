import { describe, expect, it } from 'vitest'
import type { AssayError } from '../../src/errors.ts'
import { inputCalled } from '../../src/stage/calling.ts'
import { newProject } from './new-project.ts'

const { put, load, mistake } = newProject()

describe('modelassay.yml', () => {
  it.each([
    ['gate:\n  rulez: {}\n', 'unknown-key', 'gate.rulez', 'Did you mean "rules"?', 2],
    [
      'gate:\n  rules:\n    accuracy: {max_worsning: 0.1}\n',
      'unknown-key',
      'gate.rules.accuracy.max_worsning',
      'Did you mean "max_worsening"?',
      3,
    ],
    ['gate:\n  inconclusive: wran\n', 'wrong-value', 'gate.inconclusive', 'Did you mean "warn"?', 2],
    ['gate: {rules: {a: {}}}\n', 'wrong-value', 'gate.rules.a', 'Write {a: {max_worsening: 0.01}}', 1],
    [
      'gate: {rules: {f1: 0.8}}\n',
      'wrong-value',
      'gate.rules.f1: must be a map of keys, not 0.8',
      'Write {f1: {max_worsening: 0.8}}, for how much worse than a baseline it may be; or {f1: {min: 0.8}} or {f1: {max: 0.8}}, for how good it must be in itself.',
      1,
    ],
    [
      'evaluations: {hold out (é): {metrics: m.json}}\n',
      'wrong-value',
      'evaluations.hold out (é): a name takes letters, digits, - and _, beginning',
      'Call it hold-out-e.',
      1,
    ],
    ['deploy: {Prod EU: {}}\n', 'wrong-value', 'deploy.Prod EU: a name takes small', 'Call it prod-eu.', 1],
    ['deploy: {"é/": {}}\n', 'wrong-value', 'a name takes small', 'Call it e.', 1],
    ['deploy: {"//": {}}\n', 'wrong-value', 'a name takes small', 'Correct the value', 1],
    [
      `evaluations: {${'x'.repeat(65)}: {}}\n`,
      'wrong-value',
      'a name takes at most 64 letters',
      'Correct',
      1,
    ],
    ['gate: {rules: {"": {min: 1}}}\n', 'wrong-value', 'a name takes at least a letter', 'Correct', 1],
    ['name: my model\n', 'wrong-value', 'name: "my model" must be letters', 'Call it my-model.', 1],
    ['gate: {rules: {f1: ">= 0.8"}}\n', 'wrong-value', 'gate.rules.f1', 'Write {f1: {min: 0.8}}.', 1],
    ['gate: {rules: {mae: "<2"}}\n', 'wrong-value', 'gate.rules.mae', 'Write {mae: {max: 2}}.', 1],
    ['gate: {rules: [f1]}\n', 'wrong-value', 'gate.rules', 'Write a map of rules by metric, such as {acc', 1],
    ['gate: {rules: {"a b\\e[2K}": 0.1}}\n', 'wrong-value', '', 'Write {"a b\\u001b[2K}": {max_w', 1],
    ['gate: {slices: {columns: [a], rules: {f1: 0.8}}}\n', 'wrong-value', 'f1', 'Write {f1: {max_w', 1],
    [
      'train: python train.py\n',
      'wrong-value',
      'train: must be a map of keys, not "python train.py"',
      'Write a map of its keys: run, ',
      1,
    ],
    [
      'data:\n  tables:\n    train: {file: x.csv}\n',
      'unknown-key',
      'data.tables.train.file',
      'Known here: path, role, contract, ',
      3,
    ],
    [
      'gate: {rules: {accuracy: {min: 0,70}}}\n',
      'unknown-key',
      'gate.rules.accuracy.70',
      'Write the number with a point, as in 0.70: in braces a comma',
      1,
    ],
    ['train:\n  timeout_seconds: soon\n', 'wrong-value', 'train.timeout_seconds', '', 2],
    [
      'evaluate:\n  truth: {table: test, column: y}\n',
      'missing-key',
      'evaluate.truth.id',
      'Add evaluate.truth.id.',
      2,
    ],
    ['register: {aliases: [production]}\n', 'wrong-value', 'register.aliases[0]', '', 1],
    [
      'register: {version: 1.0}\n',
      'wrong-value',
      'register.version',
      'Write a whole version in quotes, such as "1.0.0"',
      1,
    ],
    [
      'gate: {rules: {f1: {min: "0.02"}}}\n',
      'wrong-value',
      'not "0.02"',
      'Write it without quotes: 0.02.',
      1,
    ],
    [
      'drift: {on_drift: issue}\n',
      'wrong-value',
      'drift.on_drift: must be a list',
      'Write it as a list: [issue].',
      1,
    ],
    ['drift: {on_drift: "a\\e[2K]"}\n', 'wrong-value', '', 'Write it as a list: ["a\\u001b[2K]"].', 1],
    [
      'evaluate: {predictions: p.csv}\nevaluations: {a: {predictions: p.csv}}\n',
      'wrong-value',
      'give evaluate or evaluations, not both',
      'Move what evaluate has to evaluations',
      2,
    ],
    [
      'deploy: {a: {target: command, up: ./up, health: "127.0.0.1:8000/health"}}\n',
      'wrong-value',
      '"127.0.0.1:8000/health" must be an address that begins with http:// or https://',
      'Write the whole address, such as http://127.0.0.1:8080/health.',
      1,
    ],
    [
      'data:\n  tables:\n    train: a.csv\n\ttest: b.csv\n',
      'yaml-unreadable',
      'Tabs are not allowed as indentation',
      'Mend line 4, column 1',
      4,
    ],
    [
      'waivers:\n  - a: 1\n    b: 2\n\t- c: 3\n    d:\n      e: 1\n    f:\n      g: 1\n',
      'yaml-unreadable',
      'Tabs are not allowed as indentation',
      'Mend line 4, column 1',
      4,
    ],
    ['name: ../x\n', 'wrong-value', 'name', '', 1],
    ['name: a\nname: b\n', 'yaml-unreadable', 'unique', '', 2],
    ['name: [\n', 'yaml-unreadable', '', '', 2],
  ])('says what is wrong with %j', async (text, code, message, hint, line) => {
    const found = await mistake(text)
    expect(found).toMatchObject({ code, file: 'modelassay.yml', line })
    expect(found.message).toContain(message)
    expect(found.hint).toContain(hint)
  })

  it.each([
    ['demographic_parity: {max: 0.1}', 'Did you mean "demographic_parity_difference"?'],
    ['demographic_parity: {min: 0.8}', 'Did you mean "demographic_parity_ratio"?'],
    ['equalized_odds: {max: 0.1}', 'Did you mean "equalized_odds_difference"?'],
    ['equalized_odds: {min: 0.8}', 'Did you mean "equalized_odds_ratio"?'],
    ['equal_opportunity: 0.1', 'Did you mean "equal_opportunity_difference" or "equal_opportunity_ratio"?'],
    [
      'demographic_parity: {mix: 1}',
      'Did you mean "demographic_parity_difference" or "demographic_parity_ratio"?',
    ],
    ['demographic_parity_diference: {max: 0.1}', 'Did you mean "demographic_parity_difference"?'],
  ])('names the disparity that takes the bound which is there: %s', async (rule, hint) => {
    const text = `gate: {fairness: {columns: [sex], rules: {${rule}}}}\n`
    expect(await mistake(text)).toMatchObject({ code: 'unknown-key', hint })
  })

  it.each([
    ['evaluate:\n  truth: {table: tset, column: y, id: id}\n', 'evaluate', 'Did you mean "test"?', 3, 11],
    [
      'evaluate:\n  truth: {table: labels, column: y, id: id}\n',
      'evaluate',
      'Write one of train, test.',
      3,
      11,
    ],
    [
      'evaluations:\n  a: {truth: {table: constructor, column: y, id: id}}\n',
      'evaluations.a',
      'Write one of train, test.',
      3,
      15,
    ],
  ])(
    'says that there is no table that labels come from, before anything runs: %j',
    async (text, at, hint, line, column) => {
      expect(await mistake(`data: {tables: {train: a.csv, test: b.csv}}\n${text}`)).toEqual({
        code: 'wrong-value',
        message: `${at}.truth.table: must be one of train, test`,
        hint,
        file: 'modelassay.yml',
        line,
        column,
      })
    },
  )

  it('says so where there are no tables at all, and of each evaluation', async () => {
    const { message } = await mistake('evaluate: {truth: {table: test, column: y, id: id}}\n')
    expect(message).toBe('evaluate.truth.table: names a table, and data.tables has none')
    const two = '{a: {truth: &t {table: x, column: y, id: id}}, b: {truth: *t}}'
    await put('modelassay.yml', `data: {tables: {test: b.csv}}\nevaluations: ${two}\n`)
    const { others } = (await load().catch((error: unknown) => error)) as AssayError
    expect(others).toMatchObject([{ message: 'evaluations.b.truth.table: must be test' }])
  })

  it('lets other tables be given that are not judged on', async () => {
    await put(
      'modelassay.yml',
      'data: {tables: {test: b.csv}}\nevaluate: {truth: {table: test, column: y, id: id}}\n',
    )
    const given = { input: 'data', at: ['data', 'tables'], value: { live: 'live.csv' } }
    await expect(load({ overrides: [given] })).resolves.toMatchObject({ file: 'modelassay.yml' })
  })

  it('says all that is wrong at once, each at its line, and not what only follows', async () => {
    await put(
      'modelassay.yml',
      `nme: x
data:
  tables: {a: {path: 3, rol: test}}
train: {output: 3}
evaluate: {truth: {tabel: test, column: y}}
gate:
  rules:
    accuracy: {mn: 1}
`,
    )
    const thrown = await load().catch((error: unknown) => error)
    const { others, message } = thrown as AssayError
    expect([message, ...others.map((one) => `${one.line}: ${one.message}`)]).toEqual([
      'unknown key data.tables.a.rol',
      '5: unknown key evaluate.truth.tabel',
      '8: unknown key gate.rules.accuracy.mn',
      '1: unknown key nme',
      '3: data.tables.a.path: must be a string, not 3',
      '4: train.output: must be a string, not 3',
      '5: evaluate.truth.id: is missing',
    ])
  })

  it('shows a wrong value or name cut, however long it is', async () => {
    const long = 'x'.repeat(900)
    await put('modelassay.yml', `${long}: 1\nname: "${long}"\ntrain: {timeout_seconds: ${long}}\n`)
    const { message, hint, others } = (await load().catch((error: unknown) => error)) as AssayError
    expect(others.length).toBeGreaterThan(0)
    for (const one of [{ message, hint }, ...others])
      expect(`${one.message}${one.hint}`.length).toBeLessThan(500)
  })

  it('tells twenty mistakes, and how many more there are', async () => {
    await put('modelassay.yml', Array.from({ length: 30 }, (_, i) => `wrong${i}: 1\n`).join(''))
    const { others, othersLeft } = (await load().catch((error: unknown) => error)) as AssayError
    expect([others.length, othersLeft]).toEqual([19, 10])
  })

  it.each([
    [{ input: 'seeds', at: ['train', 'seeds'], value: 'abc' }, '--seeds: must be a number, not "abc"', ''],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { max_worsening: '1.5 %' } } },
      'accuracy.max_worsening of --rules: must be a number, not "1.5 %"',
      "It is in the metric's unit: write 1.5 % of an accuracy as 0.015, 1.5 % of what the baseline has as max_worsening_ratio: 0.015.",
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { min: '90%' } } },
      'accuracy.min of --rules: must be a number, not "90%"',
      'Write 90% as 0.9.',
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { max_worsening: -0.5 } } },
      'accuracy.max_worsening of --rules: must be 0 or more, not -0.5',
      '',
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { max_worsening_ratio: 3 } } },
      'accuracy.max_worsening_ratio of --rules: must be 1 or less, not 3',
      '',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['base', 'old.json'] },
      '--baselines: "old.json" must be base, production, best, version:<version> or file:<path>',
      'Did you mean "file:old.json"?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['v1.2.0'] },
      '--baselines: "v1.2.0" must be',
      'Did you mean "version:1.2.0"?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['prodution'] },
      '--baselines: "prodution" must be',
      'Did you mean "production"?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['base', 'main'] },
      '--baselines: "main" must be',
      'Did you mean "base" (the commit that the change starts from)?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['base', 'origin/main'] },
      '--baselines: "origin/main" must be',
      'Did you mean "base" (the commit that the change starts from)?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['base', 'Baseline'] },
      '--baselines: "Baseline" must be',
      'Did you mean "base" (the commit that the change starts from)?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['prod'] },
      '--baselines: "prod" must be',
      'Did you mean "production" (the registered version in use)?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['latest'] },
      '--baselines: "latest" must be',
      'Did you mean "base" (the commit that the change starts from) or "production" (the registered version in use)?',
    ],
    [
      { input: 'baselines', at: ['gate', 'baselines'], value: ['spring-cleaning'] },
      '--baselines: "spring-cleaning" must be',
      'Write base (the commit that the change starts from), production (the registered version in use), best (the best accepted version), version:1.2.0 or file:old/predictions.csv: branches are no baselines.',
    ],
    [
      { input: 'rules', at: ['gate', 'rules'], value: { accuracy: { mim: 1 } } },
      'unknown key accuracy.mim of --rules',
      'Did you mean "min"?',
    ],
    [
      { input: 'run', at: ['evaluate', 'task'], value: 'binray' },
      '--run: must be one of',
      'Did you mean "binary"?',
    ],
  ])(
    'blames the option for what it was given, and no line of the file: %j',
    async (override, said, remedy) => {
      await put(
        'modelassay.yml',
        'name: a\ntrain: {seeds: [1]}\nevaluations:\n  test: {predictions: p.csv}\n',
      )
      const overrides = [override]
      const wrong = await load({ overrides, called: inputCalled('local') }).catch(
        (error: AssayError) => error,
      )
      expect((wrong as AssayError).message).toContain(said)
      expect((wrong as AssayError).hint).toContain(remedy)
      expect((wrong as AssayError).place).toEqual({})
      await expect(load({ overrides })).rejects.toThrow(said.replace(/--([a-z]+)/, 'the input `$1`'))
    },
  )

  it('names the line of what stands in the file, beside an option that is well', async () => {
    await put('modelassay.yml', 'name: a\ngate:\n  inconclusive: wran\n')
    const overrides = [{ input: 'run', at: ['train', 'run'], value: 'true' }]
    await expect(load({ overrides })).rejects.toMatchObject({ place: { file: 'modelassay.yml', line: 3 } })
  })

  it('keeps a hostile key an ordinary key', async () => {
    const found = await mistake('__proto__: {polluted: true}\n')
    expect(found.code).toBe('unknown-key')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    ['gate:\n  rules:\n    accuracy: {min: 0.8}\n    __proto__: {min: 0.9}\n', 'gate.rules.__proto__', 4],
    ['metrics:\n  __proto__: {reported: a, direction: lower}\n', 'metrics.__proto__', 2],
  ])('does not leave a rule out because of its name: %j', async (text, path, line) => {
    expect(await mistake(text)).toMatchObject({
      code: 'unknown-key',
      message: expect.stringContaining(path),
      line,
    })
  })
})
