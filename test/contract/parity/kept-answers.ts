import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { corpus } from './corpus.ts'
import { differences } from './differences.ts'
import type { ParityCase } from './parity-case.ts'

/** What frictionless finds in each table, by the table's name; see {@link faultsHere} for how it is said. */
export interface Answers {
  /** sha256 of the tables that it was asked about */
  readonly asked: string
  readonly found: Readonly<Record<string, readonly string[]>>
}

/** All that frictionless is asked about. */
export const questions: readonly ParityCase[] = [...corpus, ...differences].map(
  ({ name, file, text, schema, lines, others }) => ({
    name,
    file,
    text,
    schema,
    lines,
    ...(others && { others }),
  }),
)

export const questionsDigest = createHash('sha256').update(JSON.stringify(questions)).digest('hex')

/** To renew it: `node test/contract/parity/renew.ts`. */
export const answersFile = fileURLToPath(new URL('../fixtures/frictionless.json', import.meta.url))

export const keptAnswers = (): Answers => JSON.parse(readFileSync(answersFile, 'utf8')) as Answers
