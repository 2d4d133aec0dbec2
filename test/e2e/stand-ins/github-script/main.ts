import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as core from '@actions/core'
import { context, getOctokit } from '@actions/github'
import { giveRuntime, jobRoom } from '../job.ts'

type Script = (...given: unknown[]) => Promise<unknown>
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
  ...text: string[]
) => Script

const room = await jobRoom()
giveRuntime(room)
const failed = (error: unknown) => {
  console.error(error)
  core.setFailed(`Unhandled error: ${error}`)
}
process.on('unhandledRejection', failed)

const scope = {
  require: createRequire(join(process.cwd(), 'script.js')),
  github: getOctokit(core.getInput('github-token', { required: true })),
  context,
  core,
}
try {
  const script = new AsyncFunction(...Object.keys(scope), core.getInput('script', { required: true }))
  const result = await script(...Object.values(scope))
  core.setOutput('result', JSON.stringify(result) ?? '')
} catch (error) {
  failed(error)
}
// act throws the summary away with the job; it has one file for all steps
const { GITHUB_STEP_SUMMARY: summary = '' } = process.env
process.on('exit', () => {
  if (existsSync(summary)) appendFileSync(room.summary, readFileSync(summary))
})
