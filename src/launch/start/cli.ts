#!/usr/bin/env node
import { join } from 'node:path'
import { cacheFolder } from '../../runner/local/cache-folder.ts'
import { compileCache, keptCode } from './kept-code.ts'
import { loadSuite } from './load-suite.ts'

// dist/cli.js: the command. What is compiled of it is kept among what this user's machine keeps, so that it starts in three
// fifths of the time. Not in CI, where an earlier job on the same machine may have been anybody's.

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

const isOnLaptop = !setInCi.some((name) => process.env[name])
const folder = isOnLaptop ? compileCache(join(cacheFolder(process.env), 'compiled')) : undefined
const kept = folder === undefined ? undefined : keptCode(folder, process.argv[2])
const { suite, source, isCompiled, compiled } = loadSuite(import.meta.dirname, kept?.of)
// Only now is it known which functions the command runs.
if (kept !== undefined && isCompiled) process.once('exit', () => kept.keep(source, compiled()))
void suite.command()
