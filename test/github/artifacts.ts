import { type Answer, noContent, notFound, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { countedList } from './pagination.ts'
import { runOf, runOfArtifactJson } from './runs.ts'
import type { Artifact } from './state.ts'
import { apiUrl, nodeId, timestamp, type World } from './world.ts'

function artifactJson(world: World, artifact: Artifact): object {
  const url = `${apiUrl(world)}/actions/artifacts/${artifact.id}`
  const run = world.state.runs.get(artifact.run)
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    digest: artifact.digest ?? null,
    created_at: timestamp(artifact.createdAt),
    updated_at: timestamp(artifact.createdAt),
    expires_at: timestamp(artifact.expiresAt),
    workflow_run: run ? runOfArtifactJson(world, run) : null,
  }
}

/** Uploaded ones, newest first by time: neither ids nor names order them. */
function listed(call: Call, run?: number) {
  const name = call.url.searchParams.get('name')
  const found = [...call.world.state.artifacts.values()]
    .filter(({ finalized }) => finalized)
    .filter((artifact) => run === undefined || artifact.run === run)
    .filter((artifact) => name === null || artifact.name === name)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  return countedList(call, 'artifacts', found, (artifact) => artifactJson(call.world, artifact))
}

function artifactOf(call: Call): Artifact {
  const artifact = call.world.state.artifacts.get(numberIn(call, 'artifact_id'))
  if (!artifact?.finalized) throw notFound()
  return artifact
}

function download(call: Call): Answer {
  const artifact = artifactOf(call)
  if (call.path.archive_format !== 'zip') throw notFound()
  if (artifact.expired) throw refuse(410, 'Artifact has expired')
  return { status: 302, headers: { location: call.world.blobs.downloadUrl(artifact.blob) } }
}

export const artifactEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/actions/artifacts', 'actions=read', (call) => listed(call)),
  endpoint('GET', '/actions/runs/{run_id}/artifacts', 'actions=read', (call) => listed(call, runOf(call).id)),
  endpoint('GET', '/actions/artifacts/{artifact_id}', 'actions=read', (call) =>
    ok(artifactJson(call.world, artifactOf(call))),
  ),
  endpoint('DELETE', '/actions/artifacts/{artifact_id}', 'actions=write', (call) => {
    call.world.state.artifacts.delete(artifactOf(call).id)
    return noContent
  }),
  endpoint('GET', '/actions/artifacts/{artifact_id}/{archive_format}', 'actions=read', download),
]
