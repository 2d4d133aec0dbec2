// One command, one table: each row beside what it is measured against, in the same run.
import { fileURLToPath } from 'node:url'
import { actionStep } from './action-step.ts'
import { dataValidate } from './data-validate.ts'
import { evaluateGate } from './evaluate-gate.ts'
import { gateMetrics } from './gate-metrics.ts'
import { planModels } from './plan-models.ts'
import { size } from './size.ts'
import { table } from './table.ts'
import { train } from './train.ts'

const dist = fileURLToPath(new URL('../dist', import.meta.url))

const benches = {
  'evaluate-gate': () => evaluateGate(`${dist}/cli.js`),
  gate: () => gateMetrics(`${dist}/cli.js`),
  step: actionStep,
  'data-validate': () => dataValidate(`${dist}/cli.js`),
  train: () => train(`${dist}/cli.js`),
  plan: () => planModels(`${dist}/cli.js`),
  size: () => size(dist),
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  process.stderr.write(`No bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`)
  process.exit(2)
}

const rows = []
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  rows.push(...(await bench()))
}
process.stdout.write(
  `${process.platform} ${process.arch}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n\n${table(rows)}\n`,
)
