import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { ReadRecord } from './bundle.ts'
import { differing } from './differences.ts'
import type { TrainRecord } from './train.ts'
import type { Change } from './training-change.ts'

/** File of a training's evidence that says what its fingerprint is made of, the packages of its lockfiles too. */
export const ingredientsFile = 'fingerprint.json'

/** Versions by package, by lockfile. */
export const lockedPackagesSchema = z.record(z.string(), z.record(z.string(), z.string()))
export type LockedPackagesOf = z.infer<typeof lockedPackagesSchema>

/** A hundred lockfiles of thousands of packages are less. */
const largest = 64 * 2 ** 20

const evidenceSchema = z.looseObject({ packages: lockedPackagesSchema.optional() })

/** What the lockfiles of a training named, where its record vouches for what it kept of them. */
export async function lockedPackagesOf({
  record,
  folder,
}: Pick<ReadRecord<TrainRecord>, 'record' | 'folder'>): Promise<LockedPackagesOf> {
  const kept = record.evidence?.find(({ path }) => path === ingredientsFile)
  if (kept === undefined || kept.bytes > largest) return {}
  try {
    const text = await readFile(join(folder, ingredientsFile), 'utf8')
    return evidenceSchema.safeParse(JSON.parse(text)).data?.packages ?? {}
  } catch {
    return {}
  }
}

/** Instead of a lockfile that both read, the packages that are others in it; without any, the lockfile. */
export function withPackages(
  changes: readonly Change[],
  before: LockedPackagesOf = {},
  after: LockedPackagesOf = {},
): Change[] {
  return changes.flatMap((change) => {
    const { kind, name: file = '' } = change
    const [then, now] = [own(before, file), own(after, file)]
    const packages = kind === 'dependency' && then && now ? differing('dependency', then, now) : []
    return packages.length > 0
      ? packages.map((one) => ({ ...one, name: `${file} ${one.name ?? ''}` }))
      : [change]
  })
}

const own = (packages: LockedPackagesOf, file: string) =>
  Object.hasOwn(packages, file) ? packages[file] : undefined
