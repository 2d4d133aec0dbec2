import type { Pulls } from '../forge.ts'
import type { Client } from './client.ts'

export function pullsOf(client: Client): Pulls {
  return {
    get: (number) =>
      client.ask({ to: `read the pull request #${number}`, needs: 'pull-requests: read' }, async () => {
        const { data } = await client.rest.pulls.get({ ...client.at, pull_number: number })
        return { number, state: data.state, merged: data.merged, headSha: data.head.sha }
      }),
  }
}
