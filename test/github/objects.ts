import { created, notFound, ok, refuse } from './answer.ts'
import { type Commit, type Person, readCommit, signed, unsigned } from './commits.ts'
import { type Call, type Endpoint, endpoint } from './endpoint.ts'
import { apiUrl, htmlUrl, nodeId, type World } from './world.ts'

interface GivenPerson {
  readonly name: string
  readonly email: string
  readonly date?: string
}

const bot: GivenPerson = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
}

/** git's own line of a person: name, address, seconds, zone. */
function signature(world: World, { name, email, date }: GivenPerson = bot): string {
  const clean = (text: string) => text.replace(/[<>\n]/g, '')
  const seconds = Math.floor((date === undefined ? world.now() : new Date(date)).getTime() / 1000)
  return `${clean(name)} <${clean(email)}> ${seconds} +0000`
}

async function demand(world: World, sha: string, type: string, message: string): Promise<void> {
  if ((await world.git.object(sha))?.type !== type) throw refuse(422, message)
}

async function read(world: World, sha: string, type: string): Promise<Buffer> {
  const object = await world.git.object(sha)
  if (object?.type !== type) throw notFound()
  return object.bytes
}

const write = (world: World, type: string, input: string | Buffer): Promise<string> =>
  world.git.text(['hash-object', '-w', '-t', type, '--stdin'], { input })

function gitCommitJson(world: World, commit: Commit): object {
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${apiUrl(world)}/git/commits/${commit.sha}`,
    html_url: `${htmlUrl(world)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${apiUrl(world)}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrl(world)}/git/commits/${sha}`,
      html_url: `${htmlUrl(world)}/commit/${sha}`,
    })),
    verification: unsigned,
  }
}

async function getCommit({ world, path: { commit_sha: sha = '' } }: Call) {
  return ok(gitCommitJson(world, await readCommit(world, sha)))
}

interface NewCommit {
  readonly message: string
  readonly tree: string
  readonly parents?: readonly string[]
  readonly author?: GivenPerson
  readonly committer?: GivenPerson
}

async function createCommit({ world, body }: Call<NewCommit>) {
  const { message, tree, parents = [], author, committer = author } = body
  await demand(world, tree, 'tree', 'Tree SHA does not exist')
  for (const sha of parents) {
    await demand(world, sha, 'commit', 'Parent SHA does not exist or is not a commit object')
  }
  const head = [
    `tree ${tree}`,
    ...parents.map((sha) => `parent ${sha}`),
    `author ${signature(world, author)}`,
    `committer ${signature(world, committer)}`,
  ]
  const sha = await write(world, 'commit', `${head.join('\n')}\n\n${message}`)
  return created(gitCommitJson(world, await readCommit(world, sha)))
}

interface TagObject {
  readonly object: { readonly sha: string; readonly type: string }
  readonly tag: string
  readonly tagger: Person
  readonly message: string
}

function parseTag(text: string): TagObject {
  const end = text.indexOf('\n\n')
  const head = text.slice(0, end < 0 ? undefined : end).split('\n')
  const field = (name: string) =>
    head.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
  return {
    object: { sha: field('object'), type: field('type') },
    tag: field('tag'),
    tagger: signed(field('tagger')),
    message: end < 0 ? '' : text.slice(end + 2),
  }
}

async function tagJson(world: World, sha: string): Promise<object> {
  const { object, ...tag } = parseTag((await read(world, sha, 'tag')).toString('utf8'))
  return {
    node_id: nodeId('Tag', sha),
    sha,
    url: `${apiUrl(world)}/git/tags/${sha}`,
    ...tag,
    object: { ...object, url: `${apiUrl(world)}/git/${object.type}s/${object.sha}` },
    verification: unsigned,
  }
}

interface NewTag {
  readonly tag: string
  readonly message: string
  readonly object: string
  readonly type: 'commit' | 'tree' | 'blob'
  readonly tagger?: GivenPerson
}

/** The tag object alone; it is a tag of the repository once a ref points at it. */
async function createTag({ world, body }: Call<NewTag>) {
  await demand(world, body.object, body.type, 'Object does not exist or is of another type')
  const head = [
    `object ${body.object}`,
    `type ${body.type}`,
    `tag ${body.tag}`,
    `tagger ${signature(world, body.tagger)}`,
  ]
  const sha = await write(world, 'tag', `${head.join('\n')}\n\n${body.message}`).catch(() => undefined)
  if (!sha) throw refuse(422, `${body.tag} is not a valid tag name.`)
  return created(await tagJson(world, sha))
}

async function getBlob({ world, path: { file_sha: sha = '' } }: Call) {
  const bytes = await read(world, sha, 'blob')
  return ok({
    sha,
    node_id: nodeId('Blob', sha),
    size: bytes.length,
    url: `${apiUrl(world)}/git/blobs/${sha}`,
    content: base64Lines(bytes),
    encoding: 'base64',
  })
}

/** GitHub breaks base64 after 60 characters. */
export const base64Lines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{1,60}/g, '$&\n')

async function createBlob({ world, body }: Call<{ readonly content: string; readonly encoding?: string }>) {
  const bytes = Buffer.from(body.content, body.encoding === 'base64' ? 'base64' : 'utf8')
  const sha = await write(world, 'blob', bytes)
  return created({ sha, url: `${apiUrl(world)}/git/blobs/${sha}` })
}

export const objectEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/git/commits/{commit_sha}', 'contents=read', getCommit),
  endpoint('POST', '/git/commits', 'contents=write', createCommit),
  endpoint('GET', '/git/tags/{tag_sha}', 'contents=read', async ({ world, path }) =>
    ok(await tagJson(world, path.tag_sha ?? '')),
  ),
  endpoint('POST', '/git/tags', 'contents=write', createTag),
  endpoint('GET', '/git/blobs/{file_sha}', 'contents=read', getBlob),
  endpoint('POST', '/git/blobs', 'contents=write', createBlob),
]
