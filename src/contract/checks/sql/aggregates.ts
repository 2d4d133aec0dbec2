import { type AssayError, together } from '../../../errors.ts'
import { counted } from '../../../report/number.ts'
import { isNumericType } from '../../../tables/cells.ts'
import type { Engine } from '../../../tables/engine/engine.ts'
import { quoted } from '../../finding.ts'
import type { LoadedContract } from '../../load.ts'
import type { Probe } from '../../probe.ts'
import { againstBound, broken } from '../bounds.ts'
import { type Asked, weightOf, wholeFault } from '../column.ts'
import { lackingOf, lackingProbe } from '../lacking.ts'
import type { AggregateCheck } from '../schema.ts'
import type { Statement } from '../statement.ts'
import { askAggregates, plainAggregates } from './aggregate-calls.ts'
import { badSql, type Expression } from './bad-sql.ts'
import { columnsOf, emptyRow, fieldNamed, fieldsIn, triedName } from './columns.ts'
import { parseExpression, Refused } from './parse.ts'
import type { Tree } from './tree.ts'
import { tried } from './tried.ts'

/**
 * The probes of all aggregates. One that comes to NULL or to no finite number, or that cannot be computed for some row,
 * is a fault.
 * @throws AssayError configuration `bad-sql`
 */
export async function aggregateProbes(statement: Statement): Promise<Probe[]> {
  const { engine, loaded } = statement
  const probes: Probe[] = []
  const bad: AssayError[] = []
  for (const [i, aggregate] of loaded.contract.checks.aggregates.entries()) {
    const expression: Expression = { kind: 'aggregate', ...aggregate, asked: ['checks', 'aggregates', i] }
    try {
      const tree = await parseExpression(engine, aggregate.sql)
      const summedTypes = await tryAggregate(engine, loaded, tree)
      probes.push(...aggregateProbe(statement, tree, summedTypes, aggregate, expression))
    } catch (cause) {
      bad.push(badSql(loaded, expression, cause))
    }
  }
  if (bad.length > 0) throw together(bad)
  return probes
}

/** Tries the expression on nothing. @returns the types of what it takes sums and means of */
async function tryAggregate(
  engine: Engine,
  { contract }: LoadedContract,
  tree: Tree,
): Promise<readonly string[]> {
  const fields = fieldsIn(tree, contract.fields)
  const { sql, summed } = plainAggregates(tree, (name) => triedName(fieldNamed(name, fields), fields))
  const statement = `SELECT ${sql} AS answer FROM ${emptyRow(fields)}`
  const [answer] = await engine.rows(`DESCRIBE ${statement}`)
  const type = String(answer?.column_type)
  if (!isNumericType(type)) throw new Refused(`is of type ${type}, and must be a number`)
  await engine.rows(statement)
  if (summed.length === 0) return []
  const columns = await engine.rows(`DESCRIBE SELECT ${summed.join(', ')} FROM ${emptyRow(fields)}`)
  return columns.map(({ column_type }) => String(column_type))
}

function aggregateProbe(
  { loaded, table, readings, absent }: Statement,
  tree: Tree,
  summedTypes: readonly string[],
  { name, ...check }: AggregateCheck,
  { asked }: Expression,
): Probe[] {
  const fields = fieldsIn(tree, loaded.contract.fields)
  const about: Asked = {
    code: 'aggregate',
    field: fields.map((field) => field.name).join(', '),
    asked,
    weight: weightOf(check),
  }
  const lacking = lackingOf(
    fields.map((field) => field.name),
    readings,
  )
  if (lacking !== undefined) return absent.includes(lacking) ? [] : [lackingProbe(about, name, lacking)]
  const { column, lost, read } = columnsOf(table, fields, readings)
  const ask = (name: (place: number) => string) =>
    askAggregates(tree, column, read[0]?.missing, summedTypes, name)
  const { aggregates, failures, isRounded } = ask(String)
  const probe: Probe = {
    aggregates: [...aggregates, lost],
    result: (names) => tried(ask((place) => names[place]!).result, names[aggregates.length]),
    judge(answers) {
      const uncounted = [...failures, aggregates.length].reduce((sum, at) => sum + Number(answers[at]), 0)
      if (uncounted > 0)
        return wholeFault(about, `${quoted(name)} cannot be computed for ${counted(uncounted, 'row')}`)
      const value = answers.at(-1)
      if (typeof value !== 'number' || !Number.isFinite(value))
        return wholeFault(about, `${quoted(name)} comes to no number`)
      const rounded = Number(value.toPrecision(isRounded ? 9 : 15))
      const found = broken(rounded, check)
      if (found === undefined) return undefined
      return wholeFault(about, `${quoted(name)} is ${againstBound(rounded, found)}`, [found.bound])
    },
  }
  return [probe]
}
