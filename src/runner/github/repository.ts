import { type Environment, given } from './environment.ts'
import { workflowPath } from './run.ts'

/** Where this run's repository is on GitHub: what the forge needs beside a token. */
export interface RepositoryOnGitHub {
  readonly apiUrl: string
  readonly serverUrl: string
  readonly repository: { readonly owner: string; readonly name: string; readonly id?: string }
  readonly workflow?: string
}

/** @throws AssayError outside `not-on-github` */
export function repositoryOnGitHub(env: Environment): RepositoryOnGitHub {
  const [owner = '', name = ''] = given(env, 'GITHUB_REPOSITORY').split('/')
  const workflow = workflowPath(env)
  return {
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    repository: { owner, name, ...(env.GITHUB_REPOSITORY_ID ? { id: env.GITHUB_REPOSITORY_ID } : {}) },
    ...(workflow === undefined ? {} : { workflow }),
  }
}
