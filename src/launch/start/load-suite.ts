import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { constants, Script } from 'node:vm'

type Suite = typeof import('../suite.ts')

/** Parameters of a CommonJS module, as node calls it. */
const around = ['(function (exports, require, module, __filename, __dirname) {', '\n})'] as const

interface Loaded {
  readonly suite: Suite
  readonly source: Buffer
  /** whether it was compiled anew */
  readonly isCompiled: boolean
  /** what it is compiled to, with all functions that ran by now */
  compiled(): Buffer
}

/**
 * Runs dist/suite.js as `require` would, and tells what it was compiled to: reading through a file of that size is a
 * tenth of a second, which each step of an action would take anew.
 * @param folder where the file is
 * @param compiledOf gives what an earlier process told of the source; made by another version of node it does not count.
 * It is code: whoever could write it decides what runs
 */
export function loadSuite(
  folder: string,
  compiledOf: (source: Buffer) => Buffer | undefined = () => undefined,
): Loaded {
  const file = join(folder, 'suite.js')
  const source = readFileSync(file)
  const cachedData = compiledOf(source)
  // The build sees to it that it is ASCII.
  const script = new Script(around.join(source.toString('latin1')), {
    filename: file,
    ...(cachedData && { cachedData }),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const module = { exports: {} as Suite }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  return {
    suite: module.exports,
    source,
    isCompiled: script.cachedDataRejected !== false,
    compiled: () => script.createCachedData(),
  }
}
