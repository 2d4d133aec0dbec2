import { dirname } from 'node:path'
import { AssayError } from '../errors.ts'
import { changedWorkflow } from './changed-workflow.ts'
import { checkConfig, withName } from './check-config.ts'
import { baseAtFault, readOrFault } from './faulty-base.ts'
import { inWorkspace } from './in-workspace.ts'
import { pendingRules } from './pending-policy.ts'
import { addedEvaluations, hasRules, judgedBy, movedEvaluations } from './policy.ts'
import type { Config } from './schema.ts'
import type { Sources } from './sources.ts'
import { isTree, type Tree } from './tree.ts'
import { parseYaml } from './yaml-document.ts'

interface Judging extends Sources {
  /** checks a tree with the inputs in it */
  readonly read: (tree: Tree) => Config
}

/** The change's configuration with what judges from the base, checked. */
export async function judgedConfig(own: Tree, path: string, changed: readonly string[], sources: Judging) {
  const { base, file, workspace, read } = sources
  const notes: string[] = []
  const byItself = { fault: undefined, judgedByBase: false, pending: [], added: [] }
  if (!base) return { checked: read(own), notes, ...byItself }
  for (const workflow of await changedWorkflow(base, changed))
    notes.push(`this change edits the workflow that judges it (${workflow})`)
  const text = await base.read(inWorkspace(path, workspace))
  const document = readOrFault(() => parseYaml(text ?? '', `${file} at ${base.sha.slice(0, 7)}`))
  const tree = document instanceof AssayError ? {} : document.value
  if (!isTree(tree)) {
    notes.push(`${file} does not exist at the base commit, so the rules are this change's own`)
    return { checked: read(own), notes, ...byItself }
  }
  const merged = judgedBy(tree, own)
  const checked = document instanceof AssayError ? document : readOrFault(() => read(merged))
  if (checked instanceof AssayError) {
    const fault =
      document instanceof AssayError
        ? document
        : readOrFault(() => checkConfig(withName(tree, dirname(path)), document, []))
    if (!(fault instanceof AssayError)) throw checked
    return withoutFault(fault, tree, own, sources, notes)
  }
  if (!hasRules(tree) && hasRules(own))
    notes.push(`${file} has no rules at the base commit, so they are this change's own`)
  for (const name of movedEvaluations(tree, merged))
    notes.push(`this change has the evaluation ${name} made on another table than the base commit has it`)
  const pending = hasRules(tree) ? pendingRules(tree, own) : []
  return { checked, notes, fault: undefined, judgedByBase: true, pending, added: addedEvaluations(tree, own) }
}

/**
 * The change's configuration by what is right of the base's: its rules on data, or none.
 * @throws AssayError what is wrong with the change itself, which is its author's to mend first; `base-at-fault`
 */
function withoutFault(
  fault: AssayError,
  ofBase: Tree,
  own: Tree,
  { file, base, faultyBase = 'stops', read }: Judging,
  notes: readonly string[],
) {
  const alone = read(own)
  if (faultyBase === 'stops') throw baseAtFault(fault, file, base!.sha)
  const { name, data } = ofBase
  const onData = data === undefined ? fault : readOrFault(() => read(judgedBy({ name, data }, own)))
  const judgedByBase = !(onData instanceof AssayError)
  const note = `${file} is at fault at the base commit (${fault.message}), so ${judgedByBase ? 'of its rules those on data alone hold' : "the rules are this change's own"}`
  return {
    checked: judgedByBase ? onData : alone,
    notes: [...notes, note],
    fault: note,
    judgedByBase,
    pending: [],
    added: [],
  }
}
