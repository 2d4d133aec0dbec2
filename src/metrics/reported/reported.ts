import { extname } from 'node:path'
import { parse as parseToml, type TomlError } from 'smol-toml'
import { LineCounter } from 'yaml'
import { inputError } from '../../errors.ts'
import { grouped } from '../../report/number.ts'
import { plainValueOf, yamlDocument } from '../../yaml/read-yaml.ts'
import type { Metrics } from '../compute.ts'
import { isOfRows } from '../read/prediction-columns.ts'
import { parseCsv } from './csv.ts'
import { mostYaml } from './history-records.ts'
import { parsePythonJson } from './python-json.ts'

type MetricsFormat = 'json' | 'yaml' | 'toml' | 'csv'

const formats: Readonly<Record<string, MetricsFormat>> = {
  '.json': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.toml': 'toml',
  '.csv': 'csv',
}

/** How deep a metrics file may nest; deeper ones are no metrics. */
const maxDepth = 32

/**
 * The format that a file's name tells.
 * @param label what messages call the file
 * @throws AssayError if it tells none
 */
export function metricsFormat(file: string, label = file): MetricsFormat {
  const format = formats[extname(file).toLowerCase()]
  if (format !== undefined) return format
  throw inputError(
    'unknown-metrics-format',
    `${label} is no metrics file: its name ends in no known format`,
    {
      file: label,
      hint: 'Write the metrics as .json, .yaml, .toml or .csv.',
    },
  )
}

/**
 * Metrics that the user's own code has written. Nested names are joined with dots. What is no finite number is
 * undefined with the reason, so that a rule that names it cannot pass.
 * @param text JSON (with Python's bare NaN and Infinity), YAML, TOML, or CSV: a header and one row, or rows of name and value
 * @param file named in errors
 * @throws AssayError if the text cannot be read or holds nothing
 */
export function reportedMetrics(text: string, format: MetricsFormat, file: string): Metrics {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (content.trim() === '') throw nothing(file, 'is empty')
  const entries = format === 'csv' ? csvEntries(content, file) : documentEntries(content, format, file)
  if (entries.length === 0) throw nothing(file, 'holds no metrics')
  return sorted(entries)
}

type Entry = readonly [name: string, value: unknown]

function sorted(entries: readonly Entry[]): Metrics {
  const values = new Map<string, number>()
  const reasons = new Map<string, string>()
  for (const [name, value] of entries) {
    if (values.has(name) || reasons.has(name)) {
      values.delete(name)
      reasons.set(name, 'is given more than once')
    } else if (typeof value === 'number' && Number.isFinite(value)) {
      values.set(name, value + 0)
    } else {
      reasons.set(name, whyNoNumber(value))
    }
  }
  return {
    metrics: Object.fromEntries(values),
    undefined: Array.from(reasons, ([metric, reason]) => ({ metric, reason })),
  }
}

function whyNoNumber(value: unknown): string {
  if (value === null) return 'is null, not a number'
  if (value === undefined || value === '') return 'is empty, not a number'
  if (typeof value === 'number' || /^[-+]?\.?(nan|inf|infinity)$/i.test(String(value))) return `is ${value}`
  if (Array.isArray(value)) return 'is a list, not a number'
  if (typeof value !== 'string')
    return `is ${typeof value === 'boolean' ? value : typeof value}, not a number`
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value
  return `is the text ${JSON.stringify(shown)}, not a number`
}

function documentEntries(text: string, format: Exclude<MetricsFormat, 'csv'>, file: string): Entry[] {
  const document = parsers[format](text, file)
  if (!isMapping(document)) {
    throw inputError('no-metrics', `${file} is no mapping of metric names to numbers`, {
      file,
      hint: 'Write one mapping, such as {"accuracy": 0.93}.',
    })
  }
  const entries: Entry[] = []
  const walk = (mapping: object, path: string, depth: number): void => {
    if (depth > maxDepth) {
      throw inputError('metrics-too-deep', `${file} nests deeper than ${maxDepth} levels`, {
        file,
        hint: 'Write metrics as a flat mapping of names to numbers.',
      })
    }
    for (const [key, value] of Object.entries(mapping)) {
      const name = path === '' ? key : `${path}.${key}`
      if (isMapping(value)) walk(value, name, depth + 1)
      else entries.push([name, value])
    }
  }
  walk(document, '', 1)
  return entries
}

const parsers = { json: parsePythonJson, yaml: parseYaml, toml: parseTomlText }

function parseTomlText(text: string, file: string): unknown {
  try {
    return parseToml(text)
  } catch (cause) {
    const { line, column } = cause as Partial<TomlError>
    throw inputError(
      'unreadable-toml',
      `${file} is no readable TOML: ${firstLine((cause as Error).message)}`,
      {
        file,
        ...(line !== undefined && column !== undefined && { line, column }),
        hint: 'Mend the file, or write the metrics with a TOML library.',
        cause,
      },
    )
  }
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function parseYaml(text: string, file: string): unknown {
  const lines = new LineCounter()
  const document = yamlDocument(text, { most: mostYaml, lines })
  const [error] = document.errors
  try {
    if (error !== undefined) throw error
    return plainValueOf(document)
  } catch (cause) {
    const start = error && lines.linePos(error.pos[0])
    throw inputError(
      'unreadable-yaml',
      `${file} is no readable YAML: ${firstLine((cause as Error).message)}`,
      {
        file,
        ...(start && { line: start.line, column: start.col }),
        hint: 'Mend the file, or write the metrics with a YAML library.',
        cause,
      },
    )
  }
}

function csvEntries(text: string, file: string): Entry[] {
  const [header = [], ...rows] = parseCsv(text, file).filter((row) => row.some((cell) => cell.trim() !== ''))
  const ragged = rows.findIndex((row) => row.length !== header.length)
  if (ragged !== -1) {
    throw inputError(
      'ragged-csv',
      `row ${ragged + 2} of ${file} has ${rows[ragged]!.length} cells, its header ${header.length}`,
      {
        file,
        hint: 'Write a header and one row, or rows of name and value.',
      },
    )
  }
  if (isNameAndValue(header)) return rows.map(([name = '', value = '']) => [name.trim(), cellValue(value)])
  if (header.length === 2 && isNumber(header[1]!)) {
    return [header, ...rows].map(([name = '', value = '']) => [name.trim(), cellValue(value)])
  }
  if (rows.length === 0) throw nothing(file, 'has a header and no row')
  if (rows.length > 1) {
    throw inputError(
      'many-metric-rows',
      `${file} has ${grouped(rows.length)} rows of metrics, and it is not said which counts`,
      {
        file,
        hint: isOfRows(header)
          ? 'Predictions by row are given as evaluate.predictions (--predictions). A metrics file holds one row of values, or rows of name and value.'
          : 'Write the one row that is to be judged, or rows of name and value.',
      },
    )
  }
  return header.map((name, i) => [name.trim(), cellValue(rows[0]![i]!)])
}

function isNameAndValue(header: readonly string[]): boolean {
  const [first = '', second = ''] = header.map((cell) => cell.trim().toLowerCase())
  return (
    header.length === 2 && ['metric', 'name', 'key'].includes(first) && ['value', 'score'].includes(second)
  )
}

function isNumber(cell: string): boolean {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell)
}

function cellValue(cell: string): number | string {
  return isNumber(cell) ? Number(cell) : cell.trim()
}

function nothing(file: string, what: string) {
  return inputError('no-metrics', `${file} ${what}`, {
    file,
    hint: 'Let the training or evaluation command write at least one metric to it.',
  })
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!.replace(/:$/, '')
}
