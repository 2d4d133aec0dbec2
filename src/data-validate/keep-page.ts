import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataPage, type Told } from '../report/html/data-page.ts'
import type { Finding } from '../stage/stage.ts'

/** Keeps what is wrong with the data as a page that opens in a browser; nothing where nothing is wrong. */
export async function keepPage(
  evidence: string,
  name: string,
  finding: Finding<'data-validate'>,
): Promise<void> {
  const told = { ...finding, stage: 'data-validate', name } as unknown as Told
  if (told.groups === undefined || told.groups.length === 0) return
  await mkdir(evidence, { recursive: true })
  await writeFile(join(evidence, 'data.html'), dataPage(told))
}
