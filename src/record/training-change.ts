import * as z from 'zod'

/** One thing that decides a training and differs between two of them. Texts are the user's. */
export const changeSchema = z.looseObject({
  kind: z.enum([
    'commit',
    'data',
    'contract',
    'parameter',
    'dependency',
    'package',
    'interpreter',
    'platform',
    'seeds',
    'command',
    'input',
    'workflow',
    'suite',
    'variable',
    'container',
    'hardware',
    'setting',
  ]),
  /** the table, the parameter, the lockfile ...; absent where there is only one */
  name: z.string().optional(),
  /** absent where there was none */
  before: z.string().optional(),
  after: z.string().optional(),
})
export type Change = z.infer<typeof changeSchema>
