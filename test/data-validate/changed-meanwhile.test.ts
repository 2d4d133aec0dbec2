import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tasks } from '../../src/data-validate/tasks.ts'
import { engineCache, quiet, scratchFolder } from '../tables/engine-for-tests.ts'

const contract = {
  text: 'fields: [{ name: id, type: integer }]\nforeignKeys: [{ fields: [id], reference: { resource: b, fields: [id] } }]\n',
  label: 'contract.yml',
  context: {},
}

it('a table that is written after it was checked, and before references and the dataset are, is no valid one', async () => {
  const workspace = scratchFolder()
  const write = (name: string, text: string) => writeFile(join(workspace, name), text)
  await write('a.csv', 'id\n1\n2\n')
  await write('b.csv', 'id\n1\n2\n')
  const table = (name: string) => ({
    name,
    place: { path: `${name}.csv`, root: workspace, workspace },
    label: `${name}.csv`,
    role: 'train',
    ...(name === 'a' && { contract }),
  })
  let written: Promise<void> | undefined
  const log = {
    ...quiet,
    info: (line: string) => {
      if (line.startsWith('b.csv: ')) written = write('a.csv', 'id\n2\n1\n')
    },
  }
  const params = {
    workspace,
    now: '2026-01-02T03:04:05.000Z',
    tables: [table('a'), table('b')],
    profile: false,
    rejected: 'none',
  }
  const bench = {
    log,
    evidence: scratchFolder(),
    scratch: scratchFolder(),
    engine: { cache: engineCache },
    environment: {},
  }
  const answer = await tasks['check-tables'](
    params,
    bench as unknown as Parameters<(typeof tasks)['check-tables']>[1],
  )
  await written
  expect(answer).toMatchObject({
    tables: [
      { name: 'a', unreadable: { code: 'table-changed', file: 'a.csv' } },
      { name: 'b', result: { rows: 2 } },
    ],
  })
})
