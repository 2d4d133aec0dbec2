import * as z from 'zod'
import { type EncodingName, encodingNames } from '../tables/csv/encoding.ts'
import type { WrittenAs } from '../tables/read.ts'

const isCharacter = (text: string) => [...text].length === 1 && !/[\r\n\0]/.test(text)
const oneCharacter = 'must be one character, and no line end'
const character = z.string().refine(isCharacter, oneCharacter)

/** Table Dialect v2, as far as it is honoured to the letter; its other keys are refused as unknown. */
export const dialectSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Address of a schema, for editors; not checked.'),
    delimiter: character
      .optional()
      .describe('Character between cells. Default: a comma in `.csv`, a tab in `.tsv` and `.tab`.'),
    lineTerminator: z
      .string()
      .refine((text) => ['\r\n', '\n', '\r'].includes(text), 'must be CRLF, LF or CR')
      .optional()
      .describe('What ends a line; not checked, because all three are read wherever they stand.'),
    quoteChar: z
      .string()
      .refine((text) => text === '' || isCharacter(text), oneCharacter)
      .default('"')
      .describe(
        'Character around cells that hold delimiters or line ends; with an empty text there is none.',
      ),
    doubleQuote: z.boolean().default(true).describe('Whether two quotes inside a quoted cell stand for one.'),
    escapeChar: character
      .optional()
      .describe('Character that takes from the next one what it means. Default: none.'),
    commentChar: character
      .optional()
      .describe('Lines that begin with it are left out, and counted as lines only. Default: none.'),
    skipInitialSpace: z
      .boolean()
      .default(false)
      .describe('Whether spaces after a delimiter and at the beginning of a line are no part of the cell.'),
    header: z
      .boolean()
      .default(true)
      .describe(
        'Whether the first record names the columns; without, they are those of `fields`, in their order.',
      ),
  })
  .superRefine(({ delimiter, quoteChar, escapeChar, commentChar, skipInitialSpace }, context) => {
    const meant = { delimiter, quoteChar: quoteChar || undefined, escapeChar, commentChar }
    const given = Object.entries(meant).filter(([, char]) => char !== undefined)
    for (const [i, [key, char]] of given.entries()) {
      const other = given.slice(0, i).find(([, earlier]) => earlier === char)
      if (other !== undefined)
        context.addIssue({ code: 'custom', path: [key], message: `is the same character as ${other[0]}` })
      else if (skipInitialSpace && char === ' ')
        context.addIssue({ code: 'custom', path: [key], message: 'is a space, which skipInitialSpace skips' })
    }
  })
export type Dialect = z.infer<typeof dialectSchema>

export const encodingSchema = z
  .enum(Object.keys(encodingNames) as [EncodingName, ...EncodingName[]])
  .transform((name) => encodingNames[name])

/** How the contract says that a table's files are written. */
export function writtenAs({
  encoding,
  dialect,
  fields,
}: {
  readonly encoding?: z.infer<typeof encodingSchema> | undefined
  readonly dialect?: Dialect | undefined
  readonly fields: readonly { readonly name: string }[]
}): WrittenAs {
  const declared = encoding === undefined ? {} : { encoding }
  if (dialect === undefined) return declared
  const { delimiter, quoteChar, doubleQuote, escapeChar, commentChar, skipInitialSpace, header } = dialect
  return {
    ...declared,
    dialect: {
      ...(delimiter !== undefined && { delimiter }),
      ...(quoteChar !== '' && { quoteChar }),
      doubleQuote,
      ...(escapeChar !== undefined && { escapeChar }),
      ...(commentChar !== undefined && { commentChar }),
      skipInitialSpace,
      header,
    },
    ...(!header && { names: fields.map(({ name }) => name) }),
  }
}
