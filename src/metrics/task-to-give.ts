import { shellWord } from '../report/shell-word.ts'
import { visible } from '../report/visible.ts'

/** What most people call that which a model looks for. */
const looksPositive = new Set(['yes', 'y', 'true', 't', 'positive', 'pos', '1'])

/**
 * What to give where labels do not say what they are, as options to paste, with the labels that there are.
 * @param labels each once, as they are written; hostile
 * @param isNumeric whether all of them are numbers
 */
export function taskToGive(labels: readonly string[], isNumeric: boolean): string {
  const classes = labels.length > 2 ? '--task multiclass' : binary(labels)
  const keys = 'the keys of these are evaluate.task and evaluate.positive.'
  return isNumeric
    ? `If they are classes, give ${classes}; if numbers, --task regression; ${keys}`
    : `Give ${classes}; ${keys}`
}

function binary(labels: readonly string[]): string {
  const [last = ''] = [...labels].sort().reverse()
  const meant = labels.find((label) => looksPositive.has(label.toLowerCase())) ?? last
  const others = labels.filter((label) => label !== meant).map((label) => `, or ${positive(label)}`)
  const which = others.length > 0 ? ' (the one that the model looks for)' : ''
  return `--task binary ${positive(meant)}${others.join('')}${which}`
}

/** A label that a terminal would not show as it is, or not whole, cannot be pasted. */
function positive(label: string): string {
  if (label === '' || visible(label, 60) !== label) return '--positive <label>'
  return label.startsWith('-') ? `--positive=${shellWord(label)}` : `--positive ${shellWord(label)}`
}
