import * as z from 'zod'
import { type HandedRecords, parseRecordRef, recordRefText } from '../runner.ts'
import type { Environment } from './environment.ts'
import { tellRunner } from './file-command.ts'

const variable = 'MODELASSAY_RECORDS'
const handedSchema = z.record(z.string(), z.string())

/**
 * Records that earlier steps of this job wrote: `{"<name>/<stage>": "<artifact>@<digest>"}` in a variable that the
 * runner gives every later step of the job. What is not of this form is as good as not there.
 */
export function handedRecords(env: Environment): HandedRecords {
  const records = new Map(Object.entries(parsed(env[variable])))
  return {
    get(name, stage) {
      const text = records.get(`${name}/${stage}`)
      return text === undefined ? undefined : parseRecordRef(text)
    },
    set(name, stage, record) {
      records.set(`${name}/${stage}`, recordRefText(record))
      tellRunner(env, 'GITHUB_ENV', { [variable]: JSON.stringify(Object.fromEntries(records)) })
    },
  }
}

function parsed(text: string | undefined): Readonly<Record<string, string>> {
  if (!text) return {}
  try {
    return handedSchema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}
