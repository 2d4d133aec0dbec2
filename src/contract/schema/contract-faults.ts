import { didYouMean } from '../../config/suggest.ts'
import type { KeyPath } from '../../config/yaml-document.ts'
import { contradictions } from '../checks/contradictions.ts'
import type { Contract } from './contract.ts'
import type { Field } from './field.ts'
import { firstRepeated } from './repeated.ts'
import { type FieldCheck, fieldChecks } from './weights.ts'

interface ContractFault {
  readonly path: KeyPath
  readonly message: string
}

/** What is wrong between the parts of a contract, each of which is right by itself. */
export function contractFaults(contract: Contract): ContractFault[] {
  const names = contract.fields.map(({ name }) => name)
  const repeated = firstRepeated(names)
  return [
    ...(repeated === undefined
      ? []
      : [{ path: ['fields', repeated, 'name'], message: `${quote(names[repeated])} is there twice` }]),
    ...keyFaults(contract, names),
    ...weightFaults(contract, names),
    ...Object.entries(contract.environments ?? {}).flatMap(([environment, { absent }]) =>
      unknownNames(['environments', environment, 'absent'], absent, names),
    ),
    ...contradictions(contract.fields, contract.checks),
  ]
}

const quote = (name: string | undefined) => JSON.stringify(name)

const unknownField = (name: string, names: readonly string[]) =>
  `${quote(name)} is no field of this contract${didYouMean(name, names)}`

const unknownNames = (path: KeyPath, used: readonly string[], names: readonly string[]): ContractFault[] =>
  used.filter((name) => !names.includes(name)).map((name) => ({ path, message: unknownField(name, names) }))

function keyFaults(contract: Contract, names: readonly string[]): ContractFault[] {
  const { primaryKey = [], uniqueKeys = [], foreignKeys = [] } = contract
  const keys = [
    { path: ['primaryKey'], fields: primaryKey },
    ...uniqueKeys.map((fields, i) => ({ path: ['uniqueKeys', i], fields })),
    ...foreignKeys.map(({ fields }, i) => ({ path: ['foreignKeys', i, 'fields'], fields })),
  ]
  const within = foreignKeys.flatMap(({ fields, reference }, i): ContractFault[] => {
    const path = ['foreignKeys', i, 'reference', 'fields']
    if (fields.length !== reference.fields.length)
      return [{ path, message: `has ${reference.fields.length} fields, where the key has ${fields.length}` }]
    return reference.resource ? [] : unknownNames(path, reference.fields, names)
  })
  return [
    ...keys.flatMap(({ path, fields }) => [
      ...unknownNames(path, fields, names),
      ...(firstRepeated(fields) === undefined ? [] : [{ path, message: 'has a field twice' }]),
    ]),
    ...within,
  ]
}

/** A tolerance or a severity of what is not checked would be a promise that nobody keeps. */
function weightFaults(contract: Contract, names: readonly string[]): ContractFault[] {
  const { fields, tolerance = {}, severity = {} } = contract
  return Object.entries({ tolerance, severity }).flatMap(([block, weights]): ContractFault[] => [
    ...Object.entries(weights.fields ?? {}).flatMap(([name, checks]): ContractFault[] => {
      const field = fields.find((one) => one.name === name)
      const path = [block, 'fields', name]
      if (field === undefined) return [{ path, message: unknownField(name, names) }]
      return fieldChecks
        .filter((check) => checks[check] !== undefined && !asks(field, check))
        .map((check) => ({ path: [...path, check], message: `${quote(name)} has no ${check}` }))
    }),
    ...(['primaryKey', 'uniqueKeys', 'foreignKeys'] as const)
      .filter((key) => weights[key] !== undefined && contract[key] === undefined)
      .map((key) => ({ path: [block, key], message: `the contract has no ${key}` })),
  ])
}

function asks(field: Field, check: FieldCheck): boolean {
  if (check === 'type') return field.type !== 'any'
  if (check === 'categories') return field.categories !== undefined
  const asked = field.constraints[check]
  return asked !== undefined && asked !== false
}
