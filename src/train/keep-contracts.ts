import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import { contractSource, loadSource } from '../contract/contract-source.ts'
import { plain } from '../contract/diff/plain.ts'
import { notReadBy } from '../contract/diff/roles.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { sha256 } from '../record/digest.ts'
import type { Signature } from '../record/train.ts'
import type { Log } from '../runner/log.ts'

/** A version keeps its contract for good, and contracts are written by people. */
const longest = 1_000_000

/**
 * Keeps the contract of each training table beside the record, in the suite's own form: what a later contract is held
 * against for as long as the model is live.
 * @param evidence folder whose files become the record's evidence
 */
export async function keepContracts(project: Project, evidence: string, log: Log): Promise<Signature[]> {
  const kept: Signature[] = []
  const tables = Object.entries(project.config.data.tables).filter(([, { role }]) => role === 'train')
  for (const [i, [table]] of tables.entries()) {
    const source = contractSource(project, table)
    if (source === undefined) continue
    const text = canonicalJson(plain(loadSource(source).contract))
    if (text.length > longest) {
      log.warning(
        `The contract of the training table ${table} is not kept: it has ${text.length} characters.`,
      )
      continue
    }
    const file = i === 0 ? 'contract.json' : `contract-${i + 1}.json`
    await mkdir(evidence, { recursive: true })
    await writeFile(join(evidence, file), text)
    kept.push({
      table,
      contract: source.path,
      evidence: file,
      digest: sha256(text),
      ...mutable(notReadBy(project.config)),
    })
  }
  return kept
}

const mutable = ({ labels, ids }: ReturnType<typeof notReadBy>) => ({ labels: [...labels], ids: [...ids] })
