import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import * as z from 'zod'
import { yamlValue } from '../../yaml/read-yaml.ts'

/** Versions by package. */
export type LockedPackages = Readonly<Record<string, string>>

const largest = 16 * 2 ** 20
const largestYaml = 2 ** 20
const mostPackages = 5000

const packageList = z.object({
  package: z.array(z.object({ name: z.string(), version: z.string().optional() })).optional(),
  packages: z.array(z.object({ name: z.string(), version: z.string().optional() })).optional(),
})
const pipfile = z.object({
  default: z.record(z.string(), z.object({ version: z.string().optional() })).default({}),
})
const npm = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
const renv = z.object({ Packages: z.record(z.string(), z.object({ Version: z.string() })) })
const conda = z.object({ dependencies: z.array(z.unknown()) })

/** How each kind of file names packages, for people: nothing is decided by it. */
const readers: readonly (readonly [RegExp, (text: string) => readonly (readonly [string, string])[]])[] = [
  [/^requirements.*\.lock$|\.(txt|in)$/, requirements],
  [
    /^(poetry\.lock|uv\.lock|pdm\.lock|pylock.*\.toml|Cargo\.lock)$/,
    (text) => listed(packageList.parse(parseToml(text))),
  ],
  [
    /^Pipfile\.lock$/,
    (text) =>
      Object.entries(pipfile.parse(JSON.parse(text)).default).map(([name, { version = '' }]) => [
        name,
        version.replace(/^==/, ''),
      ]),
  ],
  [
    /^(package-lock|npm-shrinkwrap)\.json$/,
    (text) =>
      Object.entries(npm.parse(JSON.parse(text)).packages).flatMap(([path, { version = '' }]) =>
        path === '' ? [] : [[path.replace(/^node_modules\//, ''), version]],
      ),
  ],
  [
    /^renv\.lock$/,
    (text) =>
      Object.entries(renv.parse(JSON.parse(text)).Packages).map(([name, { Version }]) => [name, Version]),
  ],
  [
    /^(environment|conda|python_env)\.ya?ml$/,
    (text) => conda.parse(yamlValue(text, { most: largestYaml })).dependencies.flatMap(condaPackage),
  ],
]

/**
 * The packages that lockfiles name, by file; of a file of another kind, or one that cannot be read, nothing.
 * @param lockfiles paths from the model's folder
 */
export async function lockedPackages(
  root: string,
  lockfiles: readonly string[],
): Promise<Readonly<Record<string, LockedPackages>>> {
  const found: Record<string, LockedPackages> = {}
  for (const file of lockfiles) {
    const read = readers.find(([name]) => name.test(basename(file)))?.[1]
    const text = read && (await readFile(join(root, file), 'utf8').catch(() => undefined))
    if (text === undefined || text.length > largest) continue
    try {
      const packages = read!(text)
      if (packages.length > 0 && packages.length <= mostPackages) found[file] = Object.fromEntries(packages)
    } catch {
      // Its digest is told instead.
    }
  }
  return found
}

const listed = ({ package: one = [], packages = [] }: z.infer<typeof packageList>) =>
  [...one, ...packages].map(({ name, version = '' }) => [name, version] as const)

function requirements(text: string): (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, version] = /^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([^;#\\]*)/.exec(line) ?? []
    return name === undefined || version === undefined
      ? []
      : [
          [
            name.toLowerCase(),
            version
              .trim()
              .replace(/^===?\s*/, '')
              .replace(/:\/\/[^/@\s]*@/, '://'),
          ],
        ]
  })
}

function condaPackage(entry: unknown): (readonly [string, string])[] {
  if (typeof entry === 'string') {
    if (entry.startsWith('-')) return []
    const [, name = entry, version = ''] = /^([\w.:-]+)\s*(.*)$/.exec(entry) ?? []
    return [[name, version.replace(/^==?\s*/, '')]]
  }
  const pip = z.object({ pip: z.array(z.string()) }).safeParse(entry)
  return pip.success ? requirements(pip.data.pip.join('\n')) : []
}
