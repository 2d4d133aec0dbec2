import { execFileSync } from 'node:child_process'
import { chmod, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openProject } from '../../../src/launch/open-project.ts'
import { artifactName } from '../../../src/record/artifact-name.ts'
import { type Explanation, explainTraining } from '../../../src/train/explain/explain.ts'
import { explanationText } from '../../../src/train/explain/explanation-text.ts'
import { train } from '../../../src/train/stage.ts'
import { gateBundle } from '../../trust/records.ts'
import { type TrainRepository, trainRepository } from '../train-run.ts'

const configuration = `name: churn
train:
  run: echo 1 > "$MODELASSAY_MODEL_DIR/m"
  params: params.yaml
`
const files = {
  'modelassay.yml': configuration,
  'params.yaml': 'model: { C: 1.0, depth: 4 }\n',
  'requirements.txt': 'pandas==2.2\n',
  'README.md': 'A model.\n',
}

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
  await repository.commit(files)
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

async function trainedAndAccepted() {
  const { record } = await repository.train()
  expect(record.verdict).toBe('trained')
  const { runner, trust } = await repository.ports()
  const train = await trust.ofThisRun('churn', 'train')
  const gate = await gateBundle(
    { ...runner.run, attempt: 1 },
    { built_on: [{ kind: 'record', name: 'train', digest: train!.digest }] },
  )
  await runner.bundles.save(artifactName('churn', 'evaluate-gate', { attempt: 1 }), gate.folder)
  return record
}

async function explained(
  env: Readonly<Record<string, string>> = {},
  workflow?: string,
  workspace?: string,
): Promise<Explanation> {
  const local = await repository.ports()
  const run = { ...local.runner.run, ...(workflow !== undefined && { workflow }) }
  const runner = { ...local.runner, run, ...(workspace !== undefined && { workspace }) }
  const ports = { ...local, runner }
  const { project } = await openProject(train, {}, ports)
  return explainTraining({ project }, ports, {
    log: ports.runner.log,
    evidence: ports.runner.temp,
    scratch: ports.runner.temp,
    engine: ports.runner.engine,
    environment: { PATH: process.env.PATH ?? '', ...env },
  })
}

const plain = { good: same, bad: same, unsure: same, strong: same, faint: same }
function same(text: string) {
  return text
}

describe('why a model would be trained', () => {
  it('is said where there is nothing to take it from', async () => {
    expect(await explained()).toMatchObject({
      would: 'train',
      reason: 'It would be trained because there is no earlier training to take a model from.',
    })
  })

  it('is the parameter that changed, in the record too', async () => {
    const { run } = await trainedAndAccepted()
    await repository.commit({ 'params.yaml': 'model: { C: 0.1, depth: 4 }\n' })
    const since = `the run at ${run.sha?.slice(0, 7)}`
    const changes = [{ kind: 'parameter', name: 'model.C', before: '1', after: '0.1' }]
    expect(await explained()).toMatchObject({
      would: 'train',
      reason: `It would be trained because parameter model.C: 1 → 0.1, since ${since}.`,
      changed: { since, changes },
    })
    const { record, log } = await repository.train()
    expect(log).toContain(`Training because parameter model.C: 1 → 0.1, since ${since}.`)
    expect(record.changed).toEqual({ since, changes })
    expect(record.reason).toMatch(
      /in 1 file\. Trained because parameter model\.C: 1 → 0\.1, since the run at/,
    )
  })

  it('names the lockfile, the command, the seeds and a file, each once', async () => {
    await trainedAndAccepted()
    await repository.commit({
      'requirements.txt': 'pandas==2.3\n',
      'README.md': 'A better model.\n',
      'modelassay.yml': `${configuration.replace('echo 1', 'echo 2')}  seeds: [3]\n`,
    })
    const { changed } = await explained()
    expect(changed?.changes.map(({ kind, name }) => [kind, name])).toEqual([
      ['command', 'run'],
      ['seeds', undefined],
      ['dependency', 'requirements.txt pandas'],
      ['input', 'README.md'],
      ['input', 'modelassay.yml'],
    ])
  })

  it('is documentation, which train.inputs would leave out', async () => {
    await trainedAndAccepted()
    await repository.commit({ 'README.md': 'A good model.\n' })
    const explanation = await explained()
    const hint =
      'Without train.inputs every tracked file counts. Name there what training reads (train.inputs: [train.py, src/]), so that README.md does not.'
    expect(explanation).toMatchObject({ would: 'train', hint })
    expect(explanationText(explanation, plain)).toContain(hint)

    await repository.commit({ 'docs/use.md': 'So.\n', '.github/ISSUE_TEMPLATE/bug.yml': 'name: Bug\n' })
    expect((await explained()).hint).toMatch(/ and the like do not\.$/)

    await repository.commit({ 'prompt.txt': 'Be kind.\n' })
    expect(await explained()).not.toHaveProperty('hint')
  })

  it('is what an evaluation wrote, where git tracks that, and how to keep it from counting', async () => {
    await repository.commit({
      'modelassay.yml': `${configuration}evaluate: { predictions: ./out/p.csv, metrics: out/m.json }\n`,
      'out/p.csv': 'id,label,prediction\n1,1,1\n',
      'out/m.json': '{"cost": 1}\n',
    })
    await trainedAndAccepted()
    await repository.write({ 'out/p.csv': 'id,label,prediction\n1,1,0\n' })
    const explanation = await explained()
    const hint =
      'Without train.inputs every tracked file counts, out/p.csv too, which an evaluation writes. Take it out of git (git rm --cached out/p.csv, and add it to .gitignore), or name in train.inputs what training reads (train.inputs: [train.py, src/]).'
    expect(explanation).toMatchObject({ would: 'train', hint })
    expect(explanationText(explanation, plain)).toContain(hint)

    await repository.write({ 'out/m.json': '{"cost": 2}\n', 'README.md': 'More.\n' })
    expect((await explained()).hint).toContain('git rm --cached out/m.json out/p.csv')

    await repository.write({ 'prompt.txt': 'Be kind.\n' })
    expect(await explained()).not.toHaveProperty('hint')

    await repository.write({
      'modelassay.yml': `${configuration}  inputs: [out/p.csv]\nevaluate: { predictions: out/p.csv }\n`,
    })
    expect(await explained()).not.toHaveProperty('hint')
  })

  it('is nothing where a model would be taken', async () => {
    const { run } = await trainedAndAccepted()
    await repository.commit({})
    expect(await explained()).toMatchObject({
      would: 'reuse',
      reason: `Nothing has changed since the run at ${run.sha?.slice(0, 7)}: its model would be taken.`,
    })
  })

  it('can be a variable that was chosen, whose value nobody reads', async () => {
    await repository.commit({ 'modelassay.yml': `${configuration}  variables: [OMP_NUM_THREADS]\n` })
    await trainedAndAccepted()
    await repository.commit({})
    const { changed, ingredients } = await explained({ OMP_NUM_THREADS: 'hunter2' })
    expect(changed?.changes).toContainEqual({
      kind: 'variable',
      name: 'OMP_NUM_THREADS',
      before: 'unset',
      after: expect.stringMatching(/^sha256:[0-9a-f]{12}$/),
    })
    expect(JSON.stringify(ingredients)).not.toContain('hunter2')
  })

  it('is a command of which only the secret is another, that no record shows', async () => {
    const config = (secret: string) => ({
      'modelassay.yml': configuration.replace('echo', `true ${secret}; echo`),
    })
    repository.env.SERVICE_API_KEY = 'hunter2-one'
    await repository.commit(config('hunter2-one'))
    const { command } = await trainedAndAccepted()
    expect(command).toMatchObject({
      run: 'true ***; echo 1 > "$MODELASSAY_MODEL_DIR/m"',
      digest: expect.stringMatching(/^sha256:/),
    })
    repository.env.SERVICE_API_KEY = 'hunter2-two'
    await repository.commit(config('hunter2-two'))
    const { record, evidence } = await repository.train()
    expect(record.reason).toMatch(/Trained because command run: "true \*\*\*; echo .*, since the run at/)
    expect(JSON.stringify([record, await evidence('fingerprint.json')])).not.toContain('hunter2')
  })

  it('is told to people without what could move their terminal', async () => {
    await repository.commit({ 'params.yaml': '"\\u001b[31mC": 1\n' })
    await trainedAndAccepted()
    await repository.commit({ 'params.yaml': '"\\u001b[31mC": 2\n' })
    const text = explanationText(await explained(), plain)
    expect(text).toContain('1 → 2')
    expect(text).not.toContain('\u001b')
  })
})

describe('a fingerprint', () => {
  it('does not change with line endings that git converts', async () => {
    const before = (await explained()).ingredients
    repository.git('config', 'core.autocrlf', 'true')
    for (const file of ['requirements.txt', 'params.yaml']) {
      await rm(join(repository.folder, file))
      repository.git('checkout', '--', file)
      expect(await readFile(join(repository.folder, file), 'utf8')).toContain('\r\n')
    }
    const after = (await explained()).ingredients
    expect(after?.fingerprint).toBe(before?.fingerprint)
  })

  it('changes with a file that git was told not to look at', async () => {
    const before = (await explained()).ingredients
    repository.git('update-index', '--assume-unchanged', 'README.md')
    await repository.write({ 'README.md': 'Another model.\n' })
    const after = (await explained()).ingredients
    expect(after?.fingerprint).not.toBe(before?.fingerprint)
    expect(after?.sources.inputs?.['README.md']).toMatch(/^sha256:/)
  })

  it('is the same on another machine as far as the repository decides', async () => {
    const here = (await explained()).ingredients
    const there = (await explained({ PATH: `${join(repository.folder, 'empty')}:${await gitFolder()}` }))
      .ingredients
    expect(there?.sources_digest).toBe(here?.sources_digest)
  })
})

async function gitFolder() {
  return execFileSync('sh', ['-c', 'dirname "$(command -v git)"'], { encoding: 'utf8' }).trim()
}

describe('a fingerprint of named inputs changes with', () => {
  const shipping = (direction: string) => ({
    'modelassay.yml': `name: churn\ntrain: { run: sh t, inputs: [README.md], metrics: m.json, seeds: { values: 2, ship: { best: x, direction: ${direction} } } }\n`,
  })
  const lock = (rev: string) => ({
    'modelassay.yml': 'name: churn\ntrain: { run: dvc repro, dvc: dvc.yaml, inputs: [README.md] }\n',
    'dvc.yaml': 'stages: {}\n',
    'dvc.lock': `schema: '2.0'\ndatasets: [{ name: dogs, rev_lock: ${rev} }]\nstages: {}\n`,
  })
  const fingerprint = async () => {
    const { ingredients } = await explained()
    expect(ingredients).toBeDefined()
    return ingredients!.fingerprint
  }
  const named = { 'modelassay.yml': 'name: churn\ntrain: { run: sh t, inputs: [README.md] }\n' }

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['which way the metric is better that a seed is chosen by', shipping('higher'), shipping('lower')],
    ['a data set that dvc.lock pins', lock('1'), lock('2')],
    ['what git makes of files', named, { '.gitattributes': '*.md text eol=crlf\n' }],
  ])('%s', async (_what, before, after) => {
    await repository.commit(before)
    const first = await fingerprint()
    await repository.commit(after)
    expect(await fingerprint()).not.toBe(first)
  })

  it('an action of the repository that its workflow calls, and one that this calls', async () => {
    const workflow = '.github/workflows/model.yml'
    const calls = (path: string) => `steps: [{ uses: ./${path} }]\n`
    await repository.commit({
      ...named,
      [workflow]: calls('actions/setup'),
      'actions/setup/action.yml': calls('actions/tools'),
      'actions/tools/action.yml': 'runs: { steps: [{ run: ./actions/tools/install.sh }] }\n',
      'actions/tools/install.sh': 'pip install numpy==2.1.0\n',
      'actions/other/action.yml': 'runs: {}\n',
    })
    const before = (await explained({}, workflow)).ingredients
    expect(Object.keys(before?.sources.inputs ?? {})).toEqual([
      'README.md',
      'actions/setup/action.yml',
      'actions/tools/action.yml',
      'actions/tools/install.sh',
    ])
    await repository.commit({ 'actions/tools/install.sh': 'pip install numpy==2.2.0\n' })
    expect((await explained({}, workflow)).ingredients?.fingerprint).not.toBe(before?.fingerprint)
  })

  it('nothing where an action that is called is a pipe: it is not read', { timeout: 20_000 }, async () => {
    const workflow = '.github/workflows/model.yml'
    execFileSync('mkfifo', [join(repository.folder, '.git', 'pipe')])
    await repository.commit({ ...named, [workflow]: 'steps: [{ uses: ./setup }]\n', 'setup/x': '' })
    await symlink('../.git/pipe', join(repository.folder, 'setup', 'action.yml'))
    await repository.commit({})
    expect((await explained({}, workflow)).ingredients).toBeUndefined()
  })

  it('what is called, and what a pipeline depends on, where links lead to the workspace', async () => {
    const workflow = '.github/workflows/model.yml'
    await repository.commit({
      'modelassay.yml': 'name: churn\ntrain: { run: dvc repro, dvc: dvc.yaml, inputs: [README.md] }\n',
      [workflow]: 'steps: [{ uses: ./actions/setup }]\n',
      'actions/setup/action.yml': 'runs: {}\n',
      'dvc.yaml': 'stages: {fit: {cmd: x, deps: [fit.py]}}\n',
      'fit.py': '',
    })
    const link = join(repository.folder, '.git', 'link')
    await symlink(repository.folder, link)
    const here = (await explained({}, workflow)).ingredients
    const there = (await explained({}, workflow, link)).ingredients
    expect(Object.keys(here?.sources.inputs ?? {})).toEqual(
      expect.arrayContaining(['actions/setup/action.yml', 'fit.py']),
    )
    expect(there?.sources_digest).toBe(here?.sources_digest)
  })

  it('what a lockfile leads to that is a link, and whether a file may be executed', async () => {
    await repository.commit({ ...named, 'common/pinned.txt': 'numpy==2.1.0\n' })
    await symlink('common/pinned.txt', join(repository.folder, 'requirements-dev.txt'))
    await repository.commit({})
    const first = await fingerprint()
    await repository.commit({ 'common/pinned.txt': 'numpy==2.2.0\n' })
    const linked = await fingerprint()
    expect(linked).not.toBe(first)
    repository.git('update-index', '--chmod=+x', 'README.md')
    await chmod(join(repository.folder, 'README.md'), 0o755)
    repository.git('commit', '--quiet', '--message=mode')
    expect(await fingerprint()).not.toBe(linked)
  })
})

/** What a training of these inputs is made of. */
async function decides(train: string, more: Readonly<Record<string, string>>) {
  await repository.commit({ 'modelassay.yml': `name: churn\ntrain: { ${train} }\n`, ...more })
  const { sources } = (await explained()).ingredients!
  return { inputs: Object.keys(sources.inputs!), lockfiles: Object.keys(sources.lockfiles).sort() }
}

describe('what other tools run decides, whatever the inputs name', () => {
  it('an MLflow project: its MLproject, the environment that it names, and what that requires', async () => {
    const project = {
      'job/MLproject': 'name: x\npython_env: env/py.yml\nentry_points: {main: {command: python train.py}}\n',
      'job/env/py.yml': 'dependencies: [-r more.in, numpy==2.4.6]\n',
      'job/env/more.in': 'scipy==1.17.1\n',
      'job/train.py': '',
    }
    const train = 'run: "mlflow run ./job -e main -P C=1", inputs: [job/train.py]'
    expect(await decides(train, project)).toEqual({
      inputs: ['job/MLproject', 'job/train.py'],
      lockfiles: ['job/env/more.in', 'job/env/py.yml', 'requirements.txt'],
    })
  })

  it('a project that is broken or points elsewhere is its own file alone', async () => {
    const train = 'run: mlflow run . --env-manager local, inputs: [README.md]'
    const alone = { inputs: ['MLproject', 'README.md'], lockfiles: ['requirements.txt'] }
    expect(await decides(train, { MLproject: '{' })).toEqual(alone)
    expect(await decides(train, { MLproject: 'conda_env: ../../../../../../etc/hosts\n' })).toEqual(alone)
  })

  it('a DVC pipeline: dvc.yaml, dvc.lock, and what its stages depend on as it lies there now', async () => {
    const train = 'run: dvc repro, dvc: dvc.yaml, inputs: [README.md]'
    const pipeline = {
      '.gitignore': '/data/raw/\n/features.csv\n/home/\n',
      'dvc.yaml': `vars: [names.yaml]
stages:
  prepare: {cmd: x, deps: ["\${script}", data/raw/all.csv, lib, s3://bucket/x], outs: [features.csv]}
  fit: {cmd: x, <<: {wdir: fit, deps: [../features.csv, fit.py]}, params: [C, own.json: [depth]], outs: [model]}
`,
      'dvc.lock': 'stages: {}\n',
      'names.yaml': 'script: prepare.py\n',
      'prepare.py': '',
      'lib/read.py': '',
      'data/raw.dvc': 'outs: [{path: raw, md5: a1.dir}]\n',
      'data/raw/all.csv': 'a\n',
      'features.csv': 'a\n',
      'fit/fit.py': '',
      'fit/own.json': '{}',
      'other.py': '',
    }
    expect((await decides(train, pipeline)).inputs).toEqual([
      'README.md',
      'data/raw.dvc',
      'dvc.lock',
      'dvc.yaml',
      'fit/fit.py',
      'fit/own.json',
      'lib/read.py',
      'names.yaml',
      'params.yaml',
      'prepare.py',
    ])
    expect((await decides(train, { 'dvc.yaml': 'stages: 7\n' })).inputs).toEqual([
      'README.md',
      'dvc.lock',
      'dvc.yaml',
    ])
  })
})
