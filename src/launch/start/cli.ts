#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from '../../runner/local/cache-folder.ts'

// dist/cli.js: the command. Node 22 and later keep what they compile of it among what this user's machine keeps, so that
// it starts in two thirds of the time. Not in CI, where an earlier job on the same machine may have been anybody's.

/** One of them is set by every CI system that is in wide use: the last two by Bamboo and GoCD, which set none of the usual ones. */
const setInCi = [
  'CI',
  'CONTINUOUS_INTEGRATION',
  'BUILD_ID',
  'BUILD_NUMBER',
  'TF_BUILD',
  'TEAMCITY_VERSION',
  'CODEBUILD_BUILD_ID',
  'bamboo_agentId',
  'GO_PIPELINE_NAME',
]

if (!setInCi.some((name) => process.env[name]))
  enableCompileCache?.(join(cacheFolder(process.env), 'compiled'))
void import('../suite.ts').then(({ command }) => command())
