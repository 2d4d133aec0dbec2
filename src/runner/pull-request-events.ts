/** Events of a pull request that run on its test merge, with the workflow that it brings. */
export const testMergeEvents: readonly string[] = [
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
]

/** Runs on the branch that is merged into; only what is checked out besides is of the pull request. */
export const targetEvent = 'pull_request_target'

/** Events by which a run is about a pull request. */
export const pullRequestEvents: readonly string[] = [...testMergeEvents, targetEvent]
