/** Payloads as GitHub sends them, cut down to one of each kind of field that they are full of. */

const owner = { login: 'assay', id: 7, type: 'Organization' }

export const repository = {
  id: 905_433_111,
  node_id: 'R_kgDONfc',
  name: 'penguins',
  full_name: 'assay/penguins',
  private: true,
  owner,
  fork: false,
  default_branch: 'main',
  visibility: 'private',
}
const sender = { login: 'ada', id: 8, type: 'User' }
const common = { repository, organization: owner, sender }

const side = (ref: string, sha: string, repo: object | null) => ({
  label: `assay:${ref}`,
  ref,
  sha,
  user: owner,
  repo,
})

export const pullRequest = (head: string, base: string, headRepository: object | null = repository) => ({
  action: 'synchronize',
  number: 12,
  pull_request: {
    id: 1,
    number: 12,
    state: 'open',
    title: '`rm -rf` | $(x) ::error::',
    body: null,
    draft: false,
    merge_commit_sha: '1'.repeat(40),
    head: side('change', head, headRepository),
    base: side('main', base, repository),
  },
  before: '2'.repeat(40),
  after: head,
  ...common,
})

export const push = (before: string, after: string) => ({
  ref: 'refs/heads/main',
  before,
  after,
  created: false,
  deleted: false,
  forced: true,
  base_ref: null,
  compare: 'https://github.com/assay/penguins/compare/a...b',
  commits: [],
  head_commit: { id: after, message: 'm' },
  pusher: { name: 'ada' },
  ...common,
})

export const mergeGroup = (head: string, base: string) => ({
  action: 'checks_requested',
  merge_group: {
    head_sha: head,
    head_ref: `refs/heads/gh-readonly-queue/main/pr-12-${base}`,
    base_sha: base,
    base_ref: 'refs/heads/main',
    head_commit: { id: head },
  },
  ...common,
})

/** GitHub has left `repository` out of these */
export const schedule = { schedule: '0 5 * * 1', workflow: '.github/workflows/drift.yml' }

export const workflowDispatch = {
  inputs: { reason: 'drift' },
  ref: 'refs/heads/main',
  workflow: '.github/workflows/model.yml',
  ...common,
}

export const repositoryDispatch = {
  action: 'retrain',
  branch: 'main',
  client_payload: { reason: 'new data' },
  ...common,
}

export const workflowRun = (headSha: string, pulls: readonly object[]) => ({
  action: 'completed',
  workflow_run: {
    id: 99,
    name: 'model',
    event: 'pull_request',
    status: 'completed',
    conclusion: 'success',
    head_branch: 'change',
    head_sha: headSha,
    path: '.github/workflows/model.yml',
    pull_requests: pulls,
    repository,
    head_repository: repository,
  },
  workflow: { id: 3, path: '.github/workflows/comment.yml' },
  ...common,
})

export const minimalPull = (head: string, base: string) => {
  const repo = { id: repository.id, url: 'https://api.github.com/repos/assay/penguins', name: 'penguins' }
  return {
    id: 1,
    number: 12,
    url: 'https://api.github.com/repos/assay/penguins/pulls/12',
    head: { ref: 'change', sha: head, repo },
    base: { ref: 'main', sha: base, repo },
  }
}
