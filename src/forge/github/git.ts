import type { GitObjects, Ref } from '../git.ts'
import type { Client } from './client.ts'
import { hasStatus } from './failure.ts'
import { firstParents } from './first-parents.ts'
import type { Viewer } from './viewer.ts'

const needsRead = 'contents: read'
const needsWrite = 'contents: write'

/** objects are addressed by content or harmless twice: nothing is lost when one is made again */
const makeAgain = async () => undefined

export function gitOf(client: Client, viewer: Viewer): GitObjects {
  const { rest, at } = client
  return {
    refs: (prefix) =>
      client.ask({ to: `list the refs under ${prefix}`, needs: needsRead }, async () => {
        const all = await client.paginate(rest.git.listMatchingRefs, { ...at, ref: prefix, per_page: 100 })
        return all.map(({ ref, object }) => ({ ref, ...object })).flatMap(refOf)
      }),

    tag: (sha) =>
      client.ask({ to: `read the tag ${sha}`, needs: needsRead }, async () => {
        const { data } = await rest.git.getTag({ ...at, tag_sha: sha })
        const { tag, message, object, tagger } = data
        return {
          name: tag,
          message,
          target: object.sha,
          taggedAt: new Date(tagger.date),
          tagger: tagger.name,
        }
      }),

    commit: (sha) =>
      client.ask({ to: `read the commit ${sha}`, needs: needsRead }, async () => {
        const { data } = await rest.git.getCommit({ ...at, commit_sha: sha })
        return { sha: data.sha, tree: data.tree.sha, parents: data.parents.map((parent) => parent.sha) }
      }),

    createTree: (base, files) =>
      client.make(
        { to: 'create a tree', needs: needsWrite },
        async () => {
          const tree = files.map(({ path, text }) => ({
            path,
            mode: '100644' as const,
            type: 'blob' as const,
            content: text,
          }))
          return (await rest.git.createTree({ ...at, base_tree: base, tree })).data.sha
        },
        makeAgain,
      ),

    createCommit: ({ message, tree, parents }) =>
      client.make(
        { to: 'create a commit', needs: needsWrite },
        async () => (await rest.git.createCommit({ ...at, message, tree, parents: [...parents] })).data.sha,
        makeAgain,
      ),

    async createTag({ name, message, target, now }) {
      const tagger = { ...identityOf(await viewer()), date: now.toISOString() }
      return client.make(
        { to: `create the tag ${name}`, needs: needsWrite },
        async () => {
          const tag = { tag: name, message, object: target, type: 'commit' as const, tagger }
          return (await rest.git.createTag({ ...at, ...tag })).data.sha
        },
        makeAgain,
      )
    },

    createRef: (ref, sha) =>
      client.make(
        { to: `create ${ref}`, needs: needsWrite },
        async () => {
          try {
            await rest.git.createRef({ ...at, ref, sha })
            return true
          } catch (error) {
            if (hasStatus(error, 422) && /already exists/i.test((error as Error).message)) return false
            throw error
          }
        },
        async () => ((await shaOf(client, ref)) === sha ? true : undefined),
      ),

    compare: (base, head) =>
      client.ask({ to: `compare ${base} with ${head}`, needs: needsRead }, async () => {
        const basehead = `${base}...${head}`
        const { data } = await rest.repos.compareCommitsWithBasehead({ ...at, basehead, per_page: 1 })
        return {
          status: data.status,
          mergeBase: data.merge_base_commit.sha,
          aheadBy: data.ahead_by,
          behindBy: data.behind_by,
        }
      }),

    firstParents: (sha, limit) =>
      client.ask({ to: `list the commits before ${sha}`, needs: needsRead }, () =>
        firstParents(client, sha, limit),
      ),

    branchHead: (branch) =>
      client.ask({ to: `read the branch ${branch}`, needs: needsRead }, () =>
        shaOf(client, `refs/heads/${branch}`),
      ),
  }
}

function refOf({ ref, sha, type }: { ref: string; sha: string; type: string }): Ref[] {
  return type === 'commit' || type === 'tag' ? [{ ref, sha, type }] : []
}

async function shaOf({ rest, at }: Client, ref: string): Promise<string | undefined> {
  try {
    return (await rest.git.getRef({ ...at, ref: ref.replace(/^refs\//, '') })).data.object.sha
  } catch (error) {
    if (hasStatus(error, 404)) return undefined
    throw error
  }
}

/** the account of every job's token; its address makes GitHub show it as such */
const actionsBot = { name: 'github-actions[bot]', id: 41_898_282 }

const identityOf = (login: string) => ({
  name: login,
  email: `${login === actionsBot.name ? `${actionsBot.id}+` : ''}${login}@users.noreply.github.com`,
})
