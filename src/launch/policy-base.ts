import type { PolicyBase } from '../config/policy-base.ts'
import { outsideError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'
import type { Runner } from '../runner/runner.ts'

/** The commit whose rules judge: on pull requests and merge groups the one that the change is merged onto. */
export function policyBase({ run, trigger }: Runner, forge: Forge | undefined): PolicyBase | undefined {
  const sha = trigger.baseSha
  if ((run.event !== 'pull_request' && run.event !== 'merge_group') || sha === undefined) return undefined
  if (!forge)
    throw outsideError('policy-unreadable', 'the rules of the base commit cannot be read without a token', {
      hint: 'Leave the input `token` at its default and give the job `contents: read`.',
    })
  return {
    sha,
    read: async (path) => (await forge.contents.file(path, sha))?.toString('utf8'),
    changed: () => forge.contents.changedFiles(sha, run.head_sha ?? run.sha ?? sha),
    ...(run.workflow !== undefined && { workflow: run.workflow }),
  }
}
