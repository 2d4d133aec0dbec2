import { mostCharacters } from '../../config/yaml-document.ts'
import type { Json } from '../../record/canonical-json.ts'
import { yamlValue } from '../../yaml/read-yaml.ts'
import { quoted } from '../finding.ts'
import { readAs } from '../infer/ask.ts'
import { columnTypes } from '../infer/column-type.ts'
import { fieldLines } from '../infer/contract-text.ts'
import { evidenceOf } from '../infer/evidence.ts'
import { proposeField } from '../infer/propose.ts'
import type { LabelFault, Matched } from '../labels.ts'
import type { Asking } from './asking.ts'
import type { Outcome, Proposal, Unproposed } from './proposal.ts'

/** A column that the contract does not have becomes a field; one that the data lack stays one. */
export async function proposeColumns(
  asking: Asking,
  faults: readonly LabelFault[],
  matched: readonly Matched[],
): Promise<Outcome> {
  const proposals: Proposal[] = []
  const unproposed: Unproposed[] = []
  for (const { code, field, message } of faults) {
    if (code === 'extra-label' && field !== undefined) proposals.push(await newField(asking, field))
    else if (code === 'incorrect-label' && matched.length > 0)
      proposals.push({
        what: 'columns may come in any order',
        effect: 'loosens',
        evidence: [message],
        edits: [{ kind: 'set', path: ['fieldsMatch'], value: 'equal' }],
      })
    else unproposed.push({ what: message, why: whyNot[code] ?? 'held for an error' })
  }
  // From the last column on, so that the places of those before it stay what they are.
  return { proposals: proposals.reverse(), unproposed }
}

const whyNot: Readonly<Record<string, string>> = {
  'missing-label':
    'held for an error: a model may read it; take the field out by hand if the column is gone for good',
}

async function newField({ engine, sample, contract }: Asking, name: string): Promise<Proposal> {
  const { table } = sample
  const at = table.columns.findIndex((column) => column.name === name)
  const column = table.columns[at]!
  const [type] = await columnTypes(engine, { ...table, columns: [column] })
  const missing = [...contract.missingValues, ...type!.missing.map(({ text }) => text)]
  const reading = readAs(table, column, type!, missing)
  const draft = proposeField(name, type!, await evidenceOf(engine, sample, reading), false)
  const own = type!.missing.length > 0 ? { missingValues: [...new Set(missing)] } : {}
  const lines = fieldLines({ ...draft, ...own })
  const [value] = yamlValue(lines.join('\n'), { most: mostCharacters }) as Json[]
  return {
    what: `${quoted(name)} is a field`,
    effect: 'loosens and tightens',
    evidence: [
      `${quoted(sample.table.label)} has it as column ${at + 1}, of the type ${draft.type}`,
      'tables without it will no longer keep the contract',
    ],
    edits: [
      {
        kind: 'insert',
        path: ['fields'],
        at: placeOf(at, sample.table.columns, contract.fields),
        value: value ?? {},
        lines,
      },
    ],
  }
}

/** After the field of the nearest column before it. */
function placeOf(
  at: number,
  columns: readonly { readonly name: string }[],
  fields: readonly { readonly name: string }[],
): number {
  for (let before = at - 1; before >= 0; before--) {
    const field = fields.findIndex(({ name }) => name === columns[before]!.name)
    if (field !== -1) return field + 1
  }
  return 0
}
