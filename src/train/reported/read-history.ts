import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import * as z from 'zod'
import { AssayError, inputError } from '../../errors.ts'
import { parseCsv } from '../../metrics/reported/csv.ts'
import { type Curve, curvesOfTable } from '../../metrics/reported/history.ts'
import { tableOfRecords } from '../../metrics/reported/history-records.ts'
import type { Json } from '../../record/canonical-json.ts'
import { curveSchema } from '../../record/curve.ts'
import type { Task } from '../../stage/stage.ts'

const historyRequest = z.object({ path: z.string(), label: z.string() })

export const historyAnswer = z.object({ curves: z.record(z.string(), curveSchema) })

const mostBytes = 64 * 2 ** 20
const mostFiles = 200

/** Reads what a training logged by step. It decides nothing: what cannot be read is a warning. */
export const readHistory: Task = async (params, { log }) => {
  const { path, label } = historyRequest.parse(params)
  try {
    const curves = await curvesAt(path, label)
    if (Object.keys(curves).length === 0)
      log.warning(`${label} holds no curves: none of its columns is step, epoch or iteration.`)
    return { curves } as unknown as Json
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!(error instanceof AssayError) && code === undefined) throw error
    log.warning(`The training's curves are not kept: ${(error as Error).message}`)
    return { curves: {} }
  }
}

/** Curves of a file, or of a logger's folder. */
export const curvesAt = async (path: string, label: string): Promise<Readonly<Record<string, Curve>>> =>
  (await stat(path)).isDirectory() ? curvesIn(path, label) : curvesOf(path, label)

async function curvesOf(file: string, label: string): Promise<Readonly<Record<string, Curve>>> {
  const found = await stat(file)
  if (!found.isFile())
    throw inputError('history-special', `${label} is no file`, {
      file: label,
      hint: 'Let the command write a plain file, or a folder of them.',
    })
  const { size } = found
  if (size > mostBytes)
    throw inputError('history-too-large', `${label} has ${size} bytes, at most ${mostBytes} are read`, {
      file: label,
      hint: 'Log less often, or take train.history away.',
    })
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  return curvesOfTable(rowsOf(text, extname(file).toLowerCase(), label))
}

function rowsOf(text: string, ending: string, label: string): readonly (readonly string[])[] {
  if (/^\.(json|ya?ml)$/.test(ending)) return tableOfRecords(text)
  if (ending !== '.tsv') return parseCsv(text, label)
  return text
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) => line.split('\t'))
}

/** DVCLive's folder: one `.tsv` a metric, whose path below `plots/metrics` is its name; Lightning's with `metrics.csv`. */
async function curvesIn(folder: string, label: string): Promise<Readonly<Record<string, Curve>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const lightning = files.filter((file) => basename(file) === 'metrics.csv').sort()
  const newest = (
    await Promise.all(lightning.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })))
  )
    .sort((a, b) => a.at - b.at)
    .at(-1)
  if (newest) return curvesOf(newest.file, label)
  const found: Record<string, Curve> = {}
  for (const file of files
    .filter((path) => path.endsWith('.tsv'))
    .sort()
    .slice(0, mostFiles)) {
    const name = relative(folder, file)
      .split(sep)
      .join('/')
      .replace(/^(.*\/)?plots\/metrics\//, '')
      .replace(/\.tsv$/, '')
    const [curve] = Object.values(await curvesOf(file, label))
    if (curve) found[name] = curve
  }
  return found
}
