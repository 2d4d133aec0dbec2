import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
const places: Workplace[] = []
beforeEach(async () => {
  place = await workplace()
  places.push(place)
})
afterAll(() => Promise.all(places.map((one) => one.remove())))

const contract = `# ours
fields:
  - name: species # of penguins
    constraints: { enum: [Adelie, Gentoo] }
    type: string
  - name: mass
    type: integer
    constraints: { minimum: 0 }
`
const penguins = `species,mass\n${'Adelie,3700\nGentoo,5000\n'.repeat(600)}Emperor,30000\nEmperor,31000\nEmperor,-1\n`
const args = ['contract', 'update', 'penguins.yml', 'penguins.csv']

test('proposes what is news as a patch with its evidence, and says what looks like an error', async () => {
  await place.commit({ 'penguins.yml': contract, 'penguins.csv': penguins })
  const { code, stdout, stderr } = await place.modelassay(args)
  expect(code).toBe(1)
  expect(
    stdout,
  ).toBe(`# not proposed: "mass": 1 row of 1,203 lies below 0 (0.08 %; at least 0.014 % with 95 % confidence), first at penguins.csv:1204; the outermost is "-1"
#   all are -1, which looks like a code for a missing value: list it under missingValues if it is one

# loosens: "species" takes "Emperor" too
#   3 rows of 1,203 have "Emperor" (0.2 %; at least 0.084 % with 95 % confidence), first at penguins.csv:1202
--- a/penguins.yml
+++ b/penguins.yml
@@ -1,7 +1,7 @@
 # ours
 fields:
   - name: species # of penguins
-    constraints: { enum: [Adelie, Gentoo] }
+    constraints: { enum: [Adelie, Gentoo, Emperor] }
     type: string
   - name: mass
     type: integer
`)
  expect(stderr).toContain('penguins.csv: 1,203 rows, 2 columns.\n')
  expect(stderr).toContain('1 proposal; nothing is written.')
  expect(await place.read('penguins.yml')).toBe(contract)
})

test('git applies what it prints, and --write writes the same', async () => {
  const data = penguins
    .replace('-1\n', '1.5\n')
    .replace('species,mass', 'species,mass,sex')
    .replaceAll(/\d$/gm, '$&,F')
  await place.commit({
    'penguins.yml': contract,
    'penguins.csv': data.replace('1.5,F\n', '1.5,F\nAdelie,2.5,M\n'),
  })
  const { code, said } = await place.shell(
    `modelassay ${args.join(' ')} > change.patch; git apply change.patch`,
  )
  expect(code, said).toBe(0)
  const applied = await place.read('penguins.yml')
  expect(applied).toContain('enum: [Adelie, Gentoo, Emperor]')
  expect(applied).toContain('    type: number\n')
  expect(applied).toContain('  - name: sex\n    type: string\n')
  await place.write({ 'penguins.yml': contract })
  const written = await place.modelassay([...args, '--write'])
  expect(written.code).toBe(1)
  expect(written.stdout).toContain('+++ b/penguins.yml')
  expect(written.stderr).toContain('3 changes written to penguins.yml.')
  expect(await place.read('penguins.yml')).toBe(applied)
  expect((await place.modelassay(args)).code).toBe(0)
})

test('a file whose name would forge a line or act on a terminal does neither', async () => {
  const name = 'a\n# loosens: all\u001b[2J\u009b.csv'
  await place.write({ 'penguins.yml': contract, [name]: penguins })
  const { stdout, stderr } = await place.modelassay(['contract', 'update', 'penguins.yml', name])
  expect(stdout).not.toMatch(/^# loosens: all/m)
  for (const unseen of ['\u001b', '\u009b']) expect(stdout + stderr).not.toContain(unseen)
  expect(stdout).toContain('first at a\\u000a# loosens: all\\u001b[2J\\u009b.csv:1202')
})

test('has nothing to propose for data that keep the contract, and tightens only when asked', async () => {
  const data = `species,mass\n${'Adelie,3700\nGentoo,5000\n'.repeat(50)}`
  await place.write({ 'penguins.yml': contract, 'penguins.csv': data })
  expect(await place.modelassay(args)).toMatchObject({ code: 0, stdout: '' })
  const { code, stdout } = await place.modelassay([...args, '--tighten'])
  expect(code).toBe(1)
  expect(stdout).toContain(
    '# tightens: "species" has required: true\n#   never missing in 100 rows: at least 96.3 %',
  )
})

test.each([
  [['contract', 'update', 'none.yml', 'data/train.csv'], 'There is no file none.yml.'],
  [['contract', 'update', 'contract.yml', 'data/none.csv'], 'There is no file data/none.csv.'],
  [
    ['contract', 'update', 'contract.yml', 'data/train.csv', '--min-share', '2'],
    '--min-share is a share between 0 and 1',
  ],
  [['contract', 'update', 'modelassay.yml', 'data/train.csv'], 'at modelassay.yml:'],
  [
    ['contract', 'update', 'datapackage.json', 'data/train.csv'],
    'datapackage.json is a Data Package, which is not edited here.',
  ],
  [['contract', 'update', 'contract.yml'], "missing required argument 'files'"],
])('%j is a mistake that is explained', async (wrong, message) => {
  await place.write({ 'datapackage.json': '{"resources": [{"name": "x", "path": "x.csv"}]}' })
  const { code, stdout, stderr } = await place.modelassay(wrong)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(message)
})
