import { created, invalid, notFound, ok } from './answer.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { list } from './pagination.ts'
import type { Label } from './state.ts'
import { apiUrl, nodeId, type World } from './world.ts'

/** Labels are found without regard to case. */
const find = (world: World, name: string): Label | undefined => world.state.labels.get(name.toLowerCase())

export function addLabel(world: World, name: string, color = 'ededed', description?: string): Label {
  const label = { id: world.state.id(), name, color, ...(description === undefined ? {} : { description }) }
  world.state.labels.set(name.toLowerCase(), label)
  return label
}

export const labelNamed = (world: World, name: string): Label => find(world, name) ?? addLabel(world, name)

export function labelJson(world: World, name: string): object {
  const label = labelNamed(world, name)
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${apiUrl(world)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description ?? null,
  }
}

interface NewLabel {
  readonly name: string
  readonly color?: string
  readonly description?: string
}

function create({ world, body: { name, color, description } }: Call<NewLabel>) {
  if (find(world, name)) throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' })
  if (name.length > 50 || name.trim() === '' || (color !== undefined && !/^[0-9a-f]{6}$/i.test(color))) {
    throw invalid({
      resource: 'Label',
      code: 'invalid',
      field: name.trim() && name.length <= 50 ? 'color' : 'name',
    })
  }
  if ((description ?? '').length > 100) {
    throw invalid({ resource: 'Label', code: 'invalid', field: 'description' })
  }
  return created(labelJson(world, addLabel(world, name, color, description).name))
}

function get({ world, path: { name = '' } }: Call) {
  const label = find(world, name)
  if (!label) throw notFound()
  return ok(labelJson(world, label.name))
}

export const labelEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/labels', 'issues=read; pull_requests=read', (call) =>
    list(call, [...call.world.state.labels.values()], ({ name }) => labelJson(call.world, name)),
  ),
  endpoint('GET', '/labels/{name}', 'issues=read; pull_requests=read', get),
  endpoint('POST', '/labels', 'issues=write; pull_requests=write', create),
]
