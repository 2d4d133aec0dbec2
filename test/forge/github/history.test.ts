import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { errorOf, expectClean, type ForgeFixture, newForgeFixture } from './forge-on-localhost.ts'

let fixture: ForgeFixture
beforeAll(async () => {
  fixture = await newForgeFixture()
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const mainHead = async () => (await fixture.forge.git.branchHead('main')) ?? ''

test('a file is read byte by byte, binary and large ones too; a folder and a missing path are none', async () => {
  const { forge, git } = fixture
  const bytes = Buffer.alloc(1_500_000, Uint8Array.from([0xff, 0x00, 0xc3, 0x0a]))
  const blob = await git.text(['hash-object', '-w', '--stdin'], { input: bytes })
  const { tree } = await forge.git.commit(await mainHead())
  const index = { env: { GIT_INDEX_FILE: `${fixture.scratch}/index` } }
  await git.run(['read-tree', tree], index)
  await git.run(['update-index', '--add', '--cacheinfo', `100644,${blob},models/a b#.bin`], index)
  const withModel = await git.text(['write-tree'], index)
  const sha = await forge.git.createCommit({ message: 'model', tree: withModel, parents: [await mainHead()] })
  expect((await forge.contents.file('models/a b#.bin', sha))?.equals(bytes)).toBe(true)
  expect((await forge.contents.file('README.md', sha))?.toString()).toBe('penguins\n')
  expect(await forge.contents.file('models', sha)).toBeUndefined()
  expect(await forge.contents.file('modelassay.yml', sha)).toBeUndefined()
})

test('a commit that is not there is an error, not a missing file', async () => {
  expect(await errorOf(fixture.forge.contents.file('README.md', '0'.repeat(40)))).toMatchObject({
    code: 'not-found',
  })
})

test('files that a branch changed since it left main, also when there are more than a comparison lists', async () => {
  const { forge, commit } = fixture
  const base = await mainHead()
  const few = await commit('few', { 'README.md': 'other\n', 'new.py': '1\n' })
  expect([...(await forge.contents.changedFiles(base, few))].sort()).toEqual(['README.md', 'new.py'])
  const many = Object.fromEntries(Array.from({ length: 310 }, (_, index) => [`many/${index}.txt`, 'x\n']))
  const head = await commit('many', many)
  await commit('main', { 'unrelated.md': 'on main\n' })
  const changed = await forge.contents.changedFiles(await mainHead(), head)
  expect([...changed].sort()).toEqual(Object.keys(many).sort())
})

test('a registration: tree, commit, annotated tag, ref; created once', async () => {
  const { forge, git } = fixture
  const source = await mainHead()
  const { tree: base } = await forge.git.commit(source)
  const tree = await forge.git.createTree(base, [{ path: '.modelassay/record.json', text: '{"a":1}\n' }])
  const commit = await forge.git.createCommit({ message: 'Register penguins', tree, parents: [source] })
  expect(await forge.git.commit(commit)).toEqual({ sha: commit, tree, parents: [source] })
  const now = new Date('2026-11-21T10:00:00Z')
  const tag = await forge.git.createTag({ name: 'penguins@v1.0.0', message: 'm', target: commit, now })
  const ref = 'refs/tags/penguins@v1.0.0'
  expect(await forge.git.createRef(ref, tag)).toBe(true)
  expect(await forge.git.createRef(ref, tag)).toBe(false)
  expect(await forge.git.refs('tags/penguins@')).toEqual([{ ref, sha: tag, type: 'tag' }])
  expect(await forge.git.refs('tags/penguins#')).toEqual([])
  expect(await forge.git.tag(tag)).toEqual({
    name: 'penguins@v1.0.0',
    message: expect.stringMatching(/^m\n?$/),
    target: commit,
    taggedAt: now,
    tagger: 'github-actions[bot]',
  })
  expect(await git.text(['cat-file', '-p', `${ref}:.modelassay/record.json`])).toBe('{"a":1}')
})

test('a ref is created although the answer was lost, and the caller is not told that another has it', async () => {
  const { forge, github } = fixture
  github.faults.inject({ method: 'POST', path: '/git/refs', dropAnswer: true })
  expect(await forge.git.createRef('refs/tags/lost', await mainHead())).toBe(true)
})

test('a ref that another job made in the meantime is not ours', async () => {
  const { forge, github, git } = fixture
  await git.run(['update-ref', 'refs/tags/raced', `${await mainHead()}`])
  github.faults.inject({ method: 'POST', path: '/git/refs', status: 502 })
  const other = await fixture.commit('raced', { 'y.py': 'y\n' })
  expect(await forge.git.createRef('refs/tags/raced', other)).toBe(false)
})

test('objects are made although every first answer is lost', async () => {
  const { forge, github } = fixture
  const source = await mainHead()
  for (const path of ['/git/trees', '/git/commits', '/git/tags'])
    github.faults.inject({ method: 'POST', path, dropAnswer: true })
  const tree = await forge.git.createTree((await forge.git.commit(source)).tree, [{ path: 'a', text: 'a' }])
  const commit = await forge.git.createCommit({ message: 'm', tree, parents: [source] })
  await forge.git.createTag({ name: 't', message: 'm', target: commit, now: new Date() })
})

test('the first-parent line leaves out what was merged', async () => {
  const { forge, github, commit } = fixture
  const line = [await mainHead()]
  for (let count = 0; count < 3; count += 1) {
    await commit(`side${count}`, { [`side${count}.py`]: 'x\n' })
    await commit(`side${count}`, { [`side${count}.py`]: 'y\n' })
    const { number } = await github.openPullRequest({ title: 'side', head: `side${count}` })
    line.unshift(await github.mergePullRequest(number))
  }
  expect(await forge.git.firstParents(line[0] ?? '', 4)).toEqual(line)
  expect(await forge.git.firstParents(line[0] ?? '', 2)).toEqual(line.slice(0, 2))
  const whole = await forge.git.firstParents(line[0] ?? '', 500)
  expect(whole.slice(0, 4)).toEqual(line)
  expect((await forge.git.commit(whole.at(-1) ?? '')).parents).toEqual([])
})

test('how two commits stand to each other', async () => {
  const { forge, commit } = fixture
  const base = await mainHead()
  const ahead = await commit('ahead', { 'ahead.py': 'x\n' })
  expect(await forge.git.compare(base, ahead)).toEqual({
    status: 'ahead',
    mergeBase: base,
    aheadBy: 1,
    behindBy: 0,
  })
  const onMain = await commit('main', { 'main.py': 'x\n' })
  expect(await forge.git.compare(onMain, ahead)).toMatchObject({ status: 'diverged', mergeBase: base })
  expect(await forge.git.compare(ahead, base)).toMatchObject({ status: 'behind' })
  expect(await forge.git.branchHead('no-such-branch')).toBeUndefined()
})
