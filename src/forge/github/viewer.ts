import type { Client } from './client.ts'

/** The login that the token writes as. */
export type Viewer = () => Promise<string>

/** Asked once; a failure is not remembered. REST would refuse the token of a job here. */
export function viewerOf(client: Client): Viewer {
  let login: Promise<string> | undefined
  const ask = () =>
    client.ask({ to: 'say whose token this is', needs: 'metadata: read' }, async () => {
      const answer = await client.graphql<{ viewer: { login: string } }>('{ viewer { login } }')
      return answer.viewer.login
    })
  return () => {
    login ??= ask().catch((error) => {
      login = undefined
      throw error
    })
    return login
  }
}
