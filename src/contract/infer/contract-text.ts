import { counted } from '../../report/number.ts'
import type { FieldDraft, Suggestion } from './propose.ts'
import type { ColumnChecks } from './propose-checks.ts'
import { inQuotes, list, scalar } from './yaml-text.ts'

export interface ContractDraft {
  /** what it was read from, by lines */
  readonly sources: readonly string[]
  readonly fields: readonly FieldDraft[]
  /** texts that are missing values, with what speaks for each beside the empty text */
  readonly missing: readonly { readonly text: string; readonly note: string }[]
  /** name of the column that identifies a row, and of others that could */
  readonly key?: { readonly name: string; readonly others: readonly string[] }
  readonly rows: number
  readonly checks: readonly ColumnChecks[]
  /** columns that are to be predicted, which nobody knows when the model serves */
  readonly labels: readonly string[]
}

/** What is read of a contract at most, in characters. */
export const longestContract = 1_000_000

/** The contract with its evidence or, where that would be too long to be read again, without. */
export function contractText(draft: ContractDraft): string {
  const text = written(draft)
  return text.length <= longestContract ? text : written(withoutEvidence(draft))
}

function withoutEvidence(draft: ContractDraft): ContractDraft {
  const bare = (suggestions: readonly Suggestion[]) =>
    suggestions.filter(({ kept }) => kept).map(({ key, value, kept }) => ({ key, value, kept, note: '' }))
  return {
    ...draft,
    sources: [...draft.sources, 'Its columns are too many for the evidence to stand beside them.'],
    fields: draft.fields.map((field) => ({ ...field, shows: [], constraints: bare(field.constraints) })),
    checks: draft.checks
      .map(({ name, checks }) => ({ name, checks: bare(checks) }))
      .filter(({ checks }) => checks.length > 0),
  }
}

const published = 'https://raw.githubusercontent.com/modelassay/modelassay/v1/schema/contract.json'

/** The contract as a file for people: every claim with its evidence, every guess as a comment. */
function written({ sources, fields, missing, key, rows, checks, labels }: ContractDraft): string {
  const lines = [
    `# yaml-language-server: $schema=${published}`,
    '# Read from data by `modelassay contract infer`, and by nobody since. What stands here held for every row of:',
    ...sources.map((source) => `#   ${source}`),
    '# Keep what is a rule, delete what is chance. Keys behind a # are guesses: take out the # of those that are rules.',
    'fields:',
    ...fields.flatMap((field) => fieldLines(field)),
    ...missingLines(missing),
    ...keyLines(key),
    ...labelLines(labels),
    ...checkLines(checks, rows),
  ]
  return `${lines.join('\n')}\n`
}

/** A field as an item of the list, at an indentation of two. */
export function fieldLines({ name, type, format, shows, missingValues, constraints }: FieldDraft): string[] {
  const kept = constraints.some((one) => one.kept)
  return [
    ...shows.map((line) => `  # ${line}`),
    `  - name: ${scalar(name)}`,
    `    type: ${type}`,
    ...(format === undefined ? [] : [`    format: ${format}`]),
    ...(missingValues === undefined ? [] : [`    missingValues: ${list(missingValues)}`]),
    ...(constraints.length === 0 ? [] : [kept ? '    constraints:' : '    # constraints:']),
    ...constraints.flatMap((one) => suggestionLines(one, kept)),
  ]
}

function suggestionLines({ key, value, note, above = [], kept }: Suggestion, open: boolean): string[] {
  const start = kept ? '      ' : open ? '      # ' : '    #   '
  return [
    ...above.map((line) => `${open ? '      # ' : '    #   # '}${line}`),
    `${start}${key}: ${value}${note === '' ? '' : ` # ${note}`}`,
  ]
}

function missingLines(missing: ContractDraft['missing']): string[] {
  if (missing.length === 0) return []
  return [
    ...missing.map(({ text, note }) => `# ${inQuotes(text)}: ${note}`),
    `missingValues: ${list(['', ...missing.map(({ text }) => text)])}`,
  ]
}

function keyLines(key: ContractDraft['key']): string[] {
  if (key === undefined) return []
  const others =
    key.others.length === 0 ? '' : `; so could ${key.others.map((name) => inQuotes(name)).join(', ')}`
  return [
    `# every row has a value of its own in ${inQuotes(key.name)}${others}`,
    `primaryKey: ${scalar(key.name)}`,
  ]
}

function labelLines(labels: readonly string[]): string[] {
  if (labels.length === 0) return []
  return [
    '# what the model is to predict: tables at serving time may lack it',
    'environments:',
    `  serving: { absent: ${list(labels)} }`,
  ]
}

function checkLines(checks: readonly ColumnChecks[], rows: number): string[] {
  const kept = checks.some((one) => one.checks.some((suggestion) => suggestion.kept))
  const open = (isKept: boolean, indentation: string) =>
    isKept ? indentation : kept ? `${indentation}# ` : `# ${indentation}`
  return [
    `${open(kept, '')}checks:`,
    `${open(false, '  ')}rows: { min: ${Math.ceil(rows / 2)} } # ${counted(rows, 'row')} here: a file cut short would have fewer`,
    ...(checks.length === 0 ? [] : [`${open(kept, '  ')}columns:`]),
    ...checks.flatMap(({ name, checks: some }) => {
      const any = some.some((one) => one.kept)
      return [
        `${open(any, '    ')}${scalar(name)}:`,
        ...some.map(({ key, value, note, kept: isKept }) => {
          const start = isKept ? '      ' : any ? '      # ' : kept ? '    #   ' : '#       '
          return `${start}${key}: ${value}${note === '' ? '' : ` # ${note}`}`
        }),
      ]
    }),
  ]
}
