import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockedPackages } from '../../../src/train/environment/locked-packages.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'locks-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

it.each([
  [
    'requirements.txt',
    '--index-url x\n# note\nNumPy==2.4.6 \\\n    --hash=sha256:ab\nscikit-learn[extra]>=1.5 ; python_version > "3"\npandas\nown @ git+https://me:secret@host/own\n',
    { numpy: '2.4.6', 'scikit-learn': '>=1.5', pandas: '', own: '@ git+https://host/own' },
  ],
  ['uv.lock', 'version = 1\n[[package]]\nname = "numpy"\nversion = "2.4.6"\n', { numpy: '2.4.6' }],
  ['pylock.toml', '[[packages]]\nname = "numpy"\nversion = "2.4.6"\n', { numpy: '2.4.6' }],
  ['Pipfile.lock', '{"default": {"numpy": {"version": "==2.4.6"}}}', { numpy: '2.4.6' }],
  [
    'package-lock.json',
    '{"packages": {"": {"version": "1"}, "node_modules/a": {"version": "2.0.0"}, "node_modules/a/node_modules/b": {"version": "3.0.0"}}}',
    { a: '2.0.0', 'a/node_modules/b': '3.0.0' },
  ],
  ['renv.lock', '{"Packages": {"glmnet": {"Version": "4.1"}}}', { glmnet: '4.1' }],
  [
    'environment.yml',
    'dependencies:\n- python=3.11\n- pip:\n  - numpy==2.4.6\n',
    { python: '3.11', numpy: '2.4.6' },
  ],
  [
    'python_env.yaml',
    'python: "3.11"\nbuild_dependencies: [pip==25.0]\ndependencies:\n- -r requirements.txt\n- numpy==2.4.6\n',
    { numpy: '2.4.6' },
  ],
])('%s names its packages', async (name, text, packages) => {
  await writeFile(join(root, name), text)
  expect(await lockedPackages(root, [name])).toEqual({ [name]: packages })
})

it('what cannot be read, or is no list of packages, names none', async () => {
  await writeFile(join(root, 'uv.lock'), 'no = [toml')
  await writeFile(join(root, 'package-lock.json'), '{"packages": 7}')
  await writeFile(join(root, 'yarn.lock'), '')
  expect(
    await lockedPackages(root, ['uv.lock', 'package-lock.json', 'yarn.lock', 'requirements.txt']),
  ).toEqual({})
})
