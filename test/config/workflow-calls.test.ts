import { describe, expect, it } from 'vitest'
import { isCalled, workflowCalls } from '../../src/config/workflow-calls.ts'

const calls = async (files: Readonly<Record<string, string>>) =>
  [...(await workflowCalls('w.yml', async (path) => files[path]))].sort()

describe('what a workflow calls in its repository', () => {
  it('is what its actions and workflows call in turn, in a loop too', async () => {
    const files = {
      'w.yml': 'jobs: { a: { uses: ./.github/workflows/b.yml } }',
      '.github/workflows/b.yml': '- uses: "./actions/one/"\n- uses: actions/checkout@v4\n',
      'actions/one/action.yaml': "- 'uses': './actions/../actions/two' # twice\n- uses: ./actions/two\n",
      'actions/two/action.yml': '- uses: ./actions/one\n- uses: ./../outside\n- uses: ./absent\n',
    }
    expect(await calls(files)).toEqual([
      '.github/workflows/b.yml',
      'absent',
      'actions/one',
      'actions/two',
      'w.yml',
    ])
  })

  it('is found as deep as GitHub lets actions be nested', async () => {
    const nested = Array.from({ length: 10 }, (_, i) => [`a${i}/action.yml`, `- uses: ./a${i + 1}`])
    expect(await calls({ 'w.yml': '- uses: ./a0', ...Object.fromEntries(nested) })).toContain('a10')
  })

  it('counts with all files of an action’s folder, and of the top with the action alone', () => {
    const called = new Set(['w.yml', 'actions/one', ''])
    const files = ['w.yml', 'actions/one/lib/x.sh', 'actions/ones/x.sh', 'action.yml', 'train.py']
    expect(files.filter((file) => isCalled(file, called))).toEqual([
      'w.yml',
      'actions/one/lib/x.sh',
      'action.yml',
    ])
  })
})
