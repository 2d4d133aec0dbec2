import * as z from 'zod'

const registries = z
  .enum(['github', 'local'])
  .describe(
    '`github`: releases and tags of the repository; `local`: the folder `.modelassay/` of this clone, which no other clone or machine sees.',
  )

const registry = z.strictObject({ kind: registries })

export const register = z.strictObject({
  registry: z
    .union([z.enum(['github', 'local']).transform((kind) => ({ kind })), registry])
    .optional()
    .describe(
      'Where versions are kept; a name alone is short for `{kind: ...}`. Default: `github` on GitHub, `local` elsewhere.',
    ),
  version: z
    .string()
    .optional()
    .describe(
      'Which part of the version to raise (`major`, `minor`, `patch`), or an exact semantic version such as `1.2.0`; the first one is 0.1.0. Default: `patch`.',
    ),
  aliases: z
    .array(
      z
        .string()
        .regex(
          /^(?!production$)[a-z][a-z0-9-]*$/,
          'lower-case letters, digits and -; only deploy-model moves production',
        ),
    )
    .default([])
    .describe(
      'Aliases that are to name the new version, such as `staging`; only deploy-model moves `production`.',
    ),
  branches: z
    .array(z.string())
    .default([])
    .describe('Branches besides the default branch whose runs may register and deploy.'),
})
