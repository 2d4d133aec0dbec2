import { link, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyModel } from '../../src/models/copy.ts'
import { modelDigest } from '../../src/models/digest.ts'
import { fetchModel } from '../../src/models/fetch.ts'
import { artifactModel, modelArtifact } from '../../src/models/store.ts'
import { sha256 } from '../../src/record/digest.ts'
import { fakeRunner } from '../trust/fake-runner.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function modelOf(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, name, path)
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, text)
  }
  return join(folder, name)
}

describe('the digest of a model', () => {
  it('is that of its files’ paths, sizes and contents, in order', async () => {
    const model = await modelOf('m', { 'b/weights.bin': 'w', 'a.json': '{}' })
    const line = (path: string, text: string) => `${path}\0${text.length}\0${sha256(text).slice(7)}\n`
    expect(await modelDigest(model)).toEqual({
      digest: sha256(line('a.json', '{}') + line('b/weights.bin', 'w')),
      bytes: 3,
      files: 2,
    })
  })

  it('of one file is that of a folder with this file', async () => {
    const model = await modelOf('m', { 'model.pkl': 'bytes' })
    expect(await modelDigest(join(model, 'model.pkl'))).toEqual(await modelDigest(model))
  })

  it('does not change with times, empty folders or the order of writing', async () => {
    const one = await modelOf('one', { a: '1', b: '2' })
    const two = await modelOf('two', { b: '2', a: '1' })
    await mkdir(join(two, 'empty'))
    await utimes(join(two, 'a'), 0, 0)
    expect(await modelDigest(one)).toEqual(await modelDigest(two))
  })

  it('changes with every name, content and place', async () => {
    const texts = fc.dictionary(fc.stringMatching(/^[a-c]{1,2}$/), fc.constantFrom('', 'x', 'y', 'xx'), {
      minKeys: 1,
      maxKeys: 3,
    })
    const digests = new Map<string, string>()
    let turn = 0
    await fc.assert(
      fc.asyncProperty(texts, async (files) => {
        fc.pre(Object.values(files).some((text) => text !== ''))
        const { digest } = await modelDigest(await modelOf(`m${turn++}`, files))
        const key = JSON.stringify(Object.entries(files).sort())
        expect(digests.get(digest) ?? key).toBe(key)
        digests.set(digest, key)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['does not exist', async () => join(folder, 'none'), 'model-missing'],
    ['is an empty folder', async () => folder, 'model-empty'],
    [
      'is an empty file',
      async () => join(await modelOf('m', { 'model.pkl': '' }), 'model.pkl'),
      'model-empty',
    ],
    [
      'holds a link',
      async () => {
        const model = await modelOf('m', { a: '1' })
        await symlink('/etc/hostname', join(model, 'b'))
        return model
      },
      'special-file',
    ],
    [
      'holds a file whose name is no text',
      async () => {
        const model = await modelOf('m', { a: '1', 'bad\u{fffd}': 'another file, which must not stand in' })
        await writeFile(Buffer.concat([Buffer.from(`${model}/bad`), Buffer.from([0xff])]), '2')
        return model
      },
      'file-name',
    ],
    [
      'is a link',
      async () => {
        await symlink(await modelOf('m', { a: '1' }), join(folder, 'link'))
        return join(folder, 'link')
      },
      'special-file',
    ],
  ])('is refused where the model %s', async (_what, make, code) => {
    await expect(modelDigest(await make())).rejects.toMatchObject({ code, exitCode: 2 })
  })

  it('takes hard links for the files that they are', async () => {
    const model = await modelOf('m', { a: '1' })
    await link(join(model, 'a'), join(model, 'b'))
    expect((await modelDigest(model)).files).toBe(2)
  })
})

describe('a model that travels in an artifact', () => {
  const kept = async (files: Record<string, string>) => {
    const runner = await fakeRunner()
    const model = await modelOf('m', files)
    const content = await modelDigest(model)
    const ref = artifactModel(content, await runner.bundles.save('modelassay-churn-model-1', model))
    return { runner, ref, model }
  }

  it('comes back as it was, into a folder that loses what was there', async () => {
    const { runner, ref } = await kept({ 'model.pkl': 'bytes' })
    const into = await modelOf('into', { 'old.bin': 'old' })
    await fetchModel(ref, runner.bundles, into)
    expect(await readFile(join(into, 'model.pkl'), 'utf8')).toBe('bytes')
    expect((await modelDigest(into)).digest).toBe(ref.digest)
  })

  it('says in which artifact of which run it is', async () => {
    const { ref } = await kept({ a: '1' })
    expect(ref.store).toEqual({ kind: 'artifact', uri: 'artifact:900/modelassay-churn-model-1' })
    expect(modelArtifact(ref)).toEqual({ runId: '900', name: 'modelassay-churn-model-1' })
    expect(
      modelArtifact({ ...ref, store: { kind: 'artifact', uri: 'artifact:900/../../etc' } }),
    ).toBeUndefined()
  })

  it('is refused, and leaves nothing, when its bytes are others', async () => {
    const { runner, ref, model } = await kept({ 'model.pkl': 'bytes' })
    await writeFile(join(model, 'model.pkl'), 'other')
    const into = join(folder, 'into')
    await expect(fetchModel(ref, runner.bundles, into)).rejects.toMatchObject({ code: 'model-digest' })
    await expect(readFile(join(into, 'model.pkl'))).rejects.toThrow()
  })

  it('is found by its bytes among artifacts of the same name', async () => {
    const { runner, ref } = await kept({ 'model.pkl': 'bytes' })
    await runner.bundles.save('modelassay-churn-model-1', await modelOf('planted', { 'model.pkl': 'other' }))
    await fetchModel(ref, runner.bundles, join(folder, 'into'))
    expect((await modelDigest(join(folder, 'into'))).digest).toBe(ref.digest)
  })

  it('is lost where its artifact is gone, or of another run', async () => {
    const { runner, ref } = await kept({ a: '1' })
    const elsewhere = {
      ...ref,
      store: { kind: 'artifact' as const, uri: 'artifact:901/modelassay-churn-model-1' },
    }
    const into = join(folder, 'into')
    await expect(fetchModel(elsewhere, runner.bundles, into)).rejects.toMatchObject({ code: 'artifact-lost' })
    runner.kept.length = 0
    await expect(fetchModel(ref, runner.bundles, into)).rejects.toMatchObject({
      code: 'artifact-lost',
      exitCode: 3,
    })
  })

  it('that is kept elsewhere is not guessed at', async () => {
    const { runner, ref } = await kept({ a: '1' })
    const s3 = { ...ref, store: { kind: 's3' as const, uri: 's3://bucket/model' } }
    await expect(fetchModel(s3, runner.bundles, join(folder, 'into'))).rejects.toMatchObject({
      code: 'model-elsewhere',
    })
  })
})

describe('a copy of a model', () => {
  it('is the same model, whether it was a file or a folder', async () => {
    const model = await modelOf('m', { 'deep/er/model.pkl': 'bytes', 'b.json': '{}' })
    await copyModel(model, join(folder, 'copy'))
    expect(await modelDigest(join(folder, 'copy'))).toEqual(await modelDigest(model))
    await copyModel(join(model, 'b.json'), join(folder, 'one'))
    expect(await modelDigest(join(folder, 'one'))).toEqual(await modelDigest(join(model, 'b.json')))
  })
})
