import { configurationError } from '../errors.ts'
import { leadsOut } from './leads-out.ts'

/**
 * What stands in a file outside would be shown as what is wrong with it.
 * @param called what messages call the file
 * @throws AssayError configuration `link-outside`
 */
export async function refuseLinkOut(file: string, called: string, workspace: string): Promise<void> {
  if (!(await leadsOut(file, workspace))) return
  throw configurationError('link-outside', `${called} is a link that leads out of the repository`, {
    hint: 'Put the file itself there.',
    file: called,
  })
}
