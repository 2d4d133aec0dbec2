import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { AssayError, inputError } from '../errors.ts'
import { grouped } from '../report/number.ts'
import { isRefused, yamlValue } from '../yaml/read-yaml.ts'
import { deepest, holdsItself } from './holds-itself.ts'

/** What `${…}` of a dvc.yaml may name; hostile values. */
export type Context = Readonly<Record<string, unknown>>

const largest = 4 * 2 ** 20
const mostInstances = 10_000
const mostVars = 100

/**
 * The values that templates see: `params.yaml`, and what `vars` names (DVC refuses two values of one name). A file that
 * cannot be read names nothing: DVC itself says why.
 * @param vars list of a dvc.yaml: files, `file:key,key`, and maps
 * @param folder that of the dvc.yaml, or the `wdir` of a stage
 * @throws AssayError input: `dvc-unreadable` where a file is too large or is a part of itself, or where there are too many
 */
export async function contextOf(vars: unknown, folder: string, above?: Context): Promise<Context> {
  let context: Context = above ?? (await valuesOf(resolve(folder, 'params.yaml')))
  for (const entry of listOf(vars)) {
    if (isMap(entry)) context = merged(context, entry)
    if (typeof entry !== 'string') continue
    const [file = '', keys] = entry.split(':', 2)
    const values = await valuesOf(resolve(folder, file))
    const wanted = keys?.split(',').map((key) => key.trim())
    context = merged(context, wanted ? picked(values, wanted) : values)
  }
  return context
}

/** Files that `vars` names, absolute. */
export const filesOfVars = (vars: unknown, folder: string): string[] =>
  listOf(vars).flatMap((entry) =>
    typeof entry === 'string' ? [resolve(folder, entry.split(':', 1)[0] ?? '')] : [],
  )

function listOf(vars: unknown): readonly unknown[] {
  if (!Array.isArray(vars)) return []
  if (vars.length > mostVars)
    throw tooMuch(
      `a list of vars in dvc.yaml has ${grouped(vars.length)} entries, and at most ${mostVars} are read`,
    )
  return vars
}

/**
 * A stage of `foreach` or `matrix` once for each of its items, any other once, with the values that its templates see.
 * @param stage as dvc.yaml has it
 * @throws AssayError input: `dvc-unreadable` where they are too many: what those left out depend on would not count
 */
export function instancesOf(
  stage: Context,
  context: Context,
): readonly { readonly body: Context; readonly context: Context }[] {
  const { foreach, do: each, matrix, ...plain } = stage
  if (foreach !== undefined) {
    if (!isMap(each)) return []
    const items = standsFor(foreach, context)
    const entries: Context[] = Array.isArray(items)
      ? items.map((item: unknown) => ({ item }))
      : isMap(items)
        ? Object.entries(items).map(([key, item]) => ({ key, item }))
        : []
    if (entries.length > mostInstances) throw tooMany('foreach')
    return entries.map((own) => ({ body: each, context: { ...context, ...own } }))
  }
  if (!isMap(matrix)) return [{ body: plain, context }]
  let items: Context[] = [{}]
  for (const [name, values] of Object.entries(matrix)) {
    const list = standsFor(values, context)
    if (!Array.isArray(list)) return []
    if (items.length * list.length > mostInstances) throw tooMany('matrix')
    items = items.flatMap((item) => list.map((value: unknown) => ({ ...item, [name]: value })))
  }
  return items.map((item) => ({ body: plain, context: { ...context, item } }))
}

/** A text with its templates filled in; undefined where one of them names no text, number or boolean. */
export function filledIn(text: string, context: Context): string | undefined {
  let known = true
  const filled = text.replace(/(\\?)\$\{([^{}]*)\}/g, (whole, escaped: string, expression: string) => {
    if (escaped !== '') return whole.slice(1)
    const value = at(context, expression)
    known &&= ['string', 'number', 'boolean'].includes(typeof value)
    return String(value)
  })
  return known ? filled : undefined
}

/** What stands where a list or map may be named: itself, or what its one template names, and within it likewise. */
function standsFor(value: unknown, context: Context): unknown {
  if (Array.isArray(value)) return value.map((member: unknown) => standsFor(member, context))
  if (typeof value !== 'string') return value
  const [, expression] = /^\$\{([^{}]*)\}$/.exec(value) ?? []
  return expression === undefined ? (filledIn(value, context) ?? value) : at(context, expression)
}

/** `a.b[0].c` */
function at(context: Context, expression: string): unknown {
  let value: unknown = context
  for (const key of expression
    .trim()
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

async function valuesOf(file: string): Promise<Context> {
  try {
    const text = await readFile(file, 'utf8')
    if (text.length > largest) throw unusable(file, `has more than ${grouped(largest)} characters`)
    const value: unknown =
      extname(file) === '.toml' ? parseToml(text) : yamlValue(text, { most: largest, merge: true })
    if (holdsItself(value))
      throw unusable(file, `is a part of itself, or nests deeper than ${deepest} levels`)
    return isMap(value) ? value : {}
  } catch (error) {
    if (error instanceof AssayError) throw error
    if (isRefused(error)) throw unusable(file, `cannot be read: ${error.message}`)
    return {}
  }
}

const unusable = (file: string, why: string) =>
  inputError('dvc-unreadable', `${basename(file)}, whose values dvc.yaml fills in, ${why}`, {
    hint: 'Write it without aliases of YAML that lead back to themselves, and keep data elsewhere.',
    file: basename(file),
  })

const tooMany = (key: 'foreach' | 'matrix') =>
  tooMuch(`a ${key} in dvc.yaml stands for more than ${grouped(mostInstances)} stages, and no more are read`)

const tooMuch = (what: string) =>
  inputError('dvc-unreadable', `${what}, so what the pipeline reads and writes is not known.`, {
    hint: 'Let one stage work through many of them, or divide the pipeline into several.',
    file: 'dvc.yaml',
  })

const picked = (values: Context, keys: readonly string[]): Context =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = at(values, key)
      return value === undefined ? [] : [[key, value]]
    }),
  )

function merged(below: Context, above: Context): Context {
  const entries = Object.entries(above).map(([key, value]): [string, unknown] => {
    const other = Object.hasOwn(below, key) ? below[key] : undefined
    return [key, isMap(value) && isMap(other) ? merged(other, value) : value]
  })
  return { ...below, ...Object.fromEntries(entries) }
}

const isMap = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
