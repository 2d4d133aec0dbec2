import { inputError } from '../errors.ts'
import { modelDigest } from '../models/digest.ts'
import type { NewVersion, Version } from './registry.ts'

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

/**
 * Holds the files that are about to be registered to the digest that was judged.
 * @throws AssayError `model-changed`
 */
export async function demandUnchanged(folder: string, { digest }: NewVersion['model']): Promise<void> {
  const found = (await modelDigest(folder)).digest
  if (found !== digest)
    throw inputError('model-changed', `the model has digest ${found}, but ${digest} was to be registered`, {
      hint: 'Something wrote into the model after it was judged. Run the workflow again.',
    })
}
