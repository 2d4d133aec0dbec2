import { created, noContent, notFound, ok, refuse } from './answer.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { list } from './pagination.ts'
import { apiUrl, nodeId, type World } from './world.ts'

const nowhere = '0'.repeat(40)

async function refJson(world: World, ref: string, sha: string): Promise<object> {
  const type = (await world.git.object(sha))?.type ?? 'commit'
  return {
    ref,
    node_id: nodeId('Ref', ref),
    url: `${apiUrl(world)}/git/${encodeURI(ref).replaceAll('#', '%23')}`,
    object: { sha, type, url: `${apiUrl(world)}/git/${type}s/${sha}` },
  }
}

async function get({ world, path }: Call) {
  const ref = `refs/${path.ref}`
  const sha = await world.git.ref(ref)
  if (!sha) throw notFound()
  return ok(await refJson(world, ref, sha))
}

async function matching(call: Call) {
  const { world, path } = call
  const prefix = `refs/${path.ref}`
  const found = (await world.git.refs()).filter(({ name }) => name.startsWith(prefix))
  return list(call, found, ({ name, sha }) => refJson(world, name, sha))
}

interface NewRef {
  readonly ref: string
  readonly sha: string
}

/** Creates and never moves: of two callers at once exactly one succeeds. */
async function create({ world, body: { ref, sha } }: Call<NewRef>) {
  if (!ref.startsWith('refs/') || ref.split('/').length < 3) {
    throw refuse(422, 'Reference name must start with "refs/" and have at least two slashes.')
  }
  if (!(await world.git.mayBeRef(ref))) throw refuse(422, `${ref} is not a valid ref name.`)
  const object = await world.git.object(sha)
  if (!object) throw refuse(422, 'Object does not exist')
  if (ref.startsWith('refs/heads/') && object.type !== 'commit') throw refuse(422, 'Reference update failed')
  if (world.state.immutableTags.has(ref.replace('refs/tags/', ''))) {
    throw refuse(422, 'Cannot create ref due to creations being restricted.')
  }
  const made = await world.git.run(['update-ref', ref, sha, nowhere]).then(
    () => true,
    () => false,
  )
  if (!made) {
    throw refuse(422, (await world.git.ref(ref)) ? 'Reference already exists' : 'Reference update failed')
  }
  return created(await refJson(world, ref, sha))
}

async function existing(world: World, ref: string): Promise<string> {
  const sha = await world.git.ref(ref)
  if (!sha) throw refuse(422, 'Reference does not exist')
  if (ref.startsWith('refs/tags/') && world.state.immutableTags.has(ref.slice('refs/tags/'.length))) {
    throw refuse(422, 'Cannot update this protected ref.')
  }
  return sha
}

async function update({ world, path, body }: Call<{ readonly sha: string; readonly force?: boolean }>) {
  const ref = `refs/${path.ref}`
  const before = await existing(world, ref)
  if (!(await world.git.object(body.sha))) throw refuse(422, 'Object does not exist')
  const forward = await world.git.run(['merge-base', '--is-ancestor', before, body.sha]).then(
    () => true,
    () => false,
  )
  if (!forward && body.force !== true) throw refuse(422, 'Update is not a fast forward')
  await world.git.run(['update-ref', ref, body.sha, before])
  return ok(await refJson(world, ref, body.sha))
}

async function remove({ world, path }: Call) {
  const ref = `refs/${path.ref}`
  const before = await existing(world, ref)
  await world.git.run(['update-ref', '-d', ref, before])
  return noContent
}

export const refEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/git/ref/{ref}', 'contents=read', get),
  endpoint('GET', '/git/matching-refs/{ref}', 'contents=read', matching),
  endpoint('POST', '/git/refs', 'contents=write', create),
  endpoint('PATCH', '/git/refs/{ref}', 'contents=write', update),
  endpoint('DELETE', '/git/refs/{ref}', 'contents=write', remove),
]
