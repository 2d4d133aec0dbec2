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

  // What is decided on other jobs' artifacts is decided on one state of the run, until this process adds to it.
  let listed: Promise<BundleRef[]> | undefined
  const list = async () => {
    listed ??= listArtifacts({ env, runId, patience, fetch })
    try {
      return await listed
    } catch (error) {
      listed = undefined
      throw error
    }
  }
  const upload: DefaultArtifactClient['uploadArtifact'] = async (name, ...what) => {
    try {
      const uploading = (await client()).uploadArtifact(name, ...what)
      return await uploading.catch(explainedArtifactError('upload', name))
    } finally {
      listed = undefined
    }
  }

  return {
    async save(name, folder) {
      const files = [...(await filesToUpload(folder))]
      return uploaded(name, await upload(name, files, await realpath(folder)))
    },

    async saveFile(file) {
      const name = basename(file)
      return uploaded(name, await upload(name, [file], dirname(file), { skipArchive: true }))
    },

    ofThisRun: list,

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
