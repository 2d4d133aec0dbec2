import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

const files = {
  '.gitignore': 'model/\nmetrics.json\ndata/\nluck\n.modelassay/\n',
  'modelassay.yml': `name: churn
data: { tables: { train: data/train.csv } }
train: { run: sh train.sh, output: model/, metrics: metrics.json }
`,
  // the commit decides all but `LUCK`, which nobody has pinned
  'train.sh': `mkdir -p model; cp data/train.csv model/a.csv; echo "\${LUCK:-1}" > model/b.txt
echo "{\\"accuracy\\": 0.\${LUCK:-1}}" > metrics.json
`,
}

withCommand()
let place: Workplace
let sha: string
beforeEach(async () => {
  place = await workplace({})
  sha = await place.commit(files)
  await place.write({ 'data/train.csv': 'age\n1\n' })
  expect((await place.modelassay(['train'])).code).toBe(0)
})
afterEach(() => place.remove())

test('the same comes of it, of data that no commit holds; and nothing is left of it', async () => {
  await place.commit({ 'README.md': 'Later.\n' })
  const ran = await place.modelassay(['reproduce', 'HEAD~1'])
  expect(ran.code, ran.said).toBe(0)
  expect(ran.stdout).toMatch(
    new RegExp(`^churn at ${sha.slice(0, 7)}, trained again: The model is bit-identical`),
  )
  // where the second record was is gone
  expect(ran.said).not.toContain('Kept in')
  expect(place.git('worktree', 'list').split('\n')).toHaveLength(1)
})

test('a registered version is trained again, by its number or alias', async () => {
  const judging = `evaluate: { metrics: metrics.json }\ngate: { rules: { accuracy: { min: 0.05 } } }\n`
  const at = await place.commit({ 'modelassay.yml': `${files['modelassay.yml']}${judging}` })
  for (const stage of ['train', 'evaluate-gate', 'register-model']) {
    const { code, said } = await place.modelassay([stage])
    expect(code, said).toBe(0)
  }
  await place.commit({ 'README.md': 'Later.\n' })
  for (const version of ['0.1.0', 'v0.1.0']) {
    const ran = await place.modelassay(['reproduce', version])
    expect(ran.code, ran.said).toBe(0)
    expect(ran.stdout).toMatch(
      new RegExp(
        `^churn at (${at.slice(0, 7)}|${sha.slice(0, 7)}), trained again: The model is bit-identical`,
      ),
    )
  }
})

test('something different comes of it, and the first file that differs is named', async () => {
  const ran = await place.modelassay(['reproduce'], { env: { LUCK: '2' } })
  expect(ran.code).toBe(1)
  expect(ran.stdout).toBe(
    `churn at ${sha.slice(0, 7)}, trained again: It is different: accuracy was 0.1, and is 0.2. The models differ first in b.txt.\n`,
  )
  const json = await place.modelassay(['reproduce', '--json'], { env: { LUCK: '2' } })
  expect(JSON.parse(json.stdout)).toMatchObject({
    outcome: 'different',
    commit: sha,
    first_difference: 'b.txt',
  })
})

test('data that are others by now are not taken for those of the training', async () => {
  await place.write({ 'data/train.csv': 'age\n2\n' })
  const ran = await place.modelassay(['reproduce'])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('data/train.csv is in no commit, and is not what that training was made of')
})

test('what is neither a commit nor a record is told so', async () => {
  const ran = await place.modelassay(['reproduce', '--', '--output=x'])
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('--output=x is no commit, no version or alias of churn, and no folder with a')
  expect(ran.stderr).toContain('what is registered: nothing yet.')
  await place.commit({ 'README.md': 'Later.\n' })
  const untrained = await place.modelassay(['reproduce'])
  expect(untrained.code).toBe(2)
  expect(untrained.stderr).toMatch(/no training of churn at \w{7} that made a model is kept here/)
})
