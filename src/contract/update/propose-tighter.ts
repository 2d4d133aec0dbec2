import { mostCharacters } from '../../config/yaml-document.ts'
import type { Json } from '../../record/canonical-json.ts'
import { yamlValue } from '../../yaml/read-yaml.ts'
import { quoted } from '../finding.ts'
import type { ColumnType } from '../infer/column-type.ts'
import { columnTypes } from '../infer/column-type.ts'
import { evidenceOf } from '../infer/evidence.ts'
import { proposeField, type Suggestion } from '../infer/propose.ts'
import type { Reading } from '../reading.ts'
import type { Asking } from './asking.ts'
import type { Proposal } from './proposal.ts'
import type { Violation } from './violations.ts'

/** What the contract does not ask for though all cells keep it: what would stand in it, were it inferred today. */
export async function proposeTighter(asking: Asking, violations: readonly Violation[]): Promise<Proposal[]> {
  const proposals: Proposal[] = []
  for (const reading of asking.readings) {
    const { field } = reading.matched
    if (violations.some(({ reading: broken }) => broken.matched.field === field)) continue
    if (field.type === 'any') proposals.push(...(await narrower(asking, reading)))
    else proposals.push(...(await constrained(asking, reading)))
  }
  return proposals
}

async function narrower(
  { engine, sample }: Asking,
  { matched: { field, column, index } }: Reading,
): Promise<Proposal[]> {
  const [found] = await columnTypes(engine, { ...sample.table, columns: [column] })
  if (found === undefined || found.type === 'any' || found.missing.length > 0) return []
  return [
    {
      what: `${quoted(field.name)} has the type ${found.type}${found.format === undefined ? '' : ` in the format ${found.format}`}`,
      effect: 'tightens',
      evidence: [`every cell that is present has it`],
      edits: [
        { kind: 'set', path: ['fields', index, 'type'], value: found.type },
        ...(found.format === undefined
          ? []
          : [{ kind: 'set' as const, path: ['fields', index, 'format'], value: found.format }]),
      ],
    },
  ]
}

async function constrained({ engine, sample, contract }: Asking, reading: Reading): Promise<Proposal[]> {
  const { field, column, index } = reading.matched
  const evidence = await evidenceOf(engine, sample, reading)
  const type: ColumnType = { column, type: field.type, missing: [], doubtful: [] }
  const identifies = contract.primaryKey?.length === 1 && contract.primaryKey[0] === field.name
  const { constraints } = proposeField(field.name, type, evidence, identifies)
  return constraints
    .filter(({ key, kept }) => kept && !has(field, key))
    .map(({ key, value, note, above = [] }: Suggestion) => ({
      what: `${quoted(field.name)} has ${key}: ${value}`,
      effect: 'tightens' as const,
      evidence: [note, ...above],
      edits: [
        {
          kind: 'set' as const,
          path: ['fields', index, 'constraints', key],
          value: yamlValue(value, { most: mostCharacters }) as Json,
        },
      ],
    }))
}

/** Whether the contract has a say in it already. */
function has({ constraints, categories }: Reading['matched']['field'], key: string): boolean {
  if (key === 'required') return constraints.required !== undefined
  if (key === 'minimum')
    return constraints.minimum !== undefined || constraints.exclusiveMinimum !== undefined
  if (key === 'enum')
    return constraints.enum !== undefined || categories !== undefined || constraints.pattern !== undefined
  return true
}
