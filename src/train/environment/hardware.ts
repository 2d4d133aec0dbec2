import { execFile } from 'node:child_process'
import { cpus, totalmem } from 'node:os'

/** What trains, as far as it may change the last digits of a result. It varies from run to run. */
export interface Hardware {
  readonly [name: string]: string
}

/** Processor, memory and, where the driver's program is on the PATH, the graphics cards with driver and CUDA. */
export async function hardwareOf(env: Readonly<Record<string, string>>): Promise<Hardware> {
  const [first] = cpus()
  const [gpus, status] = await Promise.all([
    toldByDriver(['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'], env),
    toldByDriver([], env),
  ])
  const [, cuda] = /CUDA Version:\s*([\d.]+)/.exec(status) ?? []
  return {
    ...(first && { cpu: `${first.model.trim()}, ${cpus().length} threads` }),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    ...(gpus !== '' && { gpu: gpus.split('\n').slice(0, 16).join('; ').slice(0, 500) }),
    ...(cuda !== undefined && { cuda }),
  }
}

const toldByDriver = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  new Promise<string>((settle) => {
    execFile('nvidia-smi', args, { env: { ...env }, timeout: 10_000, windowsHide: true }, (error, output) =>
      settle(error ? '' : output.trim()),
    )
  })

const known = [
  'LANG',
  'LC_ALL',
  'TZ',
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'CUDA_VISIBLE_DEVICES',
  'CUBLAS_WORKSPACE_CONFIG',
  'NVIDIA_TF32_OVERRIDE',
  'TF_DETERMINISTIC_OPS',
  'TF_CUDNN_DETERMINISTIC',
  'XLA_FLAGS',
] as const

/** Locale, numbers of threads and switches of determinism, as the environment sets them. */
export const settingsOf = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    known.flatMap((name) => {
      const value = env[name]
      return value === undefined ? [] : [[name, value.slice(0, 200)]]
    }),
  )
