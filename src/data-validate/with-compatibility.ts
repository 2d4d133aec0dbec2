import type { Compatibility } from '../record/data-validate.ts'
import { counted } from '../report/number.ts'
import type { Finding } from '../stage/stage.ts'

/** The finding of the data, with what the contract means for the model that is live. */
export function withCompatibility(
  finding: Finding<'data-validate'>,
  compatibility: Compatibility | undefined,
): Finding<'data-validate'> {
  if (compatibility === undefined || compatibility.changes.length === 0) return finding
  const { breaking, severity } = compatibility
  if (breaking === 0) return { ...finding, compatibility }
  const reason = `${finding.reason} ${counted(breaking, 'change')} of the contract ${breaking === 1 ? 'breaks' : 'break'} ${live(compatibility)}.`
  if (severity === 'warning' || finding.verdict === 'error') return { ...finding, reason, compatibility }
  return { ...finding, verdict: 'invalid', passes: false, reason, compatibility }
}

/** The model as people know it: `penguins@v1.2.0, live now`. */
export const live = ({ model, version }: Pick<Compatibility, 'model' | 'version'>) =>
  `${model}@v${version}, live now`
