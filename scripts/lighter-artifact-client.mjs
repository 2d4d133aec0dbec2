// What GitHub's artifact and cache clients would load and never, or seldom, call: conclude waits for all of it before it
// can keep a record.

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Packages by what is to stand in for them. `readable-stream` is Node's own streams once more, as it says itself where
 * READABLE_STREAM is `disable`; `async` is two hundred functions, of which archiver calls one.
 */
const instead = {
  'readable-stream': `module.exports = require('node:stream')`,
  'readable-stream/passthrough': `module.exports = require('node:stream').PassThrough`,
  async: `exports.queue = require('async/queue')`,
}

/** Of these modules some functions, each loaded at its first call. The clients are told neither to find nor to delete. */
const atFirstCall = {
  './download/download-artifact.js': ['downloadArtifactInternal', 'downloadArtifactPublic'],
  './delete/delete-artifact.js': ['deleteArtifactInternal', 'deleteArtifactPublic'],
  './find/get-artifact.js': ['getArtifactInternal', 'getArtifactPublic'],
  './find/list-artifacts.js': ['listArtifactsInternal', 'listArtifactsPublic'],
}

/** What a client of blocks makes an object of and never calls. */
const neverCalled = {
  './service.js': 'ServiceImpl',
  './container.js': 'ContainerImpl',
  './pageBlob.js': 'PageBlobImpl',
  './appendBlob.js': 'AppendBlobImpl',
}

const operations = /\/storage-blob\/dist\/esm\/generated\/src\/operations\//
const called = ['blob.js', 'blockBlob.js']

/** Of the descriptions of two hundred answers and bodies, those that the operations name and those named in these. */
async function namedMappers(file) {
  const mappers = await readFile(file, 'utf8')
  const all = new Map(
    Array.from(mappers.matchAll(/^export const (\w+) = \{$[\s\S]*?^\};$/gm), ([whole, name]) => [
      name,
      whole,
    ]),
  )
  const users = [...called.map((name) => join('..', 'operations', name)), 'parameters.js']
  const texts = await Promise.all(users.map((name) => readFile(join(dirname(file), name), 'utf8')))
  const named = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\bMappers\.(\w+)|\b(\w+) as \w+Mapper\b/g)].map(([, a, b]) => a ?? b),
    ),
  )
  for (const name of named)
    for (const [, inner] of (all.get(name) ?? '').matchAll(/\bclassName: "(\w+)"/g)) named.add(inner)
  const lost = [...named].filter((name) => !all.has(name))
  if (lost.length > 0) throw new Error(`no mappers ${lost}: look at how @azure/storage-blob names them now`)
  return [...named].map((name) => all.get(name)).join('\n')
}

/** @type {import('esbuild').Plugin} */
export const lighterArtifactClient = {
  name: 'lighter-artifact-client',
  setup(build) {
    const stoodInFor = (namespace, names, importer, contentsOf) => {
      build.onResolve({ filter: /./ }, (asked) =>
        asked.namespace !== namespace && Object.hasOwn(names, asked.path) && importer.test(asked.importer)
          ? { path: asked.path, namespace, pluginData: asked.resolveDir, sideEffects: false }
          : undefined,
      )
      build.onLoad({ filter: /./, namespace }, ({ path, pluginData }) => ({
        contents: contentsOf(path, names[path]),
        resolveDir: pluginData,
      }))
    }
    stoodInFor(
      'instead',
      instead,
      /\/(archiver(-utils)?|compress-commons|crc32-stream|lazystream|zip-stream)\//,
      (_, text) => text,
    )
    stoodInFor(
      'at-first-call',
      atFirstCall,
      /\/@actions\/artifact\/lib\/internal\/client\.js$/,
      (path, functions) =>
        functions
          .map(
            (name) =>
              `export const ${name} = (...given) => require(${JSON.stringify(path)}).${name}(...given)`,
          )
          .join('\n'),
    )
    stoodInFor('never-called', neverCalled, operations, (_, name) => `export class ${name} {}`)

    build.onLoad(
      { filter: /\/storage-blob\/dist\/esm\/generated\/src\/models\/mappers\.js$/ },
      async ({ path }) => ({
        contents: await namedMappers(path),
      }),
    )
    // its ES modules, which can be taken apart; for Node it ships CommonJS
    build.onResolve({ filter: /^@protobuf-ts\/runtime(-rpc)?$/ }, ({ path, resolveDir, kind, pluginData }) =>
      pluginData === 'es'
        ? undefined
        : build.resolve(`${path}/build/es2015/index.js`, { resolveDir, kind, pluginData: 'es' }),
    )
  },
}
