import { describe, expect, it } from 'vitest'
import { containerOf } from '../../../src/train/environment/container.ts'

const image = `ghcr.io/acme/train@sha256:${'a'.repeat(64)}`

describe('the container of a job', () => {
  it('is the image that its workflow names, with its digest where that is named', async () => {
    const workflow = `jobs:\n  model: { container: { image: "${image}" } }\n  other: { container: python:3.12 }\n`
    expect(await containerOf(workflow, 'model')).toEqual({ image, digest: `sha256:${'a'.repeat(64)}` })
    expect(await containerOf(workflow, 'other')).toEqual({ image: 'python:3.12' })
  })

  it.each([
    ['an expression', 'jobs: { model: { container: "${{ inputs.image }}" } }'],
    ['no workflow that can be read', 'jobs: ['],
    ['a job without one', 'jobs: { model: {} }'],
    ['a hostile key', 'jobs: { __proto__: { container: x } }'],
  ])('is not known of %s', async (_what, workflow) => {
    expect(await containerOf(workflow, 'model')).toBeUndefined()
  })
})
