import { type AssayError, together } from '../../../errors.ts'
import type { Engine } from '../../../tables/engine/engine.ts'
import { quoted, shown } from '../../finding.ts'
import type { LoadedContract } from '../../load.ts'
import type { Probe } from '../../probe.ts'
import type { Reading } from '../../reading.ts'
import { lackingOf, lackingProbe } from '../lacking.ts'
import type { Condition } from '../schema.ts'
import type { Statement } from '../statement.ts'
import { badSql, type Expression } from './bad-sql.ts'
import { columnsOf, emptyRow, fieldNamed, fieldsIn, triedName } from './columns.ts'
import { expressionSql } from './expression.ts'
import { parseExpression, Refused } from './parse.ts'
import type { FunctionCall, Tree } from './tree.ts'
import { tried } from './tried.ts'

/**
 * The probes of all conditions. A row for which one is NULL, or cannot be computed (a cast that fails, an overflow),
 * breaks it; one with a cell that has not its type is not asked.
 * @throws AssayError configuration `bad-sql`
 */
export async function conditionProbes(statement: Statement): Promise<Probe[]> {
  const { engine, loaded } = statement
  const probes: Probe[] = []
  const bad: AssayError[] = []
  for (const [i, condition] of loaded.contract.checks.conditions.entries()) {
    const expression: Expression = { kind: 'condition', ...condition, asked: ['checks', 'conditions', i] }
    try {
      const tree = await parseExpression(engine, condition.sql)
      await tryCondition(engine, loaded, tree)
      probes.push(...conditionProbe(statement, tree, condition, expression))
    } catch (cause) {
      bad.push(badSql(loaded, expression, cause))
    }
  }
  if (bad.length > 0) throw together(bad)
  return probes
}

const noAggregate = ({ function_name }: FunctionCall): string => {
  throw new Refused(`calls ${function_name}, which is an aggregate: write it under aggregates, with bounds`)
}

async function tryCondition(engine: Engine, { contract }: LoadedContract, tree: Tree): Promise<void> {
  const fields = fieldsIn(tree, contract.fields)
  const sql = expressionSql(tree, {
    column: (name) => triedName(fieldNamed(name, fields), fields),
    aggregate: noAggregate,
  })
  if (fields.length === 0) throw new Refused('names no column')
  const statement = `SELECT ${sql} AS answer FROM ${emptyRow(fields)}`
  const [answer] = await engine.rows(`DESCRIBE ${statement}`)
  if (answer?.column_type !== 'BOOLEAN')
    throw new Refused(`is of type ${String(answer?.column_type)}, and must be true or false`)
  await engine.rows(statement)
}

/** SQL: is the cell no fault of its type? A row with one is that fault, and not besides one of each condition. */
const ofItsType = ({ ok, missing }: Reading) => (ok === 'true' ? [] : [`(${missing} OR (${ok}))`])

function conditionProbe(
  { loaded, table, readings, absent }: Statement,
  tree: Tree,
  { name, sql, tolerance, severity }: Condition,
  { asked }: Expression,
): Probe[] {
  const fields = fieldsIn(tree, loaded.contract.fields)
  const weight = {
    ...(severity === undefined ? {} : { severity }),
    ...(tolerance === undefined ? {} : { tolerance }),
  }
  const about = {
    code: 'row-constraint' as const,
    field: fields.map((field) => field.name).join(', '),
    asked,
    weight,
  }
  const lacking = lackingOf(
    fields.map((field) => field.name),
    readings,
  )
  if (lacking !== undefined) return absent.includes(lacking) ? [] : [lackingProbe(about, name, lacking)]
  const { read, column } = columnsOf(table, fields, readings)
  const holds = tried(expressionSql(tree, { column, aggregate: noAggregate }), read[0]?.missing)
  const broken = [...read.flatMap(ofItsType), `NOT coalesce(${holds}, false)`].join(' AND ')
  const values = read.map(
    ({ matched, missing }) =>
      `CASE WHEN ${missing} THEN 'missing' ELSE coalesce((${matched.column.sql})::VARCHAR, '') END`,
  )
  const probe: Probe = {
    aggregates: [`count(*) FILTER (WHERE ${broken})`],
    judge([found]) {
      const count = Number(found)
      if (count === 0) return undefined
      return {
        ...about,
        count,
        rows: {
          broken,
          are: `for which ${quoted(name)} does not hold`,
          shown: values.join(" || ', ' || "),
          message: (value) =>
            `${quoted(name)} does not hold: ${shown(sql.replace(/\s+/g, ' '))}, where ${about.field} is ${quoted(value)}`,
        },
      }
    },
  }
  return [probe]
}
