import { configurationError, inputError } from '../errors.ts'
import { versionNamed } from '../registry/names.ts'
import type { Version } from '../registry/registry.ts'
import type { Ports } from '../stage/stage.ts'

export type Choice =
  | { readonly version: Version; readonly isRollback: boolean; readonly isNamed: boolean }
  | { readonly refused: string }

/**
 * The version to deploy: the one that `rollback-to` or `version` names; else the one that this run registered; else the
 * newest.
 * @throws AssayError `version-and-rollback`, `no-version`
 */
export async function chooseVersion(
  name: string,
  own: Readonly<Record<string, string>>,
  versions: readonly Version[],
  { trust }: Pick<Ports, 'trust'>,
): Promise<Choice> {
  const rollback = plain(own['rollback-to'])
  const named = plain(own.version)
  if (rollback && named)
    throw configurationError('version-and-rollback', 'version and rollback-to are both given', {
      hint: 'Give rollback-to to go back to a version, version to go forward to one.',
    })
  if (rollback) return { version: versionNamed(versions, rollback), isRollback: true, isNamed: true }
  if (named) return { version: versionNamed(versions, named), isRollback: false, isNamed: true }
  const registration = (await trust.ofThisRun(name, 'register-model'))?.record
  if (registration && !registration.passes)
    return { refused: `this run registered no version: ${registration.reason}` }
  if (registration?.version)
    return { version: versionNamed(versions, registration.version), isRollback: false, isNamed: false }
  const [newest] = versions
  if (newest) return { version: newest, isRollback: false, isNamed: false }
  throw inputError('no-version', `no version of ${name} is registered`, {
    hint: 'Run register-model before deploy-model.',
  })
}

const plain = (text = '') => text.trim().replace(/^v(?=\d)/, '')
