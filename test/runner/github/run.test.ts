import { expect, test } from 'vitest'
import { withoutPart } from '../../../src/runner/github/part-of-matrix.ts'
import { repositoryOnGitHub } from '../../../src/runner/github/repository.ts'
import { legOf, runOf } from '../../../src/runner/github/run.ts'

const env = { GITHUB_REPOSITORY: 'assay/penguins', GITHUB_RUN_ID: '5', GITHUB_SHA: 'a'.repeat(40) }
const trigger = { event: 'push', defaultBranch: 'main' }
const checkout = { commit: () => undefined }

test('a matrix job has a short name of its own, the same whatever the order of its values', () => {
  const leg = legOf('{"os": "linux", "seed": 1}')
  expect(leg).toMatch(/^[0-9a-f]{8}$/)
  expect(legOf('{"seed": 1, "os": "linux"}')).toBe(leg)
  expect(legOf('{"seed": 2, "os": "linux"}')).not.toBe(leg)
  for (const none of [undefined, '', 'null', '{}', '{broken']) expect(legOf(none)).toBeUndefined()
})

test('the job is named by its key, and by its id where GitHub tells it', () => {
  const job = (text: string) =>
    runOf({ ...env, GITHUB_JOB: 'gate', MODELASSAY_JOB: text }, trigger, checkout).job
  expect(job('{"status":"success","check_run_id":123}')).toEqual({ key: 'gate', id: '123' })
  expect(job('{"status":"success"}')).toEqual({ key: 'gate' })
  expect(job('')).toEqual({ key: 'gate' })
})

test('a workflow that an organisation requires is not taken for one of this repository', () => {
  const workflow = (ref: string) => runOf({ ...env, GITHUB_WORKFLOW_REF: ref }, trigger, checkout).workflow
  expect(workflow('assay/penguins/.github/workflows/model.yml@refs/tags/penguins@v1')).toBe(
    '.github/workflows/model.yml',
  )
  expect(workflow('assay/rules/.github/workflows/model.yml@refs/heads/main')).toBe(
    'assay/rules/.github/workflows/model.yml',
  )
})

test('without a variable that every runner sets there is a remedy', () => {
  expect(() => runOf({ GITHUB_REPOSITORY: 'a/b' }, trigger, checkout)).toThrow(
    expect.objectContaining({ code: 'not-on-github', message: expect.stringContaining('GITHUB_RUN_ID') }),
  )
})

test('where the repository is', () => {
  expect(repositoryOnGitHub(env)).toEqual({
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    repository: { owner: 'assay', name: 'penguins' },
  })
  expect(
    repositoryOnGitHub({ ...env, GITHUB_API_URL: 'https://git.example/api/v3', GITHUB_REPOSITORY_ID: '9' }),
  ).toMatchObject({ apiUrl: 'https://git.example/api/v3', repository: { id: '9' } })
})

test('jobs that do parts of one whole are one job to it', () => {
  const leg = (matrix: object, seed: string) =>
    legOf(withoutPart({ MODELASSAY_MATRIX: JSON.stringify(matrix) }, ['seed', seed]).MODELASSAY_MATRIX)
  expect(leg({ seed: 3 }, '3')).toBeUndefined()
  expect(leg({ seeds: [0, 1] }, '[\n  0,\n  1\n]')).toBeUndefined()
  const whole = legOf('{"python":"3.12"}')
  expect(leg({ seed: 3, python: '3.12' }, '3')).toBe(whole)
  expect(leg({ fold: 3, seed: 3 }, '3')).toBe(legOf('{"fold":3}'))
  expect(leg({ python: '3.12' }, '3')).toBe(whole)
  expect(leg({ python: '3.12' }, '')).toBe(whole)
  expect(withoutPart({ MODELASSAY_MATRIX: 'null' }, ['seed', '3'])).toEqual({ MODELASSAY_MATRIX: 'null' })
})
