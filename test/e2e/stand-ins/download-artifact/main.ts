import { resolve } from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'
import * as core from '@actions/core'
import { giveRuntime, jobRoom } from '../job.ts'

giveRuntime(await jobRoom())
const client = new DefaultArtifactClient()
const { artifact } = await client.getArtifact(core.getInput('name', { required: true }))
const expectedHash = artifact.digest === undefined ? {} : { expectedHash: artifact.digest }
const path = resolve(core.getInput('path'))
const { digestMismatch } = await client.downloadArtifact(artifact.id, { path, ...expectedHash })
if (digestMismatch) core.setFailed(`the artifact ${artifact.name} does not have its digest`)
