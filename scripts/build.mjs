// One esbuild call. All of the suite is one CommonJS file, in which a module runs when it is first imported: as ES modules
// with shared chunks the same code was a hundred files and more for each step, and loading those took twice as long.
// dist/ is committed. Beside it are the licences of what it contains.
// `node scripts/build.mjs [folder [file of licences]]`: the tests build elsewhere and compare.
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { lighterArtifactClient } from './lighter-artifact-client.mjs'
import { lighterPackages } from './lighter-packages.mjs'
import { notices } from './notices.mjs'
import { filesApart, packagesApart } from './packages-apart.mjs'

const [, , outdir = 'dist', licences = outdir === 'dist' ? 'THIRD-PARTY-NOTICES.txt' : undefined] =
  process.argv
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

await rm(outdir, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: {
    cli: 'src/launch/start/cli.ts',
    action: 'src/launch/start/action.ts',
    work: 'src/launch/start/work.ts',
    suite: 'src/launch/suite.ts',
    ...Object.fromEntries(filesApart.map((name) => [name, name])),
  },
  outdir,
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  metafile: true,
  // in this order: what is left out, or loaded at its first call, is not to be looked for apart
  plugins: [lighterArtifactClient, lighterPackages, packagesApart],
  legalComments: 'none',
  define: {
    MODELASSAY_VERSION: JSON.stringify(version),
    'import.meta.dirname': '__dirname',
    'import.meta.url': 'fileUrl',
  },
  banner: { js: "'use strict';const fileUrl=require('node:url').pathToFileURL(__filename).href;" },
})
// Node looks for a package that is not in dist/ in folders that an earlier job of the same machine may have written to:
// next to those of its actions, in ~/.node_modules.
const outside = Object.values(metafile.outputs)
  .flatMap(({ imports }) => imports)
  .filter(({ path }) => !isBuiltin(path) && !path.startsWith('./'))
if (outside.length > 0)
  throw new Error(
    `dist/ would ask Node for ${outside.map(({ path }) => path).join(', ')}: install it, or leave it out in lighter-packages.mjs`,
  )
// esbuild escapes all others but in tagged templates; with one of them V8 keeps a file in two bytes a character.
const suite = await readFile(join(outdir, 'suite.js'), 'utf8')
const beyondAscii = suite.search(/[^\0-\x7f]/)
if (beyondAscii !== -1)
  throw new Error(
    `dist/suite.js would hold ${suite[beyondAscii]} after ${suite.slice(Math.max(0, beyondAscii - 60), beyondAscii)}: write it as an entity`,
  )
await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n')
await chmod(join(outdir, 'cli.js'), 0o755)
await cp('engine', join(outdir, 'engine'), {
  recursive: true,
  filter: (path) => !path.includes('node_modules'),
})
if (licences !== undefined) {
  const outputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const bundled = outputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file)
  await writeFile(licences, await notices(bundled))
}
