import { checkCodes } from '../../contract/checks/codes.ts'
import type { RecordOf } from '../../record/record.ts'
import { commaRemedy } from './comma-remedy.ts'
import { type ToldFaults, toldFaults } from './told-faults.ts'

type Invalid = Pick<RecordOf<'data-validate'>, 'groups' | 'errors' | 'tables'>

interface Kind {
  readonly codes: readonly string[]
  /** @param asked the rule with its place, `contract.yml:7` */
  readonly remedy: (file: string, asked: string) => string
}

/** What to do about invalid data, by the first kind that has the fault. What none has is a check of `data.checks`. */
const kinds: readonly Kind[] = [
  {
    codes: ['missing-label', 'extra-label', 'incorrect-label', 'duplicate-label', 'blank-label'],
    remedy: (file, asked) =>
      `Give ${file} the columns that the contract names, or change those there${asked}.`,
  },
  {
    codes: ['blank-row', 'extra-cell', 'missing-cell'],
    remedy: (file) =>
      `Write ${file} again with as many cells in each row as in its header: a quote or a separator is missing, or there is one too many.`,
  },
  {
    codes: [
      ...['type-error', 'constraint-error', 'row-constraint', 'row-error'],
      ...['unique-error', 'primary-key', 'foreign-key'],
    ],
    remedy: (file, asked) => `Mend the rows of ${file}, or where they are right, the rule${asked}.`,
  },
  {
    codes: checkCodes,
    remedy: (file, asked) =>
      `See whether ${file} is whole, and the right one; where it is, change what the contract expects of it${asked}.`,
  },
]
const ofDatasets = (file: string, asked: string) =>
  `See whether ${file} is meant to be so and mend it if not; where it is, change the check in data.checks${asked}.`

/** What to do next about invalid data: a sentence for each kind of fault that makes them so, and that it is looked at again. */
export function faultsRemedy(record: Invalid): string | undefined {
  const faults = toldFaults(record).filter(({ group }) => group.severity !== 'tolerated')
  const errors = faults.filter(({ group }) => group.severity === 'error')
  const firsts = new Map<Kind | undefined, ToldFaults>()
  for (const fault of errors.length > 0 ? errors : faults) {
    const kind = kinds.find(({ codes }) => codes.includes(fault.group.code))
    if (!firsts.has(kind)) firsts.set(kind, fault)
  }
  if (firsts.size === 0) return undefined
  const sentences = Array.from(firsts, ([kind, { group, rule }]) =>
    (kind?.remedy ?? ofDatasets)(group.file ?? group.table, rule ? ` (${rule.file}:${rule.line})` : ''),
  )
  const ofCommas = faults.map(commaRemedy).filter((sentence) => sentence !== undefined)
  return [...ofCommas.slice(0, 1), ...sentences, 'Then run data-validate again.'].join(' ')
}
