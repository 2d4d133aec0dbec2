import { refuse } from './answer.ts'

/** Scopes as a workflow file spells them. */
export type Scope =
  | 'actions'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'pull-requests'
  | 'statuses'
  | 'administration'

export type Permissions = Readonly<Partial<Record<Scope, 'read' | 'write'>>>

export interface Token {
  readonly value: string
  readonly login: string
  /** `workflow` is the job's own token, an app installation; `user` is somebody's personal token */
  readonly kind: 'workflow' | 'user'
  readonly permissions: Permissions
}

/**
 * What an endpoint asks for, as the header `x-accepted-github-permissions` writes it: alternatives by `;`,
 * what is needed together by `,`. `metadata=read` is what every token has.
 */
export type Needs = string

function holds(permissions: Permissions, need: string): boolean {
  const [scope = '', level] = need.trim().split('=')
  if (scope === 'metadata') return true
  const held = permissions[scope.replaceAll('_', '-') as Scope]
  return held === 'write' || (held === 'read' && level === 'read')
}

export function allows(permissions: Permissions, needs: Needs): boolean {
  return needs.split(';').some((together) => together.split(',').every((need) => holds(permissions, need)))
}

/** @throws Refusal 403 in GitHub's words when the token lacks what the endpoint needs */
export function demand(token: Token, needs: Needs): void {
  if (allows(token.permissions, needs)) return
  const who =
    token.kind === 'workflow'
      ? 'Resource not accessible by integration'
      : 'Resource not accessible by personal access token'
  throw refuse(403, who, { 'x-accepted-github-permissions': needs })
}
