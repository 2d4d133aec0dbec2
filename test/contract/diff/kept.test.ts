import { expect, it } from 'vitest'
import { diffContracts } from '../../../src/contract/diff/diff.ts'
import { plain } from '../../../src/contract/diff/plain.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { contractSchema } from '../../../src/contract/schema/contract.ts'
import { canonicalJson } from '../../../src/record/canonical-json.ts'

const everything = `
title: T
encoding: latin1
dialect: { delimiter: ";", quoteChar: "" }
missingValues: ["", { value: NA, label: not available }]
fields:
  - { name: id, type: integer, constraints: { required: true, maximum: "9223372036854775807" } }
  - { name: mass, type: number, decimalChar: ",", groupChar: ".", bareNumber: false, constraints: { exclusiveMinimum: 0 } }
  - { name: seen, type: date, format: "fmt:%d/%m/%Y", constraints: { minimum: "31/01/2020" } }
  - { name: at, type: datetime, example: .nan }
  - { name: kind, type: string, categories: [a, { value: b, label: B }], categoriesOrdered: true, missingValues: ["-"] }
  - { name: ok, type: boolean, trueValues: [ja], falseValues: [nein] }
  - { name: tags, type: list, itemType: integer, delimiter: "|" }
  - { name: mail, type: string, format: email }
  - { name: ref, type: integer }
primaryKey: id
uniqueKeys: [[mass, seen]]
foreignKeys: [{ fields: ref, reference: { resource: "", fields: id } }]
tolerance: { fields: { mass: { type: 0.1 } } }
severity: { fields: { id: { maximum: warning } } }
environments: { serving: { absent: [kind] } }
checks:
  rows: { min: 10 }
  columns:
    mass: { mean: { min: 1, max: 5 }, quantiles: { "0.5": { max: 7 } } }
    at: { fresh: { max_age: 1d, clock: "2024-01-01" }, gaps: { step: 1h, by: kind } }
  conditions: [{ name: positive, sql: mass > 0, tolerance: 0.2 }]
  aggregates: [{ name: total, sql: sum(mass), max: 100 }]
`

it('a contract that was kept with a model is read again as it was', () => {
  const { contract } = loadContract(everything, 'contract.yml')
  const kept = contractSchema.parse(JSON.parse(canonicalJson(plain(contract))))
  expect(diffContracts(contract, kept)).toEqual([])
  expect(diffContracts(kept, contract)).toEqual([])
})
