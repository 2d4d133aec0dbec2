import { resolve } from 'node:path'
import { besides, referencesOf } from '../contract/formats/references.ts'
import { inputError } from '../errors.ts'
import { inWorkspace } from './in-workspace.ts'
import { plainText } from './plain-text.ts'
import type { PolicyBase } from './policy-base.ts'
import { refuseLinkOut } from './refuse-link-out.ts'
import type { Config } from './schema.ts'
import { unreadable } from './unreadable.ts'

/**
 * Texts of the contracts that the configuration names, and of the files that those refer to, by path.
 * @param judgedByBase as the base has them, where it has them
 * @throws AssayError input `contract-not-found`; configuration `link-outside`
 */
export async function readContracts(
  { data }: Config,
  root: string,
  { workspace, base }: { readonly workspace: string; readonly base?: PolicyBase },
  judgedByBase: boolean,
): Promise<Record<string, string>> {
  const paths = new Set([data.contract, ...Object.values(data.tables).map((table) => table.contract)])
  const texts: Record<string, string> = {}
  for (const path of paths) {
    if (path === undefined) continue
    const file = resolve(root, path)
    const ofBase = judgedByBase ? await base?.read(inWorkspace(file, workspace)) : undefined
    if (ofBase === undefined) await refuseLinkOut(file, path, workspace)
    const text = ofBase ?? (await readContract(file, path, learntFrom(data)))
    texts[path] = text
    for (const reference of referencesOf(text, path)) {
      const referred = besides(path, reference)
      const at = resolve(root, referred)
      if (ofBase === undefined) await refuseLinkOut(at, referred, workspace)
      const content =
        ofBase === undefined
          ? await plainText(at).catch(() => undefined)
          : await base?.read(inWorkspace(at, workspace))
      if (content !== undefined) texts[referred] = content
    }
  }
  return texts
}

/** A contract is learnt from what trains: learnt from the test set too, it would say nothing of it. */
function learntFrom({ tables }: Config['data']): string {
  const path = Object.values(tables).find(({ role }) => role === 'train')?.path
  return typeof path === 'string' && /^[\w./*-]+$/.test(path) ? path : 'data/train.csv'
}

const readContract = (file: string, path: string, from: string) =>
  plainText(file).catch((cause) => {
    throw inputError('contract-not-found', `the contract cannot be read: ${unreadable(path, cause)}`, {
      hint: `Write it, have one written from data (modelassay contract infer ${from} --output <file>), or take it out of the configuration.`,
      file: path,
      cause,
    })
  })
