import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dvcPipeline } from '../../src/data-versions/dvc-pipeline.ts'
import { dvcEnvironment, dvcPython } from './dvc-repository.ts'

let root: string
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'dvc-')))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function pathsOf(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  const { metrics, plots } = await dvcPipeline(join(root, 'dvc.yaml'), 'dvc.yaml')
  const named = (paths: readonly string[]) => paths.map((path) => relative(root, path)).sort()
  return { metrics: named(metrics), plots: named(plots) }
}

const templates = {
  'params.yaml': 'dir: out\nmodel: {name: tree, depths: [3, 5], fast: true}\n',
  'more.json': '{"cities": ["rome", "oslo"], "other": {"x": 1}, "unused": {"dir": "no"}}',
  'more.toml': '[report]\nfile = "r"\n',
  'sub/own.yaml': 'label: mine\n',
  'dvc.yaml': `vars:
- more.json:cities,other
- more.toml
- {model: {kind: forest}}
stages:
  plain:
    cmd: x
    metrics: ["\${dir}/\${ model.kind }-\${model.depths[1]}-\${model.fast}.json", "\${report.file}.json"]
    plots: [{"\${dir}/plot.json": {x: step}}]
  own:
    cmd: x
    wdir: sub
    vars: [own.yaml, {n: 1}]
    metrics: ["\${label}\${n}.json"]
  list:
    foreach: \${cities}
    do: {cmd: x, metrics: ["\${dir}/\${item}.json"]}
  map:
    foreach: {a: {to: 1}, b: {to: 2}}
    do: {cmd: x, metrics: ["\${key}/\${item.to}.json"]}
  matrix:
    matrix: {depth: "\${model.depths}", kind: [x, y]}
    cmd: x
    plots: ["\${item.kind}\${item.depth}.csv"]
`,
}

it.skipIf(!dvcPython)(
  'names the files that DVC itself does: vars, params, foreach, matrix',
  async () => {
    const found = await pathsOf(templates)
    const environment = dvcEnvironment(root)
    execFileSync(dvcPython!, ['-m', 'dvc', 'init', '-q', '--no-scm'], { cwd: root, env: environment })
    const script = `import json
from dvc.repo import Repo
outs = list(Repo(".").index.outs)
name = lambda kind: sorted({o.fs_path for o in outs if getattr(o, kind)})
print(json.dumps({"metrics": name("metric"), "plots": name("plot")}))`
    const told = execFileSync(dvcPython!, ['-c', script], { cwd: root, env: environment, encoding: 'utf8' })
    const { metrics, plots }: { metrics: string[]; plots: string[] } = JSON.parse(told)
    const named = (paths: readonly string[]) => paths.map((path) => relative(root, path)).sort()
    expect(found).toEqual({ metrics: named(metrics), plots: named(plots) })
    expect(found.metrics).toContain('out/forest-5-true.json')
  },
  120_000,
)

it('leaves out what nothing fills in, and takes hostile templates for texts', async () => {
  const found = await pathsOf({
    'params.yaml': '[broken',
    'dvc.yaml': `vars: [gone.yaml, ../../../../../../etc/hosts, 7]
stages:
  a: {cmd: x, metrics: ["\${nothing}.json", "\${constructor}.json", "\${\${a}}.json", kept.json, "\\\\\${a}.json"]}
  b: {cmd: x, wdir: "\${nothing}", metrics: [lost.json]}
  c: {foreach: "\${nothing}", do: {cmd: x, metrics: [none.json]}}
`,
  })
  expect(found).toEqual({ metrics: ['${a}.json', 'kept.json'], plots: [] })
})

const many = (length: number) => JSON.stringify(Array.from({ length }, (_, i) => i))

it.each([
  [
    'a matrix',
    `stages: {a: {matrix: {x: ${many(100)}, y: ${many(101)}}, cmd: x}}`,
    'more than 10,000 stages',
  ],
  ['foreach', `stages: {a: {foreach: ${many(10_001)}, do: {cmd: x}}}`, 'more than 10,000 stages'],
  ['vars', `vars: [${'{a: 1},'.repeat(101)}]`, '101 entries, and at most 100'],
  [
    'vars of a stage',
    `stages: {a: {cmd: x, vars: [${'{a: 1},'.repeat(101)}]}}`,
    '101 entries, and at most 100',
  ],
])('%s too long to be followed is told: what is left out would not count', async (_what, text, said) => {
  await expect(pathsOf({ 'dvc.yaml': text })).rejects.toMatchObject({
    code: 'dvc-unreadable',
    place: { file: 'dvc.yaml' },
    message: expect.stringContaining(said),
  })
})

it('a pipeline of as many stages and vars as are read is followed to the last', async () => {
  const found = await pathsOf({
    'dvc.yaml': `vars: [${'{a: 1},'.repeat(99)} {dir: out}]
stages: {a: {foreach: ${many(10_000)}, do: {cmd: x, metrics: ["\${dir}/\${item}.json"]}}}\n`,
  })
  expect(found.metrics).toHaveLength(10_000)
  expect(found.metrics).toContain('out/9999.json')
})

it('is told which stage is not as DVC writes it', async () => {
  await expect(pathsOf({ 'dvc.yaml': 'stages: {a: {metrics: 7}}\n' })).rejects.toThrow(
    /dvc\.yaml cannot be read.*stages\.a\.metrics is not as DVC writes it/,
  )
})

it.each([
  ['vars', { 'dvc.yaml': 'vars:\n- &v {a: *v}\n- &w {a: *w}\n' }, 'dvc.yaml'],
  ['a list of foreach', { 'dvc.yaml': 'stages: {a: {foreach: &l [*l], do: {cmd: x}}}\n' }, 'dvc.yaml'],
  ['params.yaml', { 'dvc.yaml': 'vars: [{m: {}}]\n', 'params.yaml': 'm: &m {m: *m}\n' }, 'params.yaml'],
  [
    'params.yaml of brackets alone',
    { 'dvc.yaml': 'vars: [{m: {}}]\n', 'params.yaml': '['.repeat(200_000) },
    'params.yaml',
  ],
  [
    'dvc.lock',
    { 'dvc.yaml': '', 'dvc.lock': `stages: ${'{a: '.repeat(101)}1${'}'.repeat(101)}\n` },
    'dvc.lock',
  ],
])(
  '%s that holds itself, or nests too deep, is told, with how deep it may nest',
  async (_what, files, named) => {
    await expect(pathsOf(files)).rejects.toMatchObject({
      code: 'dvc-unreadable',
      place: { file: named },
      message: expect.stringMatching(/nests? deeper than 100 levels/),
    })
  },
)

it('values that templates see are read up to 4 MiB', async () => {
  await expect(
    pathsOf({ 'dvc.yaml': 'vars: [big.yaml]\n', 'big.yaml': `a: ${'x'.repeat(2 ** 22)}\n` }),
  ).rejects.toThrow(/^big\.yaml, whose values dvc\.yaml fills in, has more than 4,194,304 characters/)
})
