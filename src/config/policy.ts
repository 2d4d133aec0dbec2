import { canonicalJson } from '../record/canonical-json.ts'
import { sha256 } from '../record/digest.ts'
import type { Config } from './schema.ts'
import { testTableAmong } from './test-table.ts'
import { isTree, type Tree, treeAt, withValue } from './tree.ts'

/** Of an evaluation's columns these name the pull request's own predictions; all others judge. */
const ownColumns = ['prediction', 'score', 'scores']
/** Of an evaluation these say how predictions are made; all others judge. */
const ownKeys = ['run', 'shell', 'setup', 'timeout_seconds', 'predictions', 'metrics']
/** What is judged may lie elsewhere, but not be gone: a model judged by its predictions cannot bring claims instead. */
const lastingKeys = ['predictions', 'metrics']

/**
 * The judged change's configuration with everything that judges taken from the base: gate, waivers, own metrics,
 * how evaluations judge, the test tables, the contracts and the checks of datasets. A change can add evaluations, tables
 * and checks, not take them away.
 */
export function judgedBy(base: Tree, change: Tree): Tree {
  let tree = change
  if (hasRules(base)) tree = withValue(tree, ['gate'], base.gate)
  for (const key of ['name', 'waivers', 'metrics']) tree = withValue(tree, [key], base[key])
  tree = withEvaluations(base, tree)
  for (const key of ['contract', 'fail_on', 'compatibility', 'rejected_rows'])
    tree = withValue(tree, ['data', key], treeAt(base, 'data')[key])
  tree = withDatasetChecks(base, tree)
  if (testsSeeds(base)) tree = withValue(tree, ['train', 'seeds'], treeAt(base, 'train').seeds)
  return withValue(tree, ['data', 'tables'], judgedTables(base, change))
}

/** Who could choose the seeds that a gate tests could choose lucky ones. */
const testsSeeds = (base: Tree): boolean => hasRules(base) && treeAt(base, 'gate').seeds !== undefined

/** A change can bring checks, and a label where there was none; those of the base stay as they are. */
function withDatasetChecks(base: Tree, change: Tree): Tree {
  const { label, checks } = treeAt(base, 'data')
  const tree = label === undefined ? change : withValue(change, ['data', 'label'], label)
  if (!isTree(checks)) return tree
  return withValue(tree, ['data', 'checks'], { ...treeAt(treeAt(change, 'data'), 'checks'), ...checks })
}

/** A base without any rule has nothing that a change could loosen: the first gate of a repository comes with a change. */
export const hasRules = (base: Tree): boolean => {
  const gate = treeAt(base, 'gate')
  return Object.keys(treeAt(gate, 'rules')).length > 0 || gate.fairness !== undefined
}

function withEvaluations(base: Tree, change: Tree): Tree {
  const ours = evaluationsOf(base)
  const theirs = evaluationsOf(change)
  if (Object.keys(ours).length === 0) return change
  const merged: Record<string, Tree> = {}
  // The first evaluation is the one that seeds and the best version are told by: which it is, is the base's to say.
  for (const [name, evaluation] of Object.entries(ours)) {
    const changed = theirs[name]
    merged[name] = changed ? judgedEvaluation(evaluation, changed) : evaluation
  }
  for (const name of addedEvaluations(base, change)) merged[name] = theirs[name]!
  const { evaluate: _short, ...rest } = change
  return { ...rest, evaluations: merged }
}

/** Evaluations that only the judged change has: they answer to the rules of the base, and stand in for none of its own. */
export function addedEvaluations(base: Tree, change: Tree): string[] {
  const ours = evaluationsOf(base)
  if (!hasRules(base) || Object.keys(ours).length === 0) return []
  return Object.keys(evaluationsOf(change)).filter((name) => !Object.hasOwn(ours, name))
}

/**
 * Evaluations of the base that the judged change makes on another table, or on none: a test table or an evaluation more
 * is enough. Where a table has the labels and no model is evaluated again, nothing depends on it.
 */
export function movedEvaluations(base: Tree, judged: Tree): string[] {
  return Object.entries(evaluationsOf(base)).flatMap(([name, { truth, baseline = 'stored' }]) => {
    if (truth !== undefined && baseline === 'stored') return []
    const [before, now] = [base, judged].map((tree) =>
      testTableAmong(testTables(tree), Object.keys(evaluationsOf(tree)), name),
    )
    return before === now ? [] : [name]
  })
}

const testTables = (tree: Tree) =>
  Object.entries(treeAt(treeAt(tree, 'data'), 'tables')).flatMap(([name, table]) =>
    roleOf(name, table) === 'test' ? [name] : [],
  )

const evaluationsOf = (tree: Tree): Record<string, Tree> =>
  Object.fromEntries(
    Object.entries(isTree(tree.evaluate) ? { test: tree.evaluate } : treeAt(tree, 'evaluations')).filter(
      (entry): entry is [string, Tree] => isTree(entry[1]),
    ),
  )

function judgedEvaluation(base: Tree, change: Tree): Tree {
  const columns = {
    ...without(treeAt(base, 'columns'), ownColumns),
    ...only(treeAt(change, 'columns'), ownColumns),
  }
  return {
    ...without(base, ownKeys),
    ...only(base, lastingKeys),
    ...only(change, ownKeys),
    ...(Object.keys(columns).length > 0 && { columns }),
  }
}

function judgedTables(base: Tree, change: Tree): Tree {
  const changes = treeAt(treeAt(change, 'data'), 'tables')
  const result: Record<string, unknown> = { ...changes }
  const labels = new Set(Object.values(evaluationsOf(base)).map(({ truth }) => asTable(truth).table))
  for (const [name, table] of Object.entries(treeAt(treeAt(base, 'data'), 'tables'))) {
    const changed = changes[name]
    if (roleOf(name, table) === 'test' || labels.has(name) || changed === undefined) result[name] = table
    // Where a table is may change with the code; which contract judges it and what it is for may not.
    else result[name] = { ...asTable(table), path: asTable(changed).path }
  }
  return result
}

const asTable = (table: unknown): Tree => (isTree(table) ? table : { path: table })
const roleOf = (name: string, table: unknown) => asTable(table).role ?? name

const only = (tree: Tree, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(tree).filter(([key]) => keys.includes(key)))
const without = (tree: Tree, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(tree).filter(([key]) => !keys.includes(key)))

/** Tables that a model is judged on: those of the role, and those that labels come from. */
export function judgingTables({ data, evaluations }: Config): Config['data']['tables'] {
  const labels = new Set(Object.values(evaluations).map(({ truth }) => truth?.table))
  return Object.fromEntries(
    Object.entries(data.tables).filter(([name, { role }]) => role === 'test' || labels.has(name)),
  )
}

/** Digest over everything that judges. */
export function policyDigest(config: Config, contracts: Readonly<Record<string, string>>) {
  const { gate, metrics, evaluations, data, waivers, train } = config
  return sha256(
    canonicalJson({
      gate,
      metrics,
      evaluations: Object.fromEntries(
        Object.entries(evaluations).map(([name, evaluation]) => [
          name,
          { ...without(evaluation, ownKeys), columns: without(evaluation.columns, ownColumns) },
        ]),
      ),
      tables: judgingTables(config),
      ...(waivers.length === 0 ? {} : { waivers }),
      ...(gate.seeds === undefined ? {} : { seeds: train.seeds.values }),
      ...(data.label === undefined ? {} : { label: data.label }),
      ...(data.checks === undefined ? {} : { checks: data.checks }),
      contracts: Object.fromEntries(Object.entries(contracts).map(([path, text]) => [path, sha256(text)])),
    }),
  )
}

/** Does this key path judge? Then an input that overrides it takes the protection away. */
export function judges(at: readonly string[], { gate }: Pick<Config, 'gate'>): boolean {
  if (at[0] === 'train') return at[1] === 'seeds' && gate.seeds !== undefined
  if (at[0] === 'evaluate') return at[1] !== undefined && !ownKeys.includes(at[1])
  return (
    at[0] === 'gate' ||
    at[0] === 'metrics' ||
    at[0] === 'waivers' ||
    (at[0] === 'data' &&
      ['contract', 'fail_on', 'compatibility', 'tables', 'label', 'checks'].includes(at[1] ?? ''))
  )
}
