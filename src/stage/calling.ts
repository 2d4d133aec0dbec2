import type { StageName } from '../record/stage-name.ts'

/** What messages call an input: as it is given in a workflow, or on the command line. */
export type Calling = (input: string) => string

type Kind = 'github' | 'local'

/** The input `seeds` of an action is the option --seeds of the command. */
export const inputCalled =
  (kind: Kind): Calling =>
  (input) =>
    kind === 'github' ? `the input \`${input}\`` : `--${input}`

/** The train action is `modelassay train`. */
export const stageCalled = (kind: Kind, stage: StageName): string =>
  kind === 'github' ? `the ${stage} action` : `\`modelassay ${stage}\``
