import { nodeId, timestamp, type World } from './world.ts'

const userPaths = [
  ['followers_url', 'followers'],
  ['following_url', 'following{/other_user}'],
  ['gists_url', 'gists{/gist_id}'],
  ['starred_url', 'starred{/owner}{/repo}'],
  ['subscriptions_url', 'subscriptions'],
  ['organizations_url', 'orgs'],
  ['repos_url', 'repos'],
  ['events_url', 'events{/privacy}'],
  ['received_events_url', 'received_events'],
] as const

/** A `simple-user`; logins that were not seen before become users. */
export function userJson(world: World, login: string): object {
  const known = world.state.users.get(login)
  const user = known ?? { id: world.state.id(), login, type: 'User' as const }
  if (!known) world.state.users.set(login, user)
  const url = `${world.url}/users/${encodeURIComponent(login)}`
  return {
    login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    ...Object.fromEntries(userPaths.map(([key, path]) => [key, `${url}/${path}`])),
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

const actionsApp = 15_368

/** The app that the workflow's token belongs to. */
export function actionsAppJson(world: World): object {
  const since = timestamp(new Date(Date.UTC(2018, 6, 30)))
  return {
    id: actionsApp,
    client_id: 'Iv1.05c79e9ad1f6bdfa',
    slug: 'github-actions',
    node_id: nodeId('App', actionsApp),
    owner: userJson(world, 'github'),
    name: 'GitHub Actions',
    description: 'Automate your workflow from idea to production',
    external_url: 'https://help.github.com/en/actions',
    html_url: 'https://github.com/apps/github-actions',
    created_at: since,
    updated_at: since,
    permissions: { actions: 'write', checks: 'write', contents: 'write', metadata: 'read' },
    events: ['check_run', 'check_suite', 'workflow_dispatch', 'workflow_run'],
  }
}

/** Owners outweigh everyone; apps and strangers are nobody. */
export const associationOf = (world: World, login: string): string =>
  login === world.owner ? 'OWNER' : login.endsWith('[bot]') ? 'NONE' : 'CONTRIBUTOR'
