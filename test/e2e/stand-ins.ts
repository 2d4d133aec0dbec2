import { cpSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const sources = join(import.meta.dirname, 'stand-ins')

/**
 * Builds the actions that stand in for `actions/…`, each a folder with action.yml and a link to one bundle.
 * @param into folder that gets them
 * @returns folder by name: `github-script` for actions/github-script
 */
export async function buildStandIns(into: string): Promise<Readonly<Record<string, string>>> {
  const names = readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const built = `${into}-built`
  await build({
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/main`, join(sources, name, 'main.ts')])),
    outdir: built,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
    // Bundled CommonJS packages call require for Node's own modules.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  })
  for (const name of names) {
    cpSync(join(sources, name, 'action.yml'), join(into, name, 'action.yml'))
    symlinkSync(join(built, name, 'main.mjs'), join(into, name, 'main.mjs'))
  }
  return Object.fromEntries(names.map((name) => [name, join(into, name)]))
}
