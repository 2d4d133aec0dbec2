// One esbuild call: ESM with shared chunks, so that a stage loads only what it uses. dist/ is committed.
// `node scripts/build.mjs [folder]`: the tests build into another folder and compare.
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const outdir = process.argv[2] ?? 'dist'
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

await rm(outdir, { recursive: true, force: true })
await build({
  entryPoints: {
    cli: 'src/cli/main.ts',
    action: 'src/launch/action.ts',
    work: 'src/launch/work-step.ts',
    'post-feedback': 'src/launch/post-feedback.ts',
  },
  outdir,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  define: { MODELASSAY_VERSION: JSON.stringify(version) },
  // Bundled CommonJS packages call require for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})
await cp('engine', join(outdir, 'engine'), {
  recursive: true,
  filter: (path) => !path.includes('node_modules'),
})
