import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { modelDigest } from '../../src/models/digest.ts'
import { fetchModel } from '../../src/models/fetch.ts'
import { sha256 } from '../../src/record/digest.ts'
import { findingDigest } from '../../src/record/finding.ts'
import { memoryCache } from '../ports/memory-cache.ts'
import { type TrainRepository, trainRepository } from './train-run.ts'

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const gitignore = 'model/\nmodel.txt\nmetrics.json\n'

/** A model whose training is the shell script that is given. */
const commit = (train: string, files: Record<string, string> = {}) =>
  repository.commit({
    '.gitignore': gitignore,
    'train.sh': 'mkdir -p model\necho "weights of seed $MODELASSAY_SEED" > model/weights.txt\n',
    'modelassay.yml': `name: churn\ntrain:\n${train.replace(/^/gm, '  ')}\n`,
    ...files,
  })

describe('a training', () => {
  it('does not begin where no table can have the label, by what its contract says', async () => {
    await commit('run: touch trained', {
      'contract.yml': 'fields: [{ name: churned }]\n',
      'modelassay.yml':
        'name: churn\ndata:\n  contract: contract.yml\n  tables: { train: train.csv }\n  label: churn\ntrain: { run: touch trained }\n',
    })
    const { record, exitCode } = await repository.train()
    expect(exitCode).toBe(2)
    expect(record.error).toMatchObject({ code: 'missing-column', file: 'modelassay.yml', line: 5 })
    expect(existsSync(join(repository.folder, 'trained'))).toBe(false)
  })

  it.each([
    ['{ tran: train.csv, test: test.csv }', true],
    ['{ tran: { path: train.csv, role: train }, test: test.csv }', false],
    ['{ train: train.csv }', false],
  ])('says what is lost where no table has the role train: %s', async (tables, isLost) => {
    await commit('run: sh train.sh', {
      'train.csv': 'id,x\na,1\n',
      'test.csv': 'id,x\nb,1\n',
      'modelassay.yml': `name: churn\ndata: { tables: ${tables} }\ntrain: { run: sh train.sh, output: model/ }\n`,
    })
    const { exitCode, log } = await repository.train()
    expect(exitCode).toBe(0)
    expect(log.includes('No table has the role train (data.tables has "tran", "test")')).toBe(isLost)
    expect(log.includes('or give it role: train')).toBe(isLost)
  })

  const gated = (rules: string, evaluate: string) =>
    commit('run: sh train.sh', {
      'modelassay.yml': `name: churn\ntrain: { run: sh train.sh, output: model/ }\nevaluate: ${evaluate}\ngate: ${rules}\n`,
    })

  it.each([
    ['rules: { acuracy: { min: 0.5 } }', 'gate.rules.acuracy is a rule on "acuracy"', 'mean "accuracy"?'],
    ['rules: { rmse: { max: 2 } }', 'a rule on rmse', 'do not have'],
    [
      '{ rules: { accuracy: { min: 0 } }, slices: { columns: [a], rules: { acuracy: { min: 0 } } } }',
      'gate.slices.rules.acuracy is a rule on "acuracy"',
      'mean "accuracy"?',
    ],
  ])('says before it begins what the gate will not find: %s', async (rules, what, more) => {
    await gated(rules.startsWith('{') ? rules : `{ ${rules} }`, '{ predictions: p.csv, task: binary }')
    const { exitCode, log } = await repository.train()
    expect(exitCode).toBe(0)
    expect(log).toContain(what)
    expect(log).toContain(more)
    expect(log).not.toContain('mape')
  })

  it.each([
    [
      '{ predictions: p.csv, task: binary }',
      '{ rules: { accuracy: { min: 0.5 }, model_bytes: { max: 9 } } }',
    ],
    ['{ predictions: p.csv, metrics: m.json }', '{ rules: { anything: { min: 0.5 } } }'],
    ['{ predictions: p.csv }', '{ rules: { rmse: { max: 2 } } }'],
    ['{ run: ./predict }', '{ rules: { anything: { min: 0.5 } } }'],
  ])('has nothing to say of rules that only the gate can tell: %s', async (evaluate, rules) => {
    await gated(rules, evaluate)
    expect((await repository.train()).log).not.toContain('The gate will refuse')
  })

  it('leaves a record of what it was made from and what came of it, and the model in an artifact', async () => {
    await commit('run: sh train.sh\noutput: model/\nparams: params.yml', {
      'params.yml': 'epochs: 3\nrate: .inf\n',
      'requirements.txt': 'scikit-learn==1.5\n',
    })
    const { record, exitCode, log } = await repository.train()
    expect(exitCode).toBe(0)
    expect(record).toMatchObject({
      stage: 'train',
      name: 'churn',
      verdict: 'trained',
      passes: true,
      command: { run: 'sh train.sh', shell: 'bash', exit_code: 0 },
      seeds: [0],
      params: { epochs: 3, rate: 'Infinity' },
      environment: { dirty: false, platform: { os: process.platform, arch: process.arch } },
      run: { sha: repository.git('rev-parse', 'HEAD') },
    })
    expect(record.fingerprint).toMatch(/^sha256:/)
    expect(record.environment).toHaveProperty('lockfiles', {
      'requirements.txt': expect.stringMatching(/^git:[0-9a-f]{40}$/),
    })
    expect(record.environment).toHaveProperty('interpreters.node', expect.stringMatching(/^v\d+/))
    expect(record.observed.training_seconds).toBeGreaterThan(0)
    expect(record.built_on).toContainEqual(expect.objectContaining({ kind: 'file', name: 'params.yml' }))
    expect(log).toContain('Train churn')

    const { runner } = await repository.ports()
    expect(record.model?.store.uri).toBe(`artifact:${runner.run.id}/modelassay-churn-model-1`)
    const into = join(repository.folder, '.git', 'fetched')
    await fetchModel(record.model!, runner.bundles, into)
    expect((await modelDigest(into)).digest).toBe(
      (await modelDigest(join(repository.folder, 'model'))).digest,
    )
  })

  it('finds its seed and paths in the environment, and no secret of the suite', async () => {
    repository.env.MODELASSAY_PLAN = 'secret'
    repository.env.GITHUB_TOKEN = 'secret'
    await commit('run: env > "$MODELASSAY_MODEL_DIR/env.txt"; env\nseeds: [7]')
    const { record, log } = await repository.train()
    expect(record.verdict).toBe('trained')
    expect(log).toContain('MODELASSAY_SEED=7')
    expect(log).toContain('PYTHONHASHSEED=7')
    expect(log).toContain('MODELASSAY_NAME=churn')
    expect(log).toMatch(/MODELASSAY_MODEL_DIR=\//)
    expect(log).not.toContain('=secret')
    expect(
      (await readdir(join(repository.folder, '.modelassay', 'temp'))).filter((name) =>
        name.includes('model-churn'),
      ),
    ).toEqual([])
  })

  it('may write one file, whose folder is what it is told', async () => {
    await commit('run: echo "$MODELASSAY_MODEL_DIR" > out/model.txt\noutput: out/model.txt')
    const { record } = await repository.train()
    expect(record).toMatchObject({ verdict: 'trained', model: { files: 1 } })
    expect(record.model_digest).toBe((await modelDigest(join(repository.folder, 'out', 'model.txt'))).digest)
  })

  it('is not given a model of an earlier run for its own', async () => {
    await commit('run: "true"\noutput: model/')
    await repository.write({ 'model/weights.txt': 'of an earlier run' })
    expect((await repository.train()).record).toMatchObject({
      verdict: 'failed',
      error: { code: 'model-empty' },
    })
  })

  it('runs once a seed; the first one’s model counts, and the metrics of all are kept', async () => {
    await commit(
      'run: sh train.sh && echo "{\\"accuracy\\":0.$MODELASSAY_SEED}" > metrics.json\noutput: model/\nmetrics: metrics.json\nseeds: [5, 6, 7]',
    )
    const { record, evidence } = await repository.train()
    expect(record).toMatchObject({ verdict: 'trained', seeds: [5, 6, 7], metrics: { accuracy: 0.5 } })
    expect(record.observed.runs).toMatchObject([
      { seed: 5, metrics: { accuracy: 0.5 } },
      { seed: 6, metrics: { accuracy: 0.6 } },
      { seed: 7, metrics: { accuracy: 0.7 } },
    ])
    expect(JSON.parse(await evidence('metrics-seed-7.json'))).toEqual({ accuracy: 0.7 })
    const { runner } = await repository.ports()
    const into = join(repository.folder, '.git', 'fetched')
    await fetchModel(record.model!, runner.bundles, into)
    expect(await modelDigest(into)).toMatchObject({ bytes: 'weights of seed 5\n'.length })
  })

  it('keeps what its training data looks like, for drift-check', async () => {
    await repository.commit({
      '.gitignore': gitignore,
      'data/train.csv': 'age,region\n1,north\n2,south\n3,north\n',
      'train.sh': 'echo 1 > "$MODELASSAY_MODEL_DIR/m"',
      'modelassay.yml':
        'name: churn\ndata: { tables: { train: data/train.csv } }\ntrain: { run: sh train.sh }\n',
    })
    const { record, evidence } = await repository.train()
    expect(record.tables).toMatchObject([{ name: 'train', role: 'train', identity: { kind: 'content' } }])
    expect(JSON.parse(await evidence('profile-train.json'))).toMatchObject({
      rows: 3,
      columns: [{ name: 'age' }, { name: 'region', kind: 'categorical' }],
    })
  })

  it('keeps the contract of its data as its signature', async () => {
    await repository.commit({
      '.gitignore': gitignore,
      'data/train.csv': 'age,left\n1,0\n2,1\n',
      'contract.yml': 'fields:\n  - { name: age, type: integer, example: .nan }\n  - name: left\n',
      'train.sh': 'echo 1 > "$MODELASSAY_MODEL_DIR/m"',
      'modelassay.yml':
        'name: churn\ndata: { contract: contract.yml, tables: { train: data/train.csv } }\ntrain: { run: sh train.sh }\nevaluate: { predictions: p.csv, columns: { id: id, label: left } }\n',
    })
    const { record, evidence } = await repository.train()
    const text = await evidence('contract.json')
    expect(JSON.parse(text).fields).toMatchObject([
      { name: 'age', type: 'integer' },
      { name: 'left', type: 'any' },
    ])
    expect(record.signature).toEqual([
      {
        table: 'train',
        contract: 'contract.yml',
        evidence: 'contract.json',
        digest: sha256(text),
        labels: ['left'],
        ids: ['id'],
      },
    ])
    expect(record.evidence).toContainEqual(expect.objectContaining({ path: 'contract.json' }))
  })

  it('goes on without a profile where the data cannot be read, and says so', async () => {
    await repository.commit({
      '.gitignore': gitignore,
      'modelassay.yml':
        'name: churn\ndata: { tables: { train: data/none.csv } }\ntrain: { run: echo 1 > "$MODELASSAY_MODEL_DIR/m" }\n',
    })
    const { record, log } = await repository.train()
    expect(record).toMatchObject({ verdict: 'trained', tables: [{ identity: { kind: 'none' } }] })
    expect(record.fingerprint).toBeUndefined()
    expect(record.observed.without_profile).toMatchObject([{ table: 'train' }])
    expect(log).toContain('No profile of the training table train is kept')
  })

  it('that is done again finds the same, whatever the time', async () => {
    await commit('run: sh train.sh\noutput: model/\nskip_unchanged: false')
    const first = await repository.train()
    const second = await repository.train()
    expect(second.record.run.attempt).toBe(2)
    expect(second.record.model?.store.uri).toMatch(/model-2$/)
    expect(findingDigest(second.record)).toBe(findingDigest(first.record))
  })
})

describe('a call that is refused for its options', () => {
  it('voids no training that ended well, and is kept where there is none', async () => {
    await commit('run: sh train.sh\noutput: model/\nseeds: [1, 2]')
    const kept = async () => (await (await repository.ports()).trust.ofThisRun('churn', 'train'))?.record
    const refused = { verdict: 'error', name: 'churn', error: { code: 'seed-unknown' } }
    expect(await repository.train({ seed: 'abc' })).toMatchObject({ exitCode: 2, record: refused })
    expect(await kept()).toMatchObject(refused)
    const { record } = await repository.train()
    expect(record.passes).toBe(true)
    expect(await repository.train({ seed: 'abc' })).toMatchObject({ exitCode: 2, record: refused })
    expect(await kept()).toStrictEqual(record)
  })
})

describe('a training that goes wrong', () => {
  it.each([
    [
      'fails',
      'run: echo about to fail; exit 3',
      'command-failed',
      /exit code 3; it last said: about to fail/,
    ],
    [
      'hangs',
      'run: echo waiting; sleep 300\ntimeout_seconds: 1',
      'command-timeout',
      /after 1 s, its timeout/,
    ],
    [
      'writes no model',
      'run: "true"\noutput: model.txt',
      'not-produced',
      /wrote no model: model\.txt does not exist/,
    ],
    [
      'writes into no folder that is looked at',
      'run: mkdir -p model && echo 1 > model/a',
      'model-empty',
      /^the model folder \$MODELASSAY_MODEL_DIR holds no files/,
    ],
    [
      'writes nothing into its folder',
      'run: "true"\noutput: model/',
      'model-empty',
      /^the model folder model\/ holds no files/,
    ],
    ['writes an empty model', 'run: touch model.txt\noutput: model.txt', 'model-empty', /is empty/],
    [
      'writes a link',
      'run: ln -s /etc/hostname "$MODELASSAY_MODEL_DIR/m"',
      'special-file',
      /^\$MODELASSAY_MODEL_DIR\/m is neither a file nor a folder/,
    ],
    [
      'writes no metrics',
      'run: sh train.sh\noutput: model/\nmetrics: metrics.json',
      'not-produced',
      /no metrics file: metrics\.json/,
    ],
    [
      'makes a folder of its metrics',
      'run: sh train.sh; mkdir metrics.json\noutput: model/\nmetrics: metrics.json',
      'metrics-folder',
      /metrics\.json is a folder/,
    ],
    [
      'writes metrics into a pipe',
      'run: sh train.sh; mkfifo metrics.json\noutput: model/\nmetrics: metrics.json',
      'special-file',
      /neither a file nor a folder: metrics\.json/,
    ],
    [
      'reports NaN',
      'run: sh train.sh; echo "{\\"loss\\":NaN,\\"note\\":\\"x\\"}" > metrics.json\noutput: model/\nmetrics: metrics.json',
      'metrics-not-finite',
      /metrics that are no numbers: loss is NaN/,
    ],
  ])(
    'because its command %s ends red, with a record that says why and what to do',
    async (_what, train, code, reason) => {
      await commit(train)
      const { record, exitCode, log, evidence } = await repository.train()
      const said = { 'command-failed': 'about to fail\n', 'command-timeout': 'waiting\n' }[code]
      expect(await evidence('log.txt').catch(() => undefined)).toBe(said)
      expect(record).toMatchObject({
        verdict: 'failed',
        passes: false,
        error: {
          code,
          hint: expect.stringMatching(said ? /\w.* kept in log\.txt, beside the record/ : /\w/),
        },
      })
      expect(record.reason).toMatch(reason)
      expect(record.model).toBeUndefined()
      expect(exitCode).toBe(1)
      // The command prints the record, which says it; the log need not say it again.
      expect(log).not.toContain(record.error?.hint)
      const { runner } = await repository.ports()
      const kept = (await runner.bundles.ofThisRun()).map(({ name }) => name)
      expect(kept).toEqual(['modelassay-churn-train-1'])
    },
  )

  it.each([
    [
      'is not there',
      'pyhton train.py',
      'command-not-found',
      /exit code 127: .*; it last said: .*pyhton/,
      'PATH',
    ],
    ['is no program', './data.csv', 'command-not-executable', /exit code 126: .*data\.csv/, 'chmod='],
  ])(
    'is none where the command %s: that is the configuration, and no verdict on a model',
    async (...given) => {
      const [, run, code, reason, hint] = given
      await repository.commit({ 'data.csv': '1\n' })
      await commit(`run: ${run}`)
      const { record, exitCode, evidence } = await repository.train()
      expect(exitCode).toBe(2)
      expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code } })
      expect(record.reason).toMatch(reason)
      expect(record.error?.hint).toMatch(hint)
      expect(await evidence('log.txt')).toMatch(/not found|denied/)
    },
  )

  it('says where it was cancelled, and leaves no process', async () => {
    await commit('run: echo $$ > own; mv own pid; sleep 300')
    const training = repository.train()
    const noted = join(repository.folder, 'pid')
    while (!existsSync(noted)) await new Promise((settle) => setTimeout(settle, 20))
    repository.process.emit('SIGINT', 'SIGINT')
    const { record, exitCode } = await training
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'cancelled' } })
    expect(exitCode).toBe(3)
    const pid = Number(await readFile(noted, 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  it('that is killed half-way leaves nothing that could be taken for a model', async () => {
    await commit('run: sh half.sh\noutput: model/\nskip_unchanged: true', {
      'half.sh': 'mkdir -p model; echo half > model/a; [ -e go ] || kill -KILL $$; echo rest > model/b\n',
      '.gitignore': `${gitignore}go\n`,
    })
    const cache = await memoryCache()
    repository.cache = cache
    const killed = await repository.train()
    expect(killed.record).toMatchObject({ verdict: 'failed', passes: false })
    expect(killed.record.reason).toContain('SIGKILL')
    expect(cache.kept.size).toBe(0)
    expect(killed.record).not.toHaveProperty('model_digest')
    const { runner } = await repository.ports()
    expect((await runner.bundles.ofThisRun()).map(({ name }) => name)).toEqual(['modelassay-churn-train-1'])

    await writeFile(join(repository.folder, 'go'), '')
    const { record } = await repository.train()
    expect(record).toMatchObject({ verdict: 'trained', model: { files: 2 } })
    expect(cache.kept.size).toBe(1)
  })

  it.each([
    ['without a command', 'output: model/', 'missing-key'],
    ['with an input that does not exist', 'run: sh train.sh\ninputs: [trian.sh]', 'input-missing'],
    ['with parameters that do not exist', 'run: sh train.sh\nparams: none.yml', 'params-unreadable'],
    ['with parameters that are no mapping', 'run: sh train.sh\nparams: .gitignore', 'params-unreadable'],
    ['with parameters that hold themselves', 'run: sh train.sh\nparams: loop.yml', 'params-unreadable'],
    ['whose output is the whole folder', 'run: sh train.sh\noutput: .', 'output-is-input'],
    ['whose output is an input', 'run: sh train.sh\ninputs: [train.sh]\noutput: train.sh', 'output-is-input'],
    ['whose output lies elsewhere', 'run: sh train.sh\noutput: ../elsewhere', 'output-outside'],
    [
      'whose metrics file is the configuration',
      'run: sh train.sh\nmetrics: modelassay.yml',
      'output-is-input',
    ],
    ['in a shell that is not there', 'run: "1"\nshell: cmd', 'shell-missing'],
  ])('%s is the user’s to mend, and nothing is removed', async (_what, train, code) => {
    await commit(train, { 'loop.yml': 'model: &own\n  base: *own\n' })
    const { record, exitCode } = await repository.train()
    expect(record).toMatchObject({ verdict: 'error', error: { code } })
    expect(exitCode).toBe(2)
    expect(repository.git('status', '--porcelain')).toBe('')
  })
})
