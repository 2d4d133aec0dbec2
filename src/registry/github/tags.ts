import valid from 'semver/functions/valid.js'

/**
 * The tags of GTO (Git Tag Ops): `churn@v1.2.0` registers, `churn#production#3` assigns, `churn#production!#4` takes
 * away.
 * @see gto 1.10, gto/constants.py, tag_re
 */
export const versionTag = (name: string, version: string) => `${name}@v${version}`

export const aliasTag = (name: string, alias: string, number: number) => `${name}#${alias}#${number}`

/** Semantic version of a registering tag; undefined for every other tag. */
export function versionOfTag(tag: string, name: string): string | undefined {
  const prefix = `${name}@v`
  if (!tag.startsWith(prefix)) return undefined
  const rest = tag.slice(prefix.length)
  return valid(rest) === rest ? rest : undefined
}

export interface AliasTag {
  readonly alias: string
  readonly takenAway: boolean
  /** GTO lets people leave it out */
  readonly number?: number
}

/** Undefined for every other tag. */
export function aliasOfTag(tag: string, name: string): AliasTag | undefined {
  const prefix = `${name}#`
  if (!tag.startsWith(prefix)) return undefined
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9/_-]*[A-Za-z0-9])?)(!?)(?:#(\d{1,9}))?$/.exec(
    tag.slice(prefix.length),
  )
  if (!match) return undefined
  return { alias: match[1]!, takenAway: match[2] === '!', ...(match[3] && { number: Number(match[3]) }) }
}
