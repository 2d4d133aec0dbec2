import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Project } from '../../src/config/project.ts'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { contractSchema } from '../../src/contract/schema/contract.ts'
import { deploymentWork } from '../../src/deploy-model/serving.ts'
import { parseSmoke } from '../../src/deploy-model/smoke.ts'
import { evaluationCommands } from '../../src/evaluate-gate/evaluation-work.ts'
import { type JsonSchema, keyPaths, keyTable } from '../../src/launch/reference/key-table.ts'
import { documentSchema, referencePage } from '../../src/launch/reference/page.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { WorkItem } from '../../src/stage/work.ts'
import { planTraining } from '../../src/train/plan.ts'
import type { Trust } from '../../src/trust/trust.ts'
import { memoryRunner } from '../ports/memory-runner.ts'

const [configuration, contract] = await Promise.all([
  referencePage('configuration'),
  referencePage('contract'),
])

const snippets = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  )

const missing = (page: string, paths: readonly string[]) =>
  paths.filter((path) => !page.includes(`| \`${path}\` |`))

describe('the reference of modelassay.yml', () => {
  it('has every key; those of an evaluation once', () => {
    const paths = keyPaths(documentSchema(configSchema)).filter((path) => !path.startsWith('evaluations.'))
    expect(paths).toContain('gate.rules.<metric>.max_worsening')
    const headed = paths.filter((path) => configuration.includes(`\n## ${path}\n`))
    expect(missing(configuration, paths).filter((path) => !headed.includes(path))).toEqual([])
  })

  it('shows what the schema takes', () => {
    const shown = snippets(configuration, 'yaml').map((text) => parse(text) as unknown)
    expect(shown.length).toBeGreaterThan(9)
    for (const value of shown)
      expect(configSchema.safeParse({ name: 'churn', ...(value as object) }).error).toBeUndefined()
  })

  it('has every variable that a command is told', async () => {
    const told = (items: readonly WorkItem[]) =>
      items.flatMap((item) => (item.kind === 'command' ? Object.keys(item.env) : []))
    const variables = [
      ...told(await trainingWork()),
      ...told(evaluationCommands(project, '/model')),
      ...told(deployment()),
    ]
    expect(variables).toEqual(
      expect.arrayContaining(['MODELASSAY_SEED', 'MODELASSAY_EVALUATION', 'MODELASSAY_VERSION']),
    )
    expect(missing(configuration, [...new Set(variables)])).toEqual([])
  })

  it('shows smoke requests that can be read', () => {
    const shown = snippets(configuration, 'json').filter((text) => text.includes('"request"'))
    expect(shown.map((text) => parseSmoke(text, 'smoke.jsonl').length)).toEqual([2])
  })
})

describe('the reference of contracts', () => {
  it('has every key that is not told by those below it', () => {
    const paths = keyPaths(documentSchema(contractSchema))
    expect(paths).toContain('fields[].constraints.pattern')
    const isAbove = (path: string) => paths.some((other) => other.startsWith(`${path}.`))
    expect(missing(contract, paths).filter((path) => !isAbove(path))).toEqual([])
  })

  it('shows one that the schema takes', () => {
    const [shown = ''] = snippets(contract, 'yaml')
    expect(contractSchema.safeParse(parse(shown)).error).toBeUndefined()
  })
})

describe('a table of keys', () => {
  const document = documentSchema(
    z.strictObject({
      train: z.strictObject({
        run: z.string().describe('Command that trains.'),
        seconds: z.number().positive().default(60).describe('Seconds | at most.'),
        output: z.string().optional().describe('Where it goes. Default: a *temporary* folder.'),
      }),
    }),
  )

  it('says type, default and meaning, and what is required', () => {
    expect(keyTable(document, ['train'])).toBe(
      [
        '| key | type | default | meaning |',
        '| --- | --- | --- | --- |',
        '| `train.run` | text | **required** | Command that trains. |',
        '| `train.seconds` | number > 0 | `60` | Seconds \\| at most. |',
        '| `train.output` | text | a *temporary* folder | Where it goes. |',
      ].join('\n'),
    )
  })

  it('is not made for a key that nobody described', () => {
    const silent: JsonSchema = { properties: { train: { properties: { run: { type: 'string' } } } } }
    expect(() => keyTable(silent, ['train'])).toThrow('train.run has no description')
    expect(() => keyTable(document, ['drift'])).toThrow('no key drift')
  })
})

const config: Config = configSchema.parse({
  name: 'churn',
  train: { run: 'train' },
  evaluate: { run: 'predict', predictions: 'predictions.csv' },
  deploy: { production: { target: 'command', up: 'up', down: 'down', health: 'http://127.0.0.1/health' } },
})
const project: Project = {
  root: '/nowhere',
  config,
  policy: { digest: sha256(''), protected: true, notes: [] },
  lines: {},
  contracts: {},
}

async function trainingWork(): Promise<readonly WorkItem[]> {
  const without = { ...project, config: { ...config, train: { ...config.train, skip_unchanged: false } } }
  const trust = { ofThisRun: async () => undefined } as unknown as Trust
  const ports = { runner: await memoryRunner(), forge: undefined, trust }
  const plan = await planTraining({ project: without, own: {} }, ports)
  return 'work' in plan ? plan.work : []
}

const deployment = () =>
  deploymentWork(
    {
      name: 'churn',
      environment: 'production',
      root: '/nowhere',
      target: config.deploy.production!,
      versions: [],
    },
    {
      candidate: { version: '1.1.0', modelFolder: '/new' },
      running: { version: '1.0.0', modelFolder: '/old' },
    },
  )
