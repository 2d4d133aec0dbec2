// Packages that get a file of their own beside the suite's: node reads through all of a file before it runs any of it, so
// what few steps need lies apart, and is read when it is first asked for.
import { join } from 'node:path'

/** Packages by the name of their file; where a package has a default export, the one module of ours that imports it. */
const files = {
  artifact: ['@actions/artifact'],
  azure: ['@azure/storage-blob'],
  cache: ['@actions/cache'],
  'command-line': ['commander'],
  distributions: [
    '@stdlib/math-base-special-erfc',
    '@stdlib/math-base-special-erfcinv',
    '@stdlib/stats-base-dists-binomial-cdf',
    '@stdlib/stats-base-dists-t-cdf',
    '@stdlib/stats-base-dists-t-quantile',
  ],
  markdown: [join(import.meta.dirname, '../src/report/words/parse.ts')],
  undici: ['undici'],
}

/** What is used of packages that can be taken apart: a file of their own has nothing else of them. */
const used = {
  '@actions/artifact': 'DefaultArtifactClient',
  '@azure/storage-blob': 'BlobClient, BlockBlobClient',
}

const fileOf = new Map(Object.entries(files).flatMap(([file, names]) => names.map((name) => [name, file])))

/** Names of the files, without their ending: entry points of the build. */
export const filesApart = Object.keys(files)

/** @type {import('esbuild').Plugin} */
export const packagesApart = {
  name: 'packages-apart',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path, kind, namespace, resolveDir, pluginData }) => {
      if (kind === 'entry-point')
        return filesApart.includes(path) ? { path, namespace: 'file-apart' } : undefined
      if (namespace === 'apart') return { path, external: true }
      // some packages are there for `import` alone
      if (namespace === 'file-apart')
        return pluginData
          ? undefined
          : build.resolve(path, { resolveDir, kind: 'import-statement', namespace, pluginData: true })
      const name = path.startsWith('.') ? join(resolveDir, path) : path
      return fileOf.has(name) ? { path: name, namespace: 'apart' } : undefined
    })
    build.onLoad({ filter: /./, namespace: 'file-apart' }, ({ path }) => ({
      contents: files[path].map(exported).join('\n'),
      resolveDir: import.meta.dirname,
    }))
    build.onLoad({ filter: /./, namespace: 'apart' }, ({ path }) => {
      const file = `require('./${fileOf.get(path)}.js')`
      return {
        contents:
          path in used
            ? `export const { ${used[path]} } = ${file}`
            : `module.exports = ${file}[${files[fileOf.get(path)].indexOf(path)}]()`,
      }
    })
  },
}

const exported = (name, i) =>
  name in used
    ? `export { ${used[name]} } from ${JSON.stringify(name)}`
    : `exports[${i}] = () => require(${JSON.stringify(name)})`
