import { ok } from './answer.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { userJson } from './people.ts'
import { nodeId, timestamp, type World } from './world.ts'

const urlTemplates = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
}

/** A fork has an id of its own, derived from its owner so that it is the same wherever it shows. */
export function repositoryId(world: World, owner: string): number {
  if (owner === world.owner) return world.repositoryId
  let hash = 0
  for (const char of owner) hash = (hash * 31 + char.charCodeAt(0)) % 90_001
  return world.repositoryId + 1 + hash
}

/** The repository, or the fork of it that belongs to `owner`; fits `minimal-repository` and `repository`. */
export function repositoryJson(world: World, owner: string = world.owner): object {
  const id = repositoryId(world, owner)
  const fullName = `${owner}/${world.repo}`
  const url = `${world.url}/repos/${fullName}`
  const html = `https://github.com/${fullName}`
  const since = timestamp(new Date(Date.UTC(2026, 0, 1)))
  const openIssues = [...world.state.issues.values()].filter(({ state }) => state === 'open').length
  return {
    id,
    node_id: nodeId('Repository', id),
    name: world.repo,
    full_name: fullName,
    owner: userJson(world, owner),
    private: world.isPrivate,
    html_url: html,
    description: null,
    fork: owner !== world.owner,
    url,
    ...Object.fromEntries(Object.entries(urlTemplates).map(([key, path]) => [key, `${url}/${path}`])),
    git_url: `git://github.com/${fullName}.git`,
    ssh_url: `git@github.com:${fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 0,
    open_issues: openIssues,
    open_issues_count: openIssues,
    default_branch: world.defaultBranch,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: world.isPrivate ? 'private' : 'public',
    pushed_at: since,
    created_at: since,
    updated_at: since,
  }
}

export const repositoryEndpoints: readonly Endpoint[] = [
  endpoint('GET', '', 'metadata=read', ({ world }) =>
    ok({ ...repositoryJson(world), subscribers_count: 0, network_count: 0 }),
  ),
]
