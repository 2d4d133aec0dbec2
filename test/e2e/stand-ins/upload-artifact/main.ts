import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'
import * as core from '@actions/core'
import { giveRuntime, jobRoom } from '../job.ts'

giveRuntime(await jobRoom())
const file = resolve(core.getInput('path', { required: true }))
if (existsSync(file))
  await new DefaultArtifactClient().uploadArtifact(core.getInput('name'), [file], dirname(file))
else if (core.getInput('if-no-files-found') === 'error') core.setFailed(`there is no file ${file}`)
else core.warning(`there is no file ${file}`)
