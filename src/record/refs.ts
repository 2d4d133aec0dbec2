import * as z from 'zod'
import { digestSchema } from './digest.ts'

/** Where a model's bytes are, and the digest that says which bytes they are. */
export const modelRefSchema = z.looseObject({
  /** tree digest over the model's files: see src/models/digest.ts */
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
  files: z.number().int().positive(),
  store: z.looseObject({
    kind: z.enum(['artifact', 'file', 's3', 'https', 'oci', 'mlflow', 'hf']),
    uri: z.string().min(1),
  }),
})
export type ModelRef = z.infer<typeof modelRefSchema>

/** What decides whether two readings of a table are of the same data. `none` forbids skipping and stored comparisons. */
export const identitySchema = z.looseObject({
  kind: z.enum(['content', 'git', 'lfs', 'dvc', 'etag', 'snapshot', 'none']),
  value: z.string().optional(),
})
export type Identity = z.infer<typeof identitySchema>

export const tableRoles = ['train', 'test', 'live', 'other'] as const
export type TableRole = (typeof tableRoles)[number]

export const tableRefSchema = z.looseObject({
  name: z.string().min(1),
  path: z.string().optional(),
  uri: z.string().optional(),
  query: z.string().optional(),
  role: z.enum(tableRoles),
  /** path of the contract, when the table has one */
  contract: z.string().optional(),
  identity: identitySchema,
})
export type TableRef = z.infer<typeof tableRefSchema>
