import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { StageName } from '../../src/record/stage-name.ts'
import { withCommand, workplace } from '../cli/command.ts'
import { stagesHere } from '../cli/stages-here.ts'

/** The first accepted commit is judged again once its model is registered. */

withCommand()

const files = {
  'modelassay.yml': `name: churn
data: { tables: { train: data/train.csv } }
train: { run: node train.mjs, output: model/ }
evaluate: { run: node predict.mjs, predictions: predictions.csv, task: binary }
gate: { baselines: [base], rules: { accuracy: { min: 0.5, max_worsening: 0.01 } } }
`,
  'data/train.csv': 'id,age,churned\n1,1,0\n',
  'train.mjs': `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('model', { recursive: true })
writeFileSync('model/threshold', '20')
`,
  'predict.mjs': `import { writeFileSync } from 'node:fs'
const rows = Array.from({ length: 40 }, (_, i) => \`\${i},\${i >= 20 ? 1 : 0},\${i >= 20 ? 1 : 0}\`)
writeFileSync('predictions.csv', \`id,label,prediction\\n\${rows.join('\\n')}\\n\`)
`,
  '.gitignore': 'model/\npredictions.csv\n',
}

test('it passes as it did before, and what follows is compared with it; its commit written anew is not it', async () => {
  const place = stagesHere(await workplace(files))
  try {
    const passed = async (...stages: StageName[]) => {
      const { code, said } = await place.all(...stages)
      expect(code, said).toBe(0)
    }
    const gate = async () => (await place.json(['evaluate-gate'])).record as EvaluateGateRecord
    await passed('train', 'evaluate-gate', 'register-model')
    await passed('train')
    expect(await gate()).toMatchObject({ verdict: 'no-baseline', passes: true })

    await place.commit({ 'README.md': 'a model' })
    await passed('train')
    expect(await gate()).toMatchObject({ verdict: 'pass', baselines: [{ name: 'base', outcome: 'found' }] })

    const git = (...args: string[]) => execFileSync('git', args, { cwd: place.folder, stdio: 'pipe' })
    git('reset', '-q', '--hard', 'HEAD^')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '--amend', '-m', 'anew')
    await passed('train')
    const { ran, record } = await place.json(['evaluate-gate'])
    expect(record).toMatchObject({ verdict: 'not-comparable' })
    expect(ran.said).toContain('--baselines')
    expect((await place.modelassay(['evaluate-gate', '--baselines', 'version:0.1.0'])).code).toBe(0)
  } finally {
    await place.remove()
  }
})
