import { execFileSync } from 'node:child_process'
import * as core from '@actions/core'
import { jobRoom } from '../job.ts'

const { GITHUB_REF = '', GITHUB_SHA = '', GITHUB_WORKSPACE = '' } = process.env
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: GITHUB_WORKSPACE, stdio: ['ignore', 'inherit', 'inherit'] })

const { origin } = await jobRoom()
const asked = core.getInput('ref')
const depth = core.getInput('fetch-depth')
const branch = /^refs\/heads\/(.+)$/.exec(GITHUB_REF)?.[1]

git('init', '--quiet', '--initial-branch=main', '.')
git('remote', 'add', 'origin', origin)
const shallow = depth === '0' ? [] : [`--depth=${depth}`]
if (asked !== '') {
  git('fetch', '--quiet', ...shallow, 'origin', asked)
  git('checkout', '--quiet', '--force', '--detach', 'FETCH_HEAD')
} else if (branch !== undefined) {
  git('fetch', '--quiet', ...shallow, 'origin', `+${GITHUB_SHA}:refs/remotes/origin/${branch}`)
  git('checkout', '--quiet', '--force', '-B', branch, `refs/remotes/origin/${branch}`)
} else {
  const tracked = GITHUB_REF.replace(/^refs\//, 'refs/remotes/')
  git('fetch', '--quiet', ...shallow, 'origin', `+${GITHUB_SHA}:${tracked}`)
  git('checkout', '--quiet', '--force', tracked)
}
