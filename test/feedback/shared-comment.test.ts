import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inputError, outsideError } from '../../src/errors.ts'
import { isOfLaterRun, markerOf, stampOf } from '../../src/feedback/marker.ts'
import { keepComment, type SharedComment } from '../../src/feedback/shared-comment.ts'
import type { Comment, Comments } from '../../src/forge/comments.ts'

const bot = 'github-actions[bot]'
const run = { id: '4711', attempt: 1, workflow: '.github/workflows/model.yml' }
const marker = markerOf(run)
const head = `${marker}\n${stampOf(run)}\n`

/** GitHub's comments and a run's artifacts; each call waits its turn before it takes effect, and before it is answered. */
class World {
  comments: Comment[] = []
  artifacts: string[] = []
  writes = 0
  #id = 100
  readonly turn: () => Promise<void>

  constructor(turn: () => Promise<void>) {
    this.turn = turn
  }

  make(body: string, author = bot): Comment {
    const id = this.#id++
    const comment = { id, author, body, url: `c${id}`, createdAt: new Date(1000 * Math.floor(id / 4)) }
    this.comments.push(comment)
    return comment
  }

  async #call<T>(effect: () => T): Promise<T> {
    await this.turn()
    const answer = effect()
    await this.turn()
    return answer
  }

  readonly port: Comments = {
    viewer: () => this.#call(() => bot),
    list: () => this.#call(() => this.comments.map((comment) => ({ ...comment }))),
    create: (_issue, body) => this.#call(() => this.make(body)),
    update: (id, body) =>
      this.#call(() => {
        const old = this.comments.find((comment) => comment.id === id)
        if (!old) throw outsideError('not-found', 'gone', { hint: 'x' })
        this.writes += 1
        Object.assign(old, { body })
        return { ...old }
      }),
    delete: (id) =>
      this.#call(() => {
        this.comments = this.comments.filter((comment) => comment.id !== id)
      }),
  }

  readonly artifactsNow = () => this.#call(() => [...this.artifacts])

  async job(name: string): Promise<unknown> {
    await this.#call(() => this.artifacts.push(name))
    return keepComment(this.shared())
  }

  shared(changes: Partial<SharedComment> = {}): SharedComment {
    const basisOf = (artifacts: readonly string[]) => [...artifacts].sort().join(' ')
    return {
      comments: this.port,
      issue: 7,
      marker,
      draft: async () => {
        const basis = basisOf(await this.artifactsNow())
        return { body: head + basis, basis, wanted: true }
      },
      basis: async () => basisOf(await this.artifactsNow()),
      isLater: (body) => isOfLaterRun(body, run),
      pause: () => this.turn(),
      ...changes,
    }
  }
}

const names = (count: number) => Array.from({ length: count }, (_, i) => `job-${i}`)

describe('a comment that ten jobs write at once', () => {
  it('is one comment with the section of each, in whatever order their calls take effect', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), fc.boolean(), async (scheduler, isThere, twice) => {
        const world = new World(() => scheduler.schedule(Promise.resolve()))
        if (isThere) world.make(`${head}of an earlier push`)
        if (isThere && twice) world.make(`${head}of two jobs that began at once`)
        const theirs = world.make(`${head}copied`, 'mallory')
        await scheduler.waitFor(Promise.all(names(10).map((name) => world.job(name))))
        expect(world.comments.filter(({ author }) => author === bot)).toEqual([
          expect.objectContaining({ body: head + names(10).sort().join(' ') }),
        ])
        expect(world.comments).toContainEqual(theirs)
      }),
      { numRuns: 60, interruptAfterTimeLimit: 60_000 },
    )
  }, 120_000)

  it('survives that somebody deletes it meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = new World(() => scheduler.schedule(Promise.resolve()))
        const old = world.make(`${head}old`)
        const jobs = names(3).map((name) => world.job(name))
        await scheduler.waitFor(
          Promise.all([...jobs.slice(0, 2), world.port.delete(old.id), ...jobs.slice(2)]),
        )
        const bodies = world.comments.map(({ body }) => body)
        // Where it went after the last of them had looked, it is gone as its owner wants it.
        expect([[], [head + names(3).join(' ')]]).toContainEqual(bodies)
      }),
      { numRuns: 60, interruptAfterTimeLimit: 30_000 },
    )
  }, 60_000)
})

const atOnce = () => new World(async () => {})

describe('a comment of one job', () => {
  it('costs one list of artifacts before and one after', async () => {
    const world = atOnce()
    world.make(`${head}old`)
    let lists = 0
    const counted = { draft: world.shared().draft, basis: world.shared().basis }
    world.artifacts.push('a')
    await keepComment(
      world.shared({
        draft: () => {
          lists += 1
          return counted.draft()
        },
        basis: () => {
          lists += 1
          return counted.basis()
        },
      }),
    )
    expect([lists, world.writes]).toEqual([2, 1])
  })

  it('is not written again where it says the same already', async () => {
    const world = atOnce()
    world.make(`${head}a`)
    expect(await world.job('a')).toMatchObject({ outcome: 'kept', comment: { id: 100 } })
    expect(world.writes).toBe(0)
  })

  it('is not made where nobody wants it', async () => {
    const world = atOnce()
    const draft = async () => ({ body: head, basis: '', wanted: false })
    expect(await keepComment(world.shared({ draft }))).toEqual({ outcome: 'unwanted' })
    expect(world.comments).toEqual([])
  })

  it('is left to a later run, and not to a later attempt of an earlier one', () => {
    const of = (id: string, attempt: number) => `${marker}\n${stampOf({ id, attempt })}\nx`
    expect(isOfLaterRun(of('4712', 1), run)).toBe(true)
    expect(isOfLaterRun(of('4711', 2), run)).toBe(true)
    expect(isOfLaterRun(of('4711', 1), run)).toBe(false)
    expect(isOfLaterRun(of('999', 9), run)).toBe(false)
    expect(isOfLaterRun(`${marker}\n### <!-- run 9999 attempt 1 -->`, run)).toBe(false)
  })

  it('ends with the failure of the forge', async () => {
    const world = atOnce()
    world.make(`${head}old`)
    const update = async () => {
      throw inputError('permission-denied', 'no', { hint: 'x' })
    }
    await expect(keepComment(world.shared({ comments: { ...world.port, update } }))).rejects.toThrow('no')
  })

  it('gives up where it is changed again and again', async () => {
    const world = atOnce()
    world.make(`${head}old`)
    let round = 0
    const basis = async () => {
      round += 1
      return String(round)
    }
    await expect(keepComment(world.shared({ basis }))).rejects.toMatchObject({ code: 'comment-contended' })
  })
})
