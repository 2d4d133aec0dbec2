import * as z from 'zod'
import { digestSchema } from '../../record/digest.ts'
import { tableRefSchema, tableRoles } from '../../record/refs.ts'
import { changeSchema } from '../../record/training-change.ts'

/** A table of the configuration. */
const tableToTrainOn = z.object({
  name: z.string(),
  path: z.union([z.string(), z.array(z.string())]),
  role: z.enum(tableRoles),
  contract: z.string().optional(),
})
export type TableToTrainOn = z.infer<typeof tableToTrainOn>

/** What the work is asked to find out before it trains. Paths are absolute where they are not said to be otherwise. */
export const environmentRequest = z.object({
  /** folder of the configuration */
  root: z.string(),
  workspace: z.string(),
  /** files and folders relative to the root; absent: every file that git knows or would add */
  inputs: z.array(z.string()).optional(),
  /** what the training itself writes: it is no input */
  outputs: z.array(z.string()),
  /** the dvc.yaml of the pipeline that the command runs, from the root */
  dvc: z.string().exactOptional(),
  /** what the whole pipeline writes: where git does not track it, it is neither input nor change */
  written: z.array(z.string()),
  params: z.object({ file: z.string(), label: z.string() }).optional(),
  tables: z.array(tableToTrainOn),
  /** contracts by path, as digests */
  contracts: z.record(z.string(), digestSchema),
  command: z.object({
    run: z.string(),
    shell: z.string(),
    output: z.string().optional(),
    metrics: z.string().optional(),
    /** brings new data before all else */
    refresh: z.string().optional(),
  }),
  seeds: z.array(z.number().int()),
  /** which seed's model counts, where it is not the first */
  ship: z.string().optional(),
  suite_version: z.string(),
  /** path of the workflow file in the workspace, and the job's key in it */
  workflow: z.string().optional(),
  job: z.string().optional(),
  /** names of the environment variables that decide the result */
  variables: z.array(z.string()),
  /** what the training that this one is compared with was made of */
  earlier: z.object({ from: z.string(), folder: z.string() }).optional(),
  /** identities of the tables that data-validate of this run looked at, where a refresh may have changed them */
  validated: z.record(z.string(), z.string()).optional(),
  /** fingerprints of trained models that may be taken instead of training */
  candidates: z.array(digestSchema),
})
export type EnvironmentRequest = z.infer<typeof environmentRequest>

const environmentSchema = z.object({
  platform: z.object({ os: z.string(), arch: z.string(), release: z.string().optional() }),
  /** what each interpreter on the PATH answers to --version */
  interpreters: z.record(z.string(), z.string()),
  /** by path: `git:<id of the blob>` or `sha256:<hex>` */
  lockfiles: z.record(z.string(), z.string()),
  container: z.object({ image: z.string().optional(), digest: z.string().optional() }).optional(),
  /** versions really installed, by tool and package */
  packages: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** locale, numbers of threads, switches of determinism */
  settings: z.record(z.string(), z.string()).optional(),
  /** how many files decide the result, and one digest over them */
  inputs: z.object({ files: z.number().int(), digest: digestSchema }).optional(),
})
export type TrainEnvironment = z.infer<typeof environmentSchema>

export const environmentAnswer = z.object({
  /** true when the first candidate of the same fingerprint spares the training */
  settled: z.boolean(),
  match: z.number().int().optional(),
  fingerprint: digestSchema.optional(),
  /** the part of it that the repository and its data decide */
  sources_digest: digestSchema.optional(),
  /** what is trained with, as a record shows it: without secrets, and then with the digest of what it was */
  command: z.object({ run: z.string(), digest: digestSchema.optional() }),
  /** what changed since an earlier training, where that is known */
  changed: z.object({ since: z.string(), changes: z.array(changeSchema) }).optional(),
  /** processor, memory, graphics cards: they vary from run to run */
  hardware: z.record(z.string(), z.string()),
  /** why there is no fingerprint, or why nothing may be reused */
  notes: z.array(z.string()),
  environment: environmentSchema,
  tables: z.array(tableRefSchema),
  params: z.record(z.string(), z.unknown()).optional(),
  /** files that the training builds on, by the paths that people know */
  files: z.record(z.string(), digestSchema),
  dirty: z.boolean().optional(),
})
export type EnvironmentAnswer = z.infer<typeof environmentAnswer>
