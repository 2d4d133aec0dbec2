import * as z from 'zod'
import { digestSchema } from '../../record/digest.ts'
import { versionDocumentSchema } from '../document.ts'

const assetSchema = z.looseObject({
  name: z.string().min(1),
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
})
export type DescribedAsset = z.infer<typeof assetSchema>

/** manifest.json of a release: the version, and every other asset by digest. */
export const manifestSchema = z.looseObject({
  ...versionDocumentSchema.shape,
  assets: z.looseObject({
    /** a tar archive, in parts where it is too large for one asset */
    model: z.array(assetSchema).min(1),
    records: z.array(assetSchema).min(1),
  }),
})
export type Manifest = z.infer<typeof manifestSchema>

export const manifestName = 'manifest.json'
