import * as z from 'zod'

/** What is known of a contract besides its text. */
export const contractContextSchema = z.object({
  /** the table that it is to hold for, which chooses where one file describes several */
  table: z
    .object({
      /** as the configuration calls it */
      name: z.string(),
      /** relative to what the contract's own path is relative to */
      path: z.union([z.string(), z.array(z.string()).readonly()]),
      /** what the contract calls it, where the configuration says so */
      resource: z.string().optional(),
    })
    .optional(),
  /** texts of the files that it refers to, by path as it names them */
  files: z.record(z.string(), z.string()).readonly().optional(),
})
export type ContractContext = Readonly<z.infer<typeof contractContextSchema>>
export type AskedTable = NonNullable<ContractContext['table']>
