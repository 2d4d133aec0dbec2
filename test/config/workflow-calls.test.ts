import { describe, expect, it } from 'vitest'
import { whetherCalled, workflowCalls } from '../../src/config/workflow-calls.ts'

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

  it('is found however YAML lets it be written', async () => {
    const ways = [
      '- uses: "./with a space"',
      '- uses: ./a,b',
      '- { "us\\x65s": "\\x2e/escaped" }',
      '- uses: &named ./anchored',
      '- uses: >-\n    ./folded',
      '- ? uses\n  : !!str ./tagged',
      '- run: ./alias\n  env: { A: &one ./aliased }\n- uses: *one',
      '- uses: ".\\\\of\\\\windows"',
      '- uses: ./x.yml',
    ]
    const files = { 'x.yml/action.yml': '- uses: ./by/x' }
    expect(await calls({ 'w.yml': ways.join('\n'), ...files })).toEqual(
      expect.arrayContaining([
        'with a space',
        'a,b',
        'escaped',
        'anchored',
        'folded',
        'tagged',
        'aliased',
        'of/windows',
        'x.yml',
        'by/x',
      ]),
    )
    expect(await calls({ 'w.yml': '- uses: ./a/..\n', 'action.yml': '- uses: ./b' })).toEqual([
      '',
      'b',
      'w.yml',
    ])
  })

  it('is found in what is no YAML, and in no time in what was made to take long', async () => {
    expect(await calls({ 'w.yml': '"\n- uses: ./one' })).toContain('one')
    expect(await calls({ 'w.yml': `${'['.repeat(500_000)}\n"uses": ./one` })).toContain('one')
    expect(await calls({ 'w.yml': `${'['.repeat(100_000)}\n"uses": ./one` })).toContain('one')
    const bomb = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)
    expect(await calls({ 'w.yml': `a0: &a0 { uses: ./one }\n${bomb.join('\n')}\n` })).toContain('one')
  })

  it('is found as deep as GitHub lets actions be nested', async () => {
    const nested = Array.from({ length: 10 }, (_, i) => [`a${i}/action.yml`, `- uses: ./a${i + 1}`])
    expect(await calls({ 'w.yml': '- uses: ./a0', ...Object.fromEntries(nested) })).toContain('a10')
  })

  it('counts with all files of an action’s folder, and of the top with the action alone', () => {
    const called = new Set(['w.yml', 'actions/one', ''])
    const files = ['w.yml', 'actions/one/lib/x.sh', 'actions/ones/x.sh', 'action.yml', 'train.py']
    expect(files.filter(whetherCalled(called))).toEqual(['w.yml', 'actions/one/lib/x.sh', 'action.yml'])
  })

  it('counts with the link that leads to an action, where its folder lies behind one', () => {
    expect(['shared', 'shar'].filter(whetherCalled(new Set(['shared/setup'])))).toEqual(['shared'])
  })
})
