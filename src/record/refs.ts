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

/**
 * Where the content of a table comes from, beside the identity, which is always of the content itself. Paths count from
 * the top of the repository that holds the file.
 */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('git'),
    path: z.string(),
    /** id of the blob that the run's commit has there */
    blob: z.string(),
    /** the content is not that of the blob */
    modified: z.literal(true).optional(),
    /** the content has CRLF where the blob has LF, as git may check it out, and is otherwise equal */
    line_endings: z.literal('crlf').optional(),
    /** of a repository inside the workspace's, such as a submodule: its folder in the workspace, and its commit */
    repository: z.string().optional(),
    commit: z.string().optional(),
  }),
  z.looseObject({
    kind: z.literal('lfs'),
    path: z.string(),
    /** sha256 of the content, by the pointer */
    oid: digestSchema,
    size: z.number().int().nonnegative(),
    /** the pointer is staged, and the commit has another */
    modified: z.literal(true).optional(),
    repository: z.string().optional(),
    commit: z.string().optional(),
  }),
  z.looseObject({
    kind: z.literal('dvc'),
    /** the `.dvc` file or `dvc.lock` */
    dvc_file: z.string(),
    /** the output as it is named there */
    out: z.string(),
    /** the stage that makes it, where a pipeline does */
    stage: z.string().optional(),
    /** digest that DVC recorded of the output: md5, with `.dir` for a folder; the content was held to it */
    md5: z.string().optional(),
    /** md5 of the table where the output is a folder */
    file_md5: z.string().optional(),
  }),
  /** in a repository, and in no commit of it */
  z.looseObject({ kind: z.literal('untracked'), path: z.string() }),
])
export type Source = z.infer<typeof sourceSchema>

export const tableRoles = ['train', 'test', 'live', 'other'] as const
export type TableRole = (typeof tableRoles)[number]

export const tableRefSchema = z.looseObject({
  name: z.string().min(1),
  /** of one file, or a pattern; `paths` where the configuration has a list */
  path: z.string().optional(),
  paths: z.array(z.string()).optional(),
  /** the files of a pattern or a list; the identity is then the tree digest over them */
  files: z
    .array(
      z.looseObject({
        path: z.string(),
        bytes: z.number().int().nonnegative(),
        digest: digestSchema,
        source: sourceSchema.optional(),
      }),
    )
    .optional(),
  /** address that it was fetched from, without its query */
  uri: z.string().optional(),
  /** by which the server of the address tells one version from another */
  etag: z.string().optional(),
  query: z.string().optional(),
  role: z.enum(tableRoles),
  /** path of the contract, when the table has one */
  contract: z.string().optional(),
  identity: identitySchema,
  source: sourceSchema.optional(),
})
export type TableRef = z.infer<typeof tableRefSchema>
