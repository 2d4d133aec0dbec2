import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeLineage } from '../../src/cli/write-lineage.ts'
import { sha256 } from '../../src/record/digest.ts'
import { trainBundle } from '../trust/records.ts'

it('says which file it wrote, and in one line why it cannot', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'modelassay-lineage-'))
  const said: string[] = []
  const stderr = { write: (text: string) => said.push(text) }
  const host = { cwd: () => folder, env: {}, stderr } as unknown as NodeJS.Process
  const run = { id: '12', attempt: 1, event: 'push', repository: 'team/churn', sha: 'a'.repeat(40) }
  const records = [await trainBundle(run, { model_digest: sha256('model') })]
  await writeLineage(records, { openlineage: 'events.jsonl', provenance: 'made.json' }, host)
  expect(said).toEqual([
    'Wrote the statement of provenance to made.json.\n',
    'Wrote the events of OpenLineage to events.jsonl.\n',
  ])
  expect(JSON.parse(await readFile(join(folder, 'made.json'), 'utf8'))).toHaveProperty('predicate')
  for (const option of ['openlineage', 'provenance'])
    await expect(writeLineage(records, { [option]: 'none/x' }, host)).rejects.toMatchObject({
      code: 'lineage-unwritable',
      message: expect.stringMatching(/ cannot be written to none\/x \(ENOENT\)$/),
    })
  await rm(folder, { recursive: true })
})
