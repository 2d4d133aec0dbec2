import { readFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { Project } from '../config/project.ts'
import type { KeyPath } from '../config/yaml-document.ts'
import type { Change } from '../contract/diff/change.ts'
import { diffContracts } from '../contract/diff/diff.ts'
import type { LoadedContract } from '../contract/load.ts'
import { type Contract, contractSchema } from '../contract/schema/contract.ts'
import { AssayError, inputError, type Place } from '../errors.ts'
import type { Compatibility, ContractChange } from '../record/data-validate.ts'
import { sha256 } from '../record/digest.ts'
import type { Signature } from '../record/train.ts'
import type { InProduction } from '../registry/in-production.ts'
import { worstFirst } from '../report/contract-changes.ts'
import type { Ports } from '../stage/stage.ts'
import { proposedContract } from './proposed-contract.ts'

/** A record is no place for a contract that was rewritten from end to end. */
const most = 500

/**
 * What the contracts of the training tables, as they are now, mean for the version that is live, trained under those that
 * its training kept.
 * @throws AssayError `signature-unreadable` where a kept contract is lost or was changed
 */
export async function againstProduction(
  { version, train }: InProduction,
  signature: readonly Signature[],
  project: Project,
  { runner }: Ports,
): Promise<Compatibility> {
  const { name, data } = project.config
  const labelOf = (path: string) =>
    relative(runner.workspace, resolve(project.root, path)).split(sep).join('/')
  const found: ContractChange[] = []
  for (const signed of signature) {
    const old = await contractOf(signed, version, train.folder)
    found.push(...(await changesOf(signed, old, project, labelOf)))
  }
  const changes = worstFirst(found)
  // On its own branch the contract is what the next model is to be made under: refusing it would refuse that model.
  const merged = runner.kind === 'github' && runner.trigger.branch !== undefined
  return {
    model: name,
    version,
    severity: data.compatibility === 'error' && !merged ? 'error' : 'warning',
    breaking: changes.filter(({ model }) => model === 'breaking').length,
    changes: changes.slice(0, most),
    ...(changes.length > most && { more: changes.length - most }),
  }
}

/** The contract that was kept with the training. */
async function contractOf(
  { evidence, digest }: Signature,
  version: string,
  folder: string,
): Promise<Contract> {
  const broken = (detail: string, cause?: unknown) =>
    inputError('signature-unreadable', `the contract that was registered with version ${version} ${detail}`, {
      hint: 'Register the model again, or set data.compatibility to off.',
      cause,
    })
  if (!/^contract(-\d+)?\.json$/.test(evidence)) throw broken('has a name of its own')
  const text = await readFile(join(folder, evidence), 'utf8').catch((cause) => {
    throw broken('is not there', cause)
  })
  if (sha256(text) !== digest) throw broken('was changed')
  const parsed = contractSchema.safeParse(json(text))
  if (!parsed.success) throw broken('is none that this version of the suite knows', parsed.error)
  return parsed.data
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function changesOf(
  { table, contract, labels, ids }: Signature,
  old: Contract,
  project: Project,
  labelOf: (path: string) => string,
): Promise<ContractChange[]> {
  try {
    const now = await proposedContract(project, table, labelOf)
    if (now === undefined)
      return [gone(table, `the training table ${table} was held to ${contract}, and to no contract now`, {})]
    return diffContracts(old, now.contract, { labels, ids }).map((change) => ({
      table,
      ...change,
      ...placed(now, placeOf(change, now)),
    }))
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return [gone(table, `${error.message.replace(/\.$/, '')}: what it asks cannot be compared`, error.place)]
  }
}

const gone = (table: string, why: string, { file, line }: Place): ContractChange => ({
  table,
  path: 'contract',
  model: 'breaking',
  producer: 'breaking',
  why,
  ...(file !== undefined && { file }),
  ...(line !== undefined && { line }),
})

const placed = ({ file }: LoadedContract, { line }: Place) => ({ file, ...(line !== undefined && { line }) })

/** Where the contract says it now; what it says no more is where it would be. */
function placeOf({ path, field }: Change, { contract, place }: LoadedContract): Place {
  const at = field === undefined ? -1 : contract.fields.findIndex(({ name }) => name === field)
  const prefix = `fields.${field}`
  const keys: KeyPath =
    field === undefined || !path.startsWith(prefix)
      ? path.split('.')
      : at === -1
        ? ['fields']
        : [
            'fields',
            at,
            ...path
              .slice(prefix.length)
              .split('.')
              .filter((key) => key !== ''),
          ]
  return place(keys)
}
