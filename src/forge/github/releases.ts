import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { outsideError } from '../../errors.ts'
import { sha256OfFile } from '../../record/digest.ts'
import type { Release, ReleaseAsset, Releases } from '../releases.ts'
import type { Client } from './client.ts'
import { fetchInto } from './download.ts'
import type { Purpose } from './errors.ts'
import { hasStatus } from './failure.ts'

interface AssetAnswer {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly state: string
  readonly digest?: string | null
}

interface ReleaseAnswer {
  readonly id: number
  readonly tag_name: string
  readonly name: string | null
  readonly draft: boolean
  readonly html_url: string
  readonly upload_url: string
  readonly assets: readonly AssetAnswer[]
}

const assetOf = ({ id, name, size, digest }: AssetAnswer): ReleaseAsset => ({
  id,
  name,
  bytes: size,
  ...(digest ? { digest } : {}),
})

const releaseOf = (answer: ReleaseAnswer): Release => ({
  id: answer.id,
  tag: answer.tag_name,
  name: answer.name ?? '',
  draft: answer.draft,
  url: answer.html_url,
  uploadUrl: answer.upload_url,
  assets: answer.assets.filter(isWhole).map(assetOf),
})

/** an upload that broke off leaves an asset of state `starter`, which has no bytes and blocks its name */
const isWhole = ({ state }: AssetAnswer) => state === 'uploaded'

const needs = 'contents: write'

export function releasesOf(client: Client): Releases {
  const { rest, at } = client
  const list = async () =>
    (await client.paginate(rest.repos.listReleases, { ...at, per_page: 100 })).map(releaseOf)
  const deleteAsset = async (id: number) => {
    await rest.repos.deleteReleaseAsset({ ...at, asset_id: id }).catch((error) => {
      if (!hasStatus(error, 404)) throw error
    })
  }

  return {
    list: () => client.ask({ to: 'list the releases', needs: 'contents: read' }, list),

    byTag: (tag) =>
      client.ask({ to: `read the release of ${tag}`, needs: 'contents: read' }, async () => {
        try {
          return releaseOf((await rest.repos.getReleaseByTag({ ...at, tag })).data)
        } catch (error) {
          if (hasStatus(error, 404)) return undefined
          throw error
        }
      }),

    createDraft: ({ tag, name, body }) =>
      client.make(
        { to: `draft the release of ${tag}`, needs },
        async () =>
          releaseOf((await rest.repos.createRelease({ ...at, tag_name: tag, name, body, draft: true })).data),
        async () => (await list()).find((release) => release.draft && release.tag === tag),
      ),

    async upload(release, name, file) {
      const purpose: Purpose = { to: `upload ${name} to the release of ${release.tag}`, needs }
      const [digest, { size }] = await Promise.all([sha256OfFile(file), stat(file)])
      const send = async () => {
        const { data } = await client.request({
          method: 'POST',
          url: `${release.uploadUrl.replace(/\{.*$/, '')}?name=${encodeURIComponent(name)}`,
          headers: { 'content-type': 'application/octet-stream', 'content-length': size },
          data: createReadStream(file),
        })
        return data as AssetAnswer
      }
      const assets = async () =>
        (await client.paginate(rest.repos.listReleaseAssets, {
          ...at,
          release_id: release.id,
          per_page: 100,
        })) as readonly AssetAnswer[]
      /** an earlier attempt's asset: the very bytes are kept, a broken one makes room */
      const made = async () => {
        const there = (await assets()).find((asset) => bare(asset.name) === bare(name))
        if (there && !isWhole(there)) await deleteAsset(there.id)
        return there && isWhole(there) && there.digest === digest ? there : undefined
      }
      const stored = await client.make(
        purpose,
        () =>
          send().catch(async (error) => {
            if (!hasStatus(error, 422)) throw error
            const same = await made()
            if (same) return same
            throw error
          }),
        made,
      )
      if (stored.size === size && (!stored.digest || stored.digest === digest)) return assetOf(stored)
      await client.ask(purpose, () => deleteAsset(stored.id))
      throw outsideError(
        'asset-digest',
        `GitHub stored ${name} as ${stored.size} bytes with digest ${stored.digest}, but ${size} bytes with digest ${digest} were sent`,
        { hint: 'Run this again; the broken asset was deleted.' },
      )
    },

    deleteAsset: (id) => client.ask({ to: `delete the release asset ${id}`, needs }, () => deleteAsset(id)),

    publish: (id) =>
      client.ask({ to: `publish the release ${id}`, needs }, async () => {
        try {
          return releaseOf((await rest.repos.updateRelease({ ...at, release_id: id, draft: false })).data)
        } catch (error) {
          if (!hasStatus(error, 422)) throw error
          // an immutable release that an attempt without an answer has published takes no change any more
          const release = releaseOf((await rest.repos.getRelease({ ...at, release_id: id })).data)
          if (release.draft) throw error
          return release
        }
      }),

    deleteDraft: (id) =>
      client.ask({ to: `delete the draft release ${id}`, needs }, async () => {
        try {
          const { data } = await rest.repos.getRelease({ ...at, release_id: id })
          if (data.draft) await rest.repos.deleteRelease({ ...at, release_id: id })
        } catch (error) {
          if (!hasStatus(error, 404)) throw error
        }
      }),

    async download(asset, into) {
      const purpose: Purpose = { to: `download ${asset.name}`, needs: 'contents: read' }
      const found = await client.ask(purpose, () =>
        fetchInto(
          client,
          'GET /repos/{owner}/{repo}/releases/assets/{asset_id}',
          { asset_id: asset.id, headers: { accept: 'application/octet-stream' } },
          into,
          asset.bytes,
        ),
      )
      if (!asset.digest || asset.digest === found) return
      await rm(into, { force: true })
      throw outsideError(
        'asset-digest',
        `${asset.name} has digest ${found}, but ${asset.digest} was expected`,
        {
          hint: 'Run this again; if it stays, the asset was replaced: register the model again.',
        },
      )
    },
  }
}

/** GitHub writes dots for some characters of a name, and does not say for which: letters and digits decide. */
const bare = (name: string) => name.replace(/[^A-Za-z0-9]+/g, '.').replace(/^\./, '')
