import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hardwareOf, settingsOf } from '../../src/train/environment/hardware.ts'
import { installedPackages } from '../../src/train/environment/installed-packages.ts'
import { unpinned } from '../../src/train/inputs/unpinned.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'environment-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function put(path: string, text: string, mode = 0o644) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
  await chmod(join(root, path), mode)
}

describe('installed packages', () => {
  const path = { PATH: '/usr/bin:/bin' }

  it('are asked of the environment that the command runs in', async () => {
    await put('bin/python', '#!/bin/sh\necho \'{"pandas": "2.3.1"}\'\n', 0o755)
    await put('.venv/bin/python', '#!/bin/sh\necho \'{"pandas": "2.2.0"}\'\n', 0o755)
    const env = { PATH: `${root}/bin:/usr/bin:/bin` }
    expect(await installedPackages({ root, run: 'python train.py' }, env)).toEqual({
      python: { pandas: '2.3.1' },
    })
    expect(await installedPackages({ root, run: 'uv run train.py' }, env)).toEqual({
      python: { pandas: '2.2.0' },
    })
  })

  it('are read of npm and conda, and nothing is run for a command that needs none', async () => {
    await put('bin/python', '#!/bin/sh\ntouch "$0.ran"\necho "{}"\n', 0o755)
    await put(
      'node_modules/.package-lock.json',
      '{"packages": {"": {"version": "1"}, "node_modules/@scope/a": {"version": "3.1.0"}, "node_modules/b": {}}}',
    )
    await put('conda/conda-meta/numpy-2.1.0-py312h_0.json', '{}')
    await put('conda/conda-meta/history', '')
    const env = { PATH: `${root}/bin:/usr/bin:/bin`, CONDA_PREFIX: join(root, 'conda') }
    const found = await installedPackages({ root, run: 'node train.mjs' }, env)
    expect(found).toMatchObject({ npm: { '@scope/a': '3.1.0' }, conda: { numpy: '2.1.0' } })
    expect(found).not.toHaveProperty('python')
  })

  it('are asked of R where the command runs it', async () => {
    // As R prints what it is asked: a package a line, and its own notices between them.
    await put(
      'bin/Rscript',
      `#!/bin/sh\ncase "$2" in *installed.packages*) printf 'caret\\t7.0-1\\n\\nno package\\nxgboost\\t1.7.8.1\\n';; esac\n`,
      0o755,
    )
    const env = { PATH: `${root}/bin:/usr/bin:/bin` }
    expect(await installedPackages({ root, run: 'Rscript train.R' }, env)).toEqual({
      r: { caret: '7.0-1', xgboost: '1.7.8.1' },
    })
  })

  it('are none where the answer is none', async () => {
    await put('bin/python', '#!/bin/sh\necho "[1, {"\n', 0o755)
    const env = { PATH: `${root}/bin:/bin` }
    expect(await installedPackages({ root, run: 'python x' }, env)).toEqual({})
    expect(await installedPackages({ root, run: 'make' }, path)).toEqual({})
  })
})

it('hardware is the processor, the memory, and what the driver says of cards and CUDA', async () => {
  await put(
    'bin/nvidia-smi',
    '#!/bin/sh\ncase "$1" in --query*) echo "NVIDIA L4, 550.54, 23034 MiB";; *) echo "| Driver Version: 550.54   CUDA Version: 12.4  |";; esac\n',
    0o755,
  )
  expect(await hardwareOf({ PATH: `${join(root, 'bin')}:${process.env.PATH}` })).toEqual({
    cpu: expect.stringMatching(/\d+ threads$/),
    memory: expect.stringMatching(/^\d+ GiB$/),
    gpu: 'NVIDIA L4, 550.54, 23034 MiB',
    cuda: '12.4',
  })
  expect(await hardwareOf({ PATH: join(root, 'none') })).not.toHaveProperty('gpu')
})

it('settings are those that decide digits, and no others', () => {
  expect(settingsOf({ OMP_NUM_THREADS: '1', SECRET: 'x', TF_DETERMINISTIC_OPS: '1' })).toEqual({
    OMP_NUM_THREADS: '1',
    TF_DETERMINISTIC_OPS: '1',
  })
})

describe('a requirements file', () => {
  const loose = async (text: string, name = 'requirements.txt', others: string[] = []) => {
    await put(name, text)
    return (await unpinned(root, [name, ...others])).map(({ line, text: found, count }) => [
      line,
      found,
      count,
    ])
  }

  it('that does not pin is told with its first such line', async () => {
    expect(await loose('# all\nnumpy==2.1.0\npandas>=2\nscipy\n')).toEqual([[3, 'pandas>=2', 2]])
    expect(await loose('pandas==2.*\n')).toEqual([[1, 'pandas==2.*', 1]])
  })

  it.each([
    'numpy==2.1.0  # pinned\n',
    'numpy==2.1.0 \\\n    --hash=sha256:abc\n',
    "numpy==2.1.0; python_version < '3.13'\n",
    '-r other.txt\n--index-url https://example.org/simple\n-e .\n',
    'pkg @ git+https://example.org/a.git@0123456\n',
  ])('that pins is not: %j', async (text) => {
    expect(await loose(text)).toEqual([])
  })

  it('is what a lockfile was made from, where one lies beside it', async () => {
    await put('uv.lock', '')
    expect(await loose('pandas\n', 'requirements.txt', ['uv.lock'])).toEqual([])
  })

  it('of conda is one, too', async () => {
    const text =
      'name: x\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.12\n  - numpy>=2\n  - pip:\n    - pandas\n'
    expect(await loose(text, 'environment.yml')).toEqual([[6, '- numpy>=2', 2]])
  })
})
