import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { constants, Script } from 'node:vm'

type Suite = typeof import('../suite.ts')

/** Parameters of a CommonJS module, as node calls it. */
const around = ['(function (exports, require, module, __filename, __dirname) {', '\n})'] as const

/**
 * Runs dist/suite.js as `require` would, and tells what it was compiled to: reading through a file of that size is a
 * tenth of a second, which each step of an action would take anew.
 * @param folder where the file is
 * @param compiled what an earlier process told; made by another version of node it does not count. It is code: whoever
 * could write it decides what runs
 */
export function loadSuite(folder: string, compiled?: Buffer): { suite: Suite; compiled(): Buffer } {
  const file = join(folder, 'suite.js')
  const script = new Script(around.join(readFileSync(file, 'utf8')), {
    filename: file,
    ...(compiled && { cachedData: compiled }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const module = { exports: {} as Suite }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  return { suite: module.exports, compiled: () => script.createCachedData() }
}
