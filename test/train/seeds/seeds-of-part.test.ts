import { describe, expect, it } from 'vitest'
import type { Project } from '../../../src/config/project.ts'
import { inputCalled } from '../../../src/stage/calling.ts'
import { keptAs, shareOf } from '../../../src/train/seeds/seeds-of-part.ts'

const project = { config: { train: { seeds: { values: [4, 2, 7] } } } } as Project
const share = (own: Readonly<Record<string, string>>) => shareOf(own, project, inputCalled('github'))

describe('what a job does of a training', () => {
  it.each([
    [{ seed: '2' }, [2]],
    [{ seed: '7, 4' }, [4, 7]],
    [{ seed: '[\n  2,\n  7\n]' }, [2, 7]],
    [{ seed: '' }, 'whole'],
    [{ seed: '', gather: 'false' }, 'whole'],
    [{ gather: 'true' }, 'gathering'],
  ])('%j is %j', (own, expected) => expect(share(own)).toEqual(expected))

  it.each([
    [{ seed: '3' }, 'seed-unknown'],
    [{ seed: '2, 3' }, 'seed-unknown'],
    [{ seed: 'two' }, 'seed-unknown'],
    [{ seed: '-2' }, 'seed-unknown'],
    [{ seed: '2.5' }, 'seed-unknown'],
    [{ seed: '[]' }, 'seed-unknown'],
    [{ gather: 'yes' }, 'gather-unknown'],
    [{ seed: '2', gather: 'true' }, 'seed-and-gather'],
  ])('%j is no share: %s', (own, code) =>
    expect(() => share(own)).toThrow(expect.objectContaining({ kind: 'configuration', code })),
  )

  it('is kept as a training only where it is one', () => {
    expect(keptAs({})).toBe('train')
    expect(keptAs({ gather: 'true', seed: '' })).toBe('train')
    expect(keptAs({ seed: '7, 4' })).toBe('train-seed-4')
    expect(keptAs({ seed: '4,7' })).toBe('train-seed-4')
  })
})
