import { stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

/**
 * The configuration file of the nearest folder above, up to the top, as a path from the folder that it is above of.
 * @param top the highest folder that is looked in; absolute, as the folder is
 */
export async function configAbove(folder: string, file: string, top: string): Promise<string | undefined> {
  for (let at = folder; at !== top && `${at}${sep}`.startsWith(`${top}${sep}`); ) {
    at = dirname(at)
    const found = await stat(join(at, file)).catch(() => undefined)
    if (found?.isFile()) return relative(folder, join(at, file)).split(sep).join('/')
  }
  return undefined
}
