// What each step of an action would load and never, or seldom, call: a step starts in half the time without it.

import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const yaml = dirname(fileURLToPath(import.meta.resolve('yaml/package.json')))

/** CommonJS packages of one function, evaluated at its first call: each is a hundred modules. */
const functions = /^@stdlib\//

/**
 * What `@actions/artifact` asks GitHub with where `findBy` is given, which it never is here. Nor is undici of
 * `@actions/http-client`: it is for `getAgentDispatcher`, which only `@actions/github` calls.
 */
const neverAsked = /^(@actions\/github|@actions\/github\/lib\/utils|@octokit\/plugin-(request-log|retry))$/

/** Of archiver, what makes no zip of files that are named: other formats, and looking for files. */
const noZip = /^(tar-stream|readdir-glob|\.\/file\.js)$/

/** What debug colours its lines with, where it is installed: the lines are for a log. */
const notInstalled = /^supports-color$/

const describing = /describe\(description\) \{[^}]*\{ description \}\);\s+return cl;/

/** What keys are for is read where schemas and documents are generated, from the sources; it takes a clone of each key. */
function withoutDescriptions(zod) {
  if (!describing.test(zod))
    throw new Error('zod describes in another way now: look at describe() in its classic schemas')
  return zod.replace(describing, 'describe() { return this;')
}

/**
 * Of the thousand endpoints that octokit has methods for, those that the sources call, which they do by
 * `rest.<scope>.<method>`.
 */
async function calledEndpoints(file) {
  const { default: endpoints } = await import(pathToFileURL(file).href)
  const calls = new Set()
  for (const entry of await readdir('src', { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8')
    for (const [, call] of text.matchAll(/\brest\.(\w+\.\w+)/g)) calls.add(call)
  }
  const called = Object.entries(endpoints).flatMap(([scope, methods]) => {
    const kept = Object.entries(methods).filter(([method]) => calls.has(`${scope}.${method}`))
    return kept.length > 0 ? [[scope, Object.fromEntries(kept)]] : []
  })
  return `export default ${JSON.stringify(Object.fromEntries(called))}`
}

/** @type {import('esbuild').Plugin} */
export const lighterPackages = {
  name: 'lighter-packages',
  setup(build) {
    // its ES modules, which can be taken apart; for Node it ships CommonJS
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: join(yaml, 'browser', 'dist', 'index.js') }))

    const handled = (filter, importers, namespace) =>
      build.onResolve({ filter }, ({ path, importer, kind, resolveDir }) =>
        kind === 'import-statement' && importers.test(importer)
          ? { path, namespace, pluginData: { resolveDir } }
          : undefined,
      )
    const loaded = (namespace, contents) =>
      build.onLoad({ filter: /./, namespace }, ({ path, pluginData: { resolveDir } }) => ({
        contents: contents(path),
        resolveDir,
      }))

    handled(functions, /\/src\//, 'lazy-function')
    loaded(
      'lazy-function',
      (path) => `let called
export default (a, b, c) => (called ??= require(${JSON.stringify(path)}))(a, b, c)`,
    )

    handled(neverAsked, /\/@actions\/artifact\//, 'never-asked')
    handled(/^undici$/, /\/@actions\/http-client\//, 'never-asked')
    loaded(
      'never-asked',
      () => `const never = function () {
  throw new Error('This part of the toolkit is not built into the suite.')
}
export { never as defaults, never as getOctokit, never as ProxyAgent, never as requestLog, never as retry }`,
    )

    build.onResolve({ filter: noZip }, ({ path, importer }) =>
      /\/archiver(-utils)?\//.test(importer) ? { path, namespace: 'no-zip' } : undefined,
    )
    build.onResolve({ filter: notInstalled }, ({ path }) => ({ path, namespace: 'not-installed' }))
    for (const namespace of ['no-zip', 'not-installed'])
      build.onLoad({ filter: /./, namespace }, () => ({ contents: 'module.exports = {}' }))

    build.onLoad(
      { filter: /\/plugin-rest-endpoint-methods\/dist-src\/generated\/endpoints\.js$/ },
      async ({ path }) => ({ contents: await calledEndpoints(path) }),
    )

    build.onLoad({ filter: /\/zod\/v4\/classic\/schemas\.js$/ }, async ({ path }) => ({
      contents: withoutDescriptions(await readFile(path, 'utf8')),
    }))
  },
}
