import { visible } from './visible.ts'

/** A run that a checkpoint names, for people. */
export const runText = ({
  id,
  attempt,
  sha,
}: {
  readonly id: string
  readonly attempt: number
  readonly sha?: string | undefined
}) => visible(`run ${id}, attempt ${attempt}${sha === undefined ? '' : `, at ${sha.slice(0, 7)}`}`)
