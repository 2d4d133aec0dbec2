import { readFile } from 'node:fs/promises'
import type { TrainEnvironment } from './environment-request.ts'

/** The system that trains, as far as it may change what comes of it. */
export async function platformOf(): Promise<TrainEnvironment['platform']> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1]
  const release = [field('ID'), field('VERSION_ID')].filter(Boolean).join(' ')
  return { os: process.platform, arch: process.arch, ...(release && { release }) }
}
