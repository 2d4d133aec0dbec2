import { describe, expect, it } from 'vitest'
import { waiversOfReviews } from '../../../src/evaluate-gate/waivers/review-waivers.ts'
import type { Review } from '../../../src/forge/pulls.ts'

const head = 'a'.repeat(40)
const change = { number: 7, author: 'ada', headSha: head }
const line = 'modelassay waive accuracy 0.03 until 2027-01-31: new data'

let ids = 0
const review = (given: Partial<Review> = {}): Review => ({
  id: ++ids,
  state: 'APPROVED',
  body: line,
  author: 'grace',
  byPerson: true,
  commitSha: head,
  url: 'https://github.com/assay/penguins/pull/7#pullrequestreview-1',
  ...given,
})

const permissions: Readonly<Record<string, 'admin' | 'write' | 'read' | 'none'>> = {
  ada: 'admin',
  grace: 'write',
  root: 'admin',
  reader: 'read',
}
const collaborators = { permission: async (login: string) => permissions[login] ?? ('none' as const) }
const found = (...reviews: Review[]) => waiversOfReviews(reviews, change, collaborators)

describe('a waiver in a review', () => {
  it.each(['grace', 'root'])('counts when %s, who may write, approves the head with it', async (author) => {
    const { stated, refused } = await found(review({ author }))
    expect(refused).toEqual([])
    expect(stated).toMatchObject([
      {
        terms: { metric: 'accuracy', ceiling: 0.03 },
        source: { source: 'review', by: author, commit: head },
      },
    ])
  })

  it('counts beside a later remark of the same person', async () => {
    const { stated } = await found(review(), review({ state: 'COMMENTED', body: 'thanks' }))
    expect(stated).toHaveLength(1)
  })

  it.each([
    ['of another commit', { commitSha: 'b'.repeat(40) }, 'is of commit bbbbbbb, and the head is aaaaaaa'],
    ['of a commit that is gone', { commitSha: undefined }, 'is of commit unknown'],
    ['that was dismissed', { state: 'DISMISSED' }, 'was dismissed'],
    ['that only comments', { state: 'COMMENTED' }, 'does not approve'],
    ['that asks for changes', { state: 'CHANGES_REQUESTED' }, 'does not approve'],
    ['that is not sent yet', { state: 'PENDING' }, 'does not approve'],
    ['of the author', { author: 'ada' }, 'is the author'],
    ['of the author in capitals', { author: 'ADA' }, 'is the author'],
    ['of a bot', { author: 'grace[bot]', byPerson: false }, 'is no person'],
    ['of an account that is gone', { author: '', byPerson: false }, 'is gone'],
    ['of somebody who may only read', { author: 'reader' }, 'no write permission'],
    ['of a stranger', { author: 'stranger' }, 'no write permission'],
  ] as const)('%s waives nothing, and says so', async (_what, given, why) => {
    const { commitSha, ...rest } = { commitSha: head, ...given } as { commitSha: string | undefined }
    const { commitSha: _none, ...bare } = review(rest)
    const { stated, refused } = await found({ ...bare, ...(commitSha !== undefined && { commitSha }) })
    expect(stated).toEqual([])
    expect(refused).toMatchObject([{ terms: { metric: 'accuracy' } }])
    expect(refused[0]!.why).toContain(why)
  })

  it.each(['CHANGES_REQUESTED', 'APPROVED', 'DISMISSED'] as const)(
    'is taken back by a later review of the same person (%s)',
    async (state) => {
      const { stated, refused } = await found(review(), review({ state, body: '' }))
      expect(stated).toEqual([])
      expect(refused[0]!.why).toContain('has reviewed again')
    },
  )

  it('waives nothing where it cannot be told who the author is', async () => {
    const { stated } = await waiversOfReviews([review()], { ...change, author: '' }, collaborators)
    expect(stated).toEqual([])
  })

  it('that cannot be read is refused beside the one that can', async () => {
    const { stated, refused } = await found(review({ body: `${line}\nmodelassay waive f1` }))
    expect(stated).toHaveLength(1)
    expect(refused).toHaveLength(1)
    expect(refused[0]!.terms).toBeUndefined()
  })

  it('counts before any number of reviews that waive nothing, and of those that do the last fifty', async () => {
    const others = (count: number, body: string) =>
      Array.from({ length: count }, (_, i) => review({ author: `other${i}`, body }))
    expect((await found(review(), ...others(60, 'fine'))).stated).toHaveLength(1)
    expect((await found(review(), ...others(49, line))).stated).toHaveLength(1)
    expect((await found(review(), ...others(50, line))).stated).toEqual([])
    expect((await found(...others(50, line), review())).stated).toHaveLength(1)
  })

  it('of another commit names both as git does', async () => {
    const { refused } = await found(review({ commitSha: 'b'.repeat(40) }))
    expect(refused[0]!.why).toBe('its review is of commit bbbbbbb, and the head is aaaaaaa')
  })

  it('is not asked about a thousand times', async () => {
    let asked = 0
    const counting = {
      permission: async () => {
        asked++
        return 'none' as const
      },
    }
    const many = Array.from({ length: 1000 }, (_, i) => review({ author: `sock${i}` }))
    await waiversOfReviews(many, change, counting)
    expect(asked).toBe(50)
  })
})
