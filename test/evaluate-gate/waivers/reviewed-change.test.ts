import { describe, expect, it } from 'vitest'
import { reviewedChange } from '../../../src/evaluate-gate/waivers/reviewed-change.ts'
import type { PullRequest } from '../../../src/forge/pulls.ts'
import type { Runner } from '../../../src/runner/runner.ts'

const head = 'a'.repeat(40)
const merge = 'c'.repeat(40)
const pull = (given: Partial<PullRequest> = {}): PullRequest => ({
  number: 7,
  state: 'open',
  merged: false,
  headSha: head,
  baseRef: 'main',
  author: 'ada',
  mergeSha: merge,
  ...given,
})

const found = (
  run: Partial<Runner['run']>,
  trigger: Partial<Runner['trigger']>,
  ofCommit: readonly PullRequest[] = [],
) =>
  reviewedChange(
    {
      run: { id: '1', attempt: 1, event: 'push', sha: merge, ...run },
      trigger: { event: 'push', defaultBranch: 'main', ...trigger },
    },
    { get: async (number) => pull({ number }), ofCommit: async () => ofCommit },
  )

const pullRequest = { number: 9, headSha: 'b'.repeat(40), baseRef: 'main', baseSha: '', fork: false }

describe('the pull request whose reviews count', () => {
  it.each(['pull_request', 'pull_request_review', 'pull_request_target'])(
    'is the one of %s, at the commit that is judged',
    async (event) => {
      expect(await found({ event }, { pullRequest })).toEqual({
        number: 9,
        headSha: 'b'.repeat(40),
        author: 'ada',
      })
    },
  )

  it('is the one in the merge queue', async () => {
    const ref = `refs/heads/gh-readonly-queue/release/1.x/pr-12-${head}`
    expect(await found({ event: 'merge_group', ref }, {})).toMatchObject({ number: 12, headSha: head })
  })

  it('is the one that became the pushed commit of the default branch', async () => {
    const merged = pull({ merged: true, state: 'closed' })
    expect(await found({}, { branch: 'main' }, [pull({ number: 1 }), merged])).toEqual(merged)
  })

  const merged = pull({ merged: true, state: 'closed' })
  it.each([
    ['a branch beside the default one', {}, { branch: 'feature' }, [merged]],
    ['a commit that only lies in it', {}, { branch: 'main' }, [pull({ merged: true, mergeSha: head })]],
    ['a pull request that is still open', {}, { branch: 'main' }, [pull()]],
    ['one that was merged elsewhere', {}, { branch: 'main' }, [pull({ merged: true, baseRef: 'feature' })]],
    ['a scheduled training', { event: 'schedule' }, { branch: 'main' }, [merged]],
    ['a dispatched one', { event: 'workflow_dispatch' }, { branch: 'main' }, [merged]],
    ['a workflow_run of a pull request', { event: 'workflow_run' }, { pullRequest }, []],
    ['an event that names no pull request', { event: 'pull_request' }, {}, [merged]],
    [
      'a commit that is not known',
      { sha: undefined as never },
      { branch: 'main' },
      [{ ...merged, mergeSha: undefined as never }],
    ],
    [
      'a folder in the queue',
      { event: 'merge_group', ref: `refs/heads/gh-readonly-queue/main/pr-12-${head}/x` },
      {},
      [],
    ],
    [
      'a queue in a folder',
      { event: 'merge_group', ref: `x/refs/heads/gh-readonly-queue/main/pr-12-${head}` },
      {},
      [],
    ],
    ['a queue of another name', { event: 'merge_group', ref: 'refs/heads/pr-12-abc' }, {}, []],
  ])('is none for %s', async (_what, run, trigger, ofCommit) => {
    expect(await found(run, trigger, ofCommit)).toBeUndefined()
  })
})
