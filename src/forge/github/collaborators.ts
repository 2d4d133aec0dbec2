import type { Collaborators } from '../collaborators.ts'
import type { Client } from './client.ts'
import { hasStatus } from './failure.ts'

const permissions = ['admin', 'write', 'read'] as const

/** GitHub tells `maintain` as write and `triage` as read here; what it may tell besides counts as nothing. */
export function collaboratorsOf(client: Client): Collaborators {
  return {
    permission: (login) =>
      client.ask({ to: `read what ${login} may do`, needs: 'metadata: read' }, async () => {
        const asked = client.rest.repos.getCollaboratorPermissionLevel({ ...client.at, username: login })
        const told = await asked.then(
          ({ data }) => data.permission,
          (error) => {
            if (hasStatus(error, 404)) return 'none'
            throw error
          },
        )
        return permissions.find((permission) => permission === told) ?? 'none'
      }),
  }
}
