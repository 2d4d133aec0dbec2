import { inputError } from '../errors.ts'
import { modelDigest } from '../models/digest.ts'
import type { Version } from './registry.ts'

/**
 * Holds fetched model files to the digest of their version.
 * @throws AssayError `version-broken`
 */
export async function demandModel(
  folder: string,
  { name, version, modelDigest: expected }: Version,
): Promise<void> {
  const found = (await modelDigest(folder)).digest
  if (found !== expected)
    throw inputError(
      'version-broken',
      `the registry holds another model as ${name} ${version} than was registered: ${found}, not ${expected}`,
      { hint: 'Deploy another version, and find out who changed the registry.' },
    )
}
