import { inputError, outsideError } from '../../errors.ts'
import { demandAlias } from '../names.ts'
import type { AliasMove } from '../registry.ts'
import type { Room } from './room.ts'
import { type AliasTag, aliasOfTag, aliasTag } from './tags.ts'
import { readTags, type TaggedVersion, taggedVersions } from './versions.ts'

/** A move with the commit that it names. */
interface TaggedMove extends AliasTag {
  readonly commit: string
  readonly at: Date
  readonly by: string
}

/** Every move of every alias, oldest first. GTO orders by the tags' times; the number decides within a second. */
async function taggedMoves({ forge }: Room, name: string): Promise<TaggedMove[]> {
  const refs = await forge.git.refs(`tags/${name}#`)
  const moves = await readTags(refs, async (ref) => {
    const tag = aliasOfTag(ref.ref.slice('refs/tags/'.length), name)
    if (!tag || ref.type !== 'tag') return undefined
    const { target, taggedAt, tagger } = await forge.git.tag(ref.sha)
    return { ...tag, commit: target, at: taggedAt, by: tagger }
  })
  return moves.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.number ?? 0) - (b.number ?? 0))
}

/**
 * Moves of every alias, oldest first. What a tag names is the version registered at its commit, as for GTO.
 * @throws AssayError `alias-unknown` for a tag on a commit that no version is registered at
 */
export async function aliasMoves(room: Room, name: string): Promise<AliasMove[]> {
  const [versions, moves] = await Promise.all([taggedVersions(room, name), taggedMoves(room, name)])
  const byCommit = new Map(versions.map(({ commit, version }) => [commit, version.version]))
  return moves.map(({ alias, takenAway, commit, at, by }) => {
    if (takenAway) return { alias, at, by }
    const version = byCommit.get(commit)
    if (version !== undefined) return { alias, version, at, by }
    throw inputError(
      'alias-unknown',
      `the alias ${alias} was moved to ${commit}, where no version is registered`,
      {
        hint: `Delete the tag of ${name}#${alias} that is on this commit.`,
      },
    )
  })
}

export function aliasesOf(moves: readonly AliasMove[]): Record<string, string> {
  const now = new Map<string, string>()
  for (const { alias, version } of moves)
    if (version === undefined) now.delete(alias)
    else now.set(alias, version)
  return Object.fromEntries(now)
}

/** How often another caller may be first. */
const maxRetries = 20

/**
 * Appends a tag that names the version, unless the alias names it already. A tag's ref is create-only: who comes second
 * reads again and takes the next number.
 */
export async function appendAlias(
  room: Room,
  name: string,
  alias: string,
  target: TaggedVersion,
): Promise<void> {
  demandAlias(alias)
  const { git } = room.forge
  for (let retry = 0; retry < maxRetries; retry += 1) {
    const moves = await taggedMoves(room, name)
    const last = moves.findLast((move) => move.alias === alias)
    if (last && !last.takenAway && last.commit === target.commit) return
    const number = Math.max(0, ...moves.map((move) => move.number ?? 0)) + 1
    const tag = aliasTag(name, alias, number)
    const message = `Move ${alias} of ${name} to ${target.version.version}`
    const object = await git.createTag({
      name: tag,
      message,
      target: target.commit,
      now: after(last, room.now()),
    })
    if (await git.createRef(`refs/tags/${tag}`, object)) return
  }
  throw outsideError('alias-contended', `others moved aliases of ${name} ${maxRetries} times in between`, {
    hint: 'Give jobs that register and deploy a common concurrency group, and run this again.',
  })
}

/** Tags know whole seconds, and their time is their order: a move is never as old as the one before it. */
const after = (last: TaggedMove | undefined, now: Date) =>
  new Date(Math.max(now.getTime(), last ? last.at.getTime() + 1000 : 0))
