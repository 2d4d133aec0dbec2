import { describe, expect, it } from 'vitest'
import { policyBase } from '../../src/launch/policy-base.ts'
import type { Runner } from '../../src/runner/runner.ts'

const [base, head, merge] = ['b', 'a', 'c'].map((digit) => digit.repeat(40)) as [string, string, string]
const pullRequest = { number: 9, headSha: head, baseRef: 'main', baseSha: base, fork: false }
const forge = {
  contents: {
    file: async (path: string, sha: string) => Buffer.from(`${path} at ${sha}`),
    changedFiles: async (from: string, to: string) => [`from ${from} to ${to}`],
  },
} as never

const ofRun = (event: string, run: Partial<Runner['run']> = {}, trigger: Partial<Runner['trigger']> = {}) =>
  policyBase(
    {
      run: { id: '1', attempt: 1, event, sha: merge, ...run },
      trigger: { event, defaultBranch: 'main', baseSha: base, ...trigger },
    },
    forge,
  )

describe('the rules of the base judge', () => {
  it.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])('on %s', async (event) => {
    const found = ofRun(event, { head_sha: head, pull_request: 9 }, { pullRequest })
    expect(found?.sha).toBe(base)
    expect(await found?.read('modelassay.yml')).toBe(`modelassay.yml at ${base}`)
    expect(await found?.changed()).toEqual([`from ${base} to ${head}`])
  })

  it('on pull_request_target with the head checked out, in merge groups, and after a run of a pull request', () => {
    const target = { sha: head, head_sha: head, pull_request: 9 }
    expect(ofRun('pull_request_target', target, { pullRequest })?.sha).toBe(base)
    expect(ofRun('merge_group')?.sha).toBe(base)
    expect(ofRun('workflow_run', target, { pullRequest })?.sha).toBe(base)
  })

  it.each(['push', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'workflow_run', 'issue_comment'])(
    'not on %s of the branch',
    (event) => {
      expect(ofRun(event, {}, { branch: 'main' })).toBeUndefined()
    },
  )
})

it.each(['pull_request_target', 'workflow_run'])(
  'on %s the tree of the base is not judged as a change',
  (event) => {
    const onBase = { sha: base, head_sha: head, pull_request: 9 }
    expect(() => ofRun(event, onBase, { pullRequest })).toThrow(
      expect.objectContaining({ code: 'change-not-checked-out', kind: 'configuration' }),
    )
  },
)
