import { mkdir, realpath, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { DefaultArtifactClient, UploadArtifactResponse } from '@actions/artifact'
import { outsideError } from '../../errors.ts'
import { type Digest, digestSchema } from '../../record/digest.ts'
import type { BundleRef, Bundles } from '../runner.ts'
import { explainedArtifactError } from './artifact-error.ts'
import { type ArtifactListOptions, listArtifacts } from './artifact-list.ts'
import { filesToUpload } from './files-to-upload.ts'

export type GitHubBundlesOptions = ArtifactListOptions & { now(): Date }

/** Artifacts of this run, through the runner's own artifact service: no permission of the token is needed. */
export function githubBundles({ env, runId, now, patience, fetch }: GitHubBundlesOptions): Bundles {
  // loaded where it is first needed: it is the largest part of the bundle
  let loaded: Promise<DefaultArtifactClient> | undefined
  const client = () => {
    loaded ??= import('@actions/artifact').then((module) => new module.DefaultArtifactClient())
    return loaded
  }
  const uploaded = (name: string, { id, digest }: UploadArtifactResponse): BundleRef => ({
    name,
    id: String(id),
    runId,
    createdAt: now(),
    ...digestOf(digest === undefined ? undefined : `sha256:${digest}`),
  })

  return {
    async save(name, folder) {
      const files = [...(await filesToUpload(folder))]
      const upload = (await client()).uploadArtifact(name, files, await realpath(folder))
      return uploaded(name, await upload.catch(explainedArtifactError('upload', name)))
    },

    async saveFile(file) {
      const name = basename(file)
      const upload = (await client()).uploadArtifact(name, [file], dirname(file), { skipArchive: true })
      return uploaded(name, await upload.catch(explainedArtifactError('upload', name)))
    },

    ofThisRun: () => listArtifacts({ env, runId, patience, fetch }),

    async fetch({ name, id, digest }, into) {
      await mkdir(dirname(into), { recursive: true })
      await mkdir(into)
      try {
        const download = (await client()).downloadArtifact(Number(id), {
          path: into,
          ...(digest === undefined ? {} : { expectedHash: digest }),
        })
        const { digestMismatch } = await download.catch(explainedArtifactError('download', name))
        if (digestMismatch)
          throw outsideError('artifact-digest', `the artifact ${name} does not have its digest ${digest}`, {
            hint: 'Run this job again; if it stays, run the job again that made the artifact.',
          })
      } catch (error) {
        await rm(into, { recursive: true, force: true })
        throw error
      }
    },
  }
}

function digestOf(text: string | undefined): { digest?: Digest } {
  const digest = digestSchema.safeParse(text)
  return digest.success ? { digest: digest.data } : {}
}
