import { diffContracts } from '../../../src/contract/diff/diff.ts'
import { loadContract } from '../../../src/contract/load.ts'

export const contract = (value: unknown) => loadContract(JSON.stringify(value), 'contract.yml').contract

/** Changes between two contracts, without the sentences. */
export const changes = (old: unknown, now: unknown, labels: readonly string[] = []) =>
  diffContracts(contract(old), contract(now), { labels, ids: [] }).map(
    ({ path, model, producer }) => `${path}: ${model} for the model, ${producer} for the producer`,
  )

export const ofField = (old: object, now: object) =>
  changes({ fields: [{ name: 'x', ...old }] }, { fields: [{ name: 'x', ...now }] })

export const number = (constraints: object) => ({ type: 'number', constraints })

export const string = (constraints: object) => ({ type: 'string', constraints })
