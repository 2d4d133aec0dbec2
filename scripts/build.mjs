// One esbuild call: ESM with shared chunks, so that a stage loads only what it uses. dist/ is committed.
// Beside it are the licences of what it contains.
// `node scripts/build.mjs [folder [file of licences]]`: the tests build elsewhere and compare.
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { lighterPackages } from './lighter-packages.mjs'
import { notices } from './notices.mjs'

const [, , outdir = 'dist', licences = outdir === 'dist' ? 'THIRD-PARTY-NOTICES.txt' : undefined] =
  process.argv
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

await rm(outdir, { recursive: true, force: true })
const { metafile } = await build({
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
  metafile: true,
  plugins: [lighterPackages],
  legalComments: 'none',
  define: { MODELASSAY_VERSION: JSON.stringify(version) },
  // Bundled CommonJS packages call require for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
})
await cp('engine', join(outdir, 'engine'), {
  recursive: true,
  filter: (path) => !path.includes('node_modules'),
})
if (licences !== undefined) {
  const outputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const bundled = outputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file)
  await writeFile(licences, await notices(bundled))
}
