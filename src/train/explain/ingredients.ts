import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { canonicalJson } from '../../record/canonical-json.ts'
import { sha256 } from '../../record/digest.ts'
import { ingredientsFile, lockedPackagesSchema } from '../../record/locked-packages.ts'
import type { TableRef } from '../../record/refs.ts'
import { shownCommand } from '../environment/shown-command.ts'
import { fingerprintOf, type Machine, type Sources, sourcesDigest } from '../inputs/fingerprint.ts'

/** Above this many files only their digest is kept. */
const mostInputs = 20_000

const texts = z.record(z.string(), z.string())

/** What a fingerprint was made of, as the training's evidence keeps it. */
const ingredientsSchema = z.looseObject({
  fingerprint: z.string(),
  sources_digest: z.string(),
  sources: z.looseObject({
    /** without secrets */
    command: z.looseObject({
      run: z.string(),
      shell: z.string(),
      /** of texts that secrets were taken out of, as they were */
      digests: texts.optional(),
    }),
    contracts: texts,
    seeds: z.array(z.number()),
    ship: z.string().optional(),
    suite_version: z.string(),
    /** absent where there were too many to keep */
    inputs: texts.optional(),
    /** over them, where there were too many */
    inputs_digest: z.string().optional(),
    tables: z.array(
      z.looseObject({ name: z.string(), identity: z.looseObject({ value: z.string().optional() }) }),
    ),
    params: z.looseObject({ path: z.string(), digest: z.string() }).optional(),
    lockfiles: texts,
    workflow: z.looseObject({ path: z.string(), digest: z.string() }).optional(),
  }),
  /** values of the parameters, for people */
  params: z.record(z.string(), z.unknown()).optional(),
  /** packages that the lockfiles name, by file, for people */
  packages: lockedPackagesSchema.optional(),
  machine: z.looseObject({
    platform: z.record(z.string(), z.unknown()),
    interpreters: texts,
    variables: texts.optional(),
    container: z.record(z.string(), z.unknown()).optional(),
  }),
})
export type Ingredients = z.infer<typeof ingredientsSchema>

/**
 * @param params path and values of the parameters file, where there is one
 * @param environment of the command; its secrets are kept out
 */
export function ingredientsOf(
  sources: Sources,
  machine: Machine,
  params?: { readonly path: string; readonly values?: Readonly<Record<string, unknown>> },
  environment: Readonly<Record<string, string>> = {},
): Ingredients {
  const { inputs, params: digest, tables, ...rest } = sources
  return {
    fingerprint: fingerprintOf(sources, machine),
    sources_digest: sourcesDigest(sources),
    sources: {
      ...structuredClone({ ...rest, command: shownCommand(rest.command, environment) }),
      ...(Object.keys(inputs).length <= mostInputs
        ? { inputs: { ...inputs } }
        : { inputs_digest: inputsDigest(inputs) }),
      tables: tables.map(keptTable),
      ...(params && digest && { params: { path: params.path, digest } }),
    },
    ...(params?.values && { params: { ...params.values } }),
    machine: { ...structuredClone(machine) },
  }
}

/** One digest over the digests of files, by path. */
export const inputsDigest = (inputs: Readonly<Record<string, string>>) => sha256(canonicalJson(inputs))

const keptTable = ({ name, path, role, identity }: TableRef) => ({
  name,
  role,
  ...(path !== undefined && { path }),
  identity,
})

export const ingredientsText = (ingredients: Ingredients) => canonicalJson(ingredients)

/** What an earlier training kept; undefined where it kept nothing that can be read. */
export async function readIngredients(folder: string): Promise<Ingredients | undefined> {
  const text = await readFile(join(folder, ingredientsFile), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return ingredientsSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
