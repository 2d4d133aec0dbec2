import * as z from 'zod'

/** It names artifacts, tags and folders, so it holds nothing that any of those gives a meaning. */
export const modelName = z
  .string()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/,
    'letters, digits, - and _, beginning and ending with a letter or digit',
  )
  .max(64)

export const path = z.string().min(1)

export const seconds = z
  .number()
  .positive()
  .max(7 * 24 * 3600)

export const shell = z
  .enum(['bash', 'sh', 'pwsh', 'cmd', 'python'])
  .default('bash')
  .describe('Shell that the command is written for; `bash` and `sh` stop at the first error.')

export const command = z.string().min(1)

export const positiveInteger = z.number().int().positive()

/** A key that the user chooses; the documentation shows it as `<of>`. */
export const chosen = <K extends z.ZodString>(key: K, of: string) => key.meta({ title: of })

/** It names deployments and aliases of versions. */
export const environmentName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and -, beginning with a letter or digit')
