import type { Tree } from '../../config/tree.ts'
import type { KeyPath, YamlDocument } from '../../config/yaml-document.ts'
import { dateFormat } from './date-format.ts'
import { demandKeys, partsOf, unsupported } from './faults.ts'
import { matchAnywhere } from './match-anywhere.ts'
import type { Origins } from './origins.ts'

interface Where {
  /** of the options */
  readonly at: KeyPath
  /** of the field, in the suite's own form */
  readonly own: KeyPath
  readonly document: YamlDocument
  readonly origins: Origins
}

/** Options that are known for each type, as fields call it. */
const known: Readonly<Record<string, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format'],
  date: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'format'],
  datetime: [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'format',
    'timezone',
    'defaultTimezone',
  ],
  time: [
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'format',
    'timezone',
    'defaultTimezone',
  ],
  object: ['minProperties', 'maxProperties', 'required'],
  array: ['minItems', 'maxItems', 'uniqueItems'],
}

/** The same constraint under the standard's name. */
const renamed: Readonly<Record<string, string>> = {
  minProperties: 'minLength',
  maxProperties: 'maxLength',
  minItems: 'minLength',
  maxItems: 'maxLength',
}

/** Formats of texts that both know, by the standard's name. */
const textFormats: Readonly<Record<string, string>> = {
  email: 'email',
  uri: 'uri',
  uuid: 'uuid',
  byte: 'binary',
  binary: 'binary',
}

/** Least and most of whole numbers of so many bits; of more than 32, only the sign is held. */
const widths: Readonly<Record<string, readonly [number | undefined, number | undefined]>> = {
  i8: [-(2 ** 7), 2 ** 7 - 1],
  i16: [-(2 ** 15), 2 ** 15 - 1],
  i32: [-(2 ** 31), 2 ** 31 - 1],
  i64: [undefined, undefined],
  i128: [undefined, undefined],
  u8: [0, 2 ** 8 - 1],
  u16: [0, 2 ** 16 - 1],
  u32: [0, 2 ** 32 - 1],
  u64: [0, undefined],
  u128: [0, undefined],
}

/** `logicalTypeOptions` as what a field has beside its type. */
export function optionsOf(type: string, options: Tree, where: Where): Tree & { readonly constraints: Tree } {
  const { at, own, document, origins } = where
  const parts = partsOf()
  parts.read(() => demandKeys(options, at, { read: known[type] ?? [], ignored: [] }, document))
  const constraints: Record<string, unknown> = {}
  const field: Record<string, unknown> = {}
  const constrain = (name: string, value: unknown, key: string) => {
    constraints[name] = value
    origins.set([...own, 'constraints', name], [...at, key])
  }
  const refuse = (key: string, what: string) =>
    parts.read(() => {
      throw unsupported(document, [...at, key], what)
    })
  for (const [key, value] of Object.entries(options)) {
    switch (key) {
      case 'pattern':
        constrain('pattern', typeof value === 'string' ? matchAnywhere(value) : value, key)
        break
      case 'format':
        parts.read(() => Object.assign(field, formatOf(type, value, constrain, where)))
        origins.set([...own, 'format'], [...at, key])
        break
      case 'exclusiveMinimum':
      case 'exclusiveMaximum':
        exclusive(key, value, options, constrain)
        break
      case 'minimum':
      case 'maximum':
        constrain(key, options.format === undefined ? boundOf(type, value) : value, key)
        break
      case 'timezone':
        break
      case 'defaultTimezone':
        // Where every time says its zone, none is in the default one.
        if (options.timezone !== true && !['Etc/UTC', 'UTC', 'Z'].includes(String(value)))
          refuse(key, 'times without a zone are read as UTC, and in no other zone')
        break
      case 'multipleOf':
      case 'required':
      case 'uniqueItems':
        if (value !== false) refuse(key, 'this is not checked')
        break
      default:
        constrain(renamed[key] ?? key, value, key)
    }
  }
  parts.end()
  return { ...field, constraints: withoutBounds(constraints) }
}

/** In the first versions a boolean beside the bound; since then a bound of its own. */
function exclusive(
  key: 'exclusiveMinimum' | 'exclusiveMaximum',
  value: unknown,
  options: Tree,
  constrain: (name: string, value: unknown, key: string) => void,
): void {
  if (value === false) return
  const beside = key === 'exclusiveMinimum' ? options.minimum : options.maximum
  constrain(key, value === true ? beside : value, key)
}

/** A bound that is `exclusive: true` is not one that allows itself, too. */
function withoutBounds(constraints: Record<string, unknown>): Tree {
  const { minimum, maximum, ...rest } = constraints
  return {
    ...rest,
    ...(minimum !== undefined && minimum !== rest.exclusiveMinimum && { minimum }),
    ...(maximum !== undefined && maximum !== rest.exclusiveMaximum && { maximum }),
  }
}

/** The standard's examples write a space between day and time. */
const boundOf = (type: string, value: unknown): unknown =>
  type === 'datetime' && typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T') : value

function formatOf(
  type: string,
  format: unknown,
  constrain: (name: string, value: unknown, key: string) => void,
  { at, document }: Where,
): Tree {
  const text = String(format)
  const refuse = (what: string) => unsupported(document, [...at, 'format'], what)
  if (type === 'string') {
    if (!Object.hasOwn(textFormats, text))
      throw refuse(`texts of format ${JSON.stringify(format)} are not checked`)
    return { format: textFormats[text] }
  }
  if (type === 'number') {
    if (text !== 'f32' && text !== 'f64') throw refuse(`${JSON.stringify(format)} is no format of numbers`)
    return {}
  }
  if (type === 'integer') {
    if (!Object.hasOwn(widths, text)) throw refuse(`${JSON.stringify(format)} is no format of whole numbers`)
    const [least, most] = widths[text]!
    if (least !== undefined) constrain('minimum', least, 'format')
    if (most !== undefined) constrain('maximum', most, 'format')
    return {}
  }
  const own = dateFormat(text)
  if (own === undefined) throw refuse(`how ${JSON.stringify(format)} is written is not known here`)
  return own === defaults[type] ? {} : { format: own }
}

/** What a type's default format is in full. */
const defaults: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  datetime: '%Y-%m-%dT%H:%M:%S',
  time: '%H:%M:%S',
}
