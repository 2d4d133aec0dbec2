import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { locateTable } from '../../../src/tables/locate.ts'
import { scratchFolder } from '../engine-for-tests.ts'
import { refusal } from '../several-tables.ts'

const objects: Readonly<Record<string, string>> = {
  'data/day=1/a b.csv': 'x\n1\n',
  'data/day=2/c&d.csv': 'x\n2\n',
  'data/day=2/e.txt': 'no',
  'data/day=10/': '',
  'other/f.csv': 'x\n3\n',
}
const asked: { url: string; authorization: string | undefined }[] = []
/** A store on localhost that has two names on a page. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://store')
  asked.push({ url: url.pathname + url.search, authorization: request.headers.authorization })
  if (!url.searchParams.has('list-type'))
    return response.end(objects[decodeURIComponent(url.pathname).replace('/bucket/', '')])
  const prefix = url.searchParams.get('prefix') ?? ''
  const names = Object.keys(objects).filter((name) => name.startsWith(prefix))
  const from = Number(url.searchParams.get('continuation-token')?.slice(1) ?? 0)
  const next =
    from + 2 < names.length ? `<NextContinuationToken>&amp;${from + 2}</NextContinuationToken>` : ''
  const keys = names
    .slice(from, from + 2)
    .map((name) => `<Contents><Key>${encodeURIComponent(name).replaceAll('%20', '+')}</Key></Contents>`)
  return response.end(`<ListBucketResult>${next}${keys.join('')}</ListBucketResult>`)
})
let endpoint: string
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const locate = (path: string, folder = scratchFolder()) =>
  locateTable(
    { path, root: folder, workspace: folder },
    {
      fetch,
      now: () => new Date('2024-01-31T08:00:00Z'),
      environment: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: 'KEYID',
        AWS_SECRET_ACCESS_KEY: 'very-secret',
      },
      scratch: folder,
    },
  )

it('a pattern in a bucket is the objects that match, in the order of their keys, with what their folders say', async () => {
  const { files, several } = await locate('s3://bucket/data/*/*.csv')
  expect(several).toBe(true)
  expect(files.map(({ label, partition }) => [label, partition])).toEqual([
    ['s3://bucket/data/day=1/a b.csv', [{ key: 'day', value: '1' }]],
    ['s3://bucket/data/day=2/c&d.csv', [{ key: 'day', value: '2' }]],
  ])
  expect(asked.filter(({ url }) => url.includes('list-type')).map(({ url }) => url)).toEqual([
    '/bucket/?list-type=2&encoding-type=url&prefix=data%2F',
    '/bucket/?list-type=2&encoding-type=url&prefix=data%2F&continuation-token=%262',
  ])
  expect(asked.every(({ authorization }) => authorization?.includes('Credential=KEYID/'))).toBe(true)
  expect(JSON.stringify(asked)).not.toContain('very-secret')
})

it('a pattern that nothing matches is an error, not an empty table', async () => {
  expect(await refusal(locate('s3://bucket/data/*.parquet'))).toBe(
    'no-files: No object matches s3://bucket/data/*.parquet.',
  )
})
