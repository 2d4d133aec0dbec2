import { ok } from './answer.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { userJson } from './people.ts'

/** What GitHub calls a role, as this endpoint tells its permission: maintainers write, and triagers read. */
const permissionOf = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
} as const

export type Role = keyof typeof permissionOf

export const collaboratorEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/collaborators/{username}/permission', 'metadata=read', ({ world, path }) => {
    const login = path.username ?? ''
    const role = login === world.owner ? 'admin' : world.state.roles.get(login)
    const permission = role === undefined ? 'none' : permissionOf[role]
    const may = (...roles: Role[]) => role !== undefined && roles.includes(role)
    return ok({
      permission,
      role_name: role ?? 'none',
      user: {
        ...userJson(world, login),
        role_name: role ?? 'none',
        permissions: {
          pull: role !== undefined,
          triage: may('triage', 'write', 'maintain', 'admin'),
          push: may('write', 'maintain', 'admin'),
          maintain: may('maintain', 'admin'),
          admin: may('admin'),
        },
      },
    })
  }),
]
