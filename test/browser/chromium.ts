import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { root } from '../lint/files.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Debian's Chromium, installed on a machine that lacks it where this user may. */
export function chromiumPath(): string {
  const there = () => places.find((path) => existsSync(path))
  if (there() === undefined) {
    const { status, stderr } = spawnSync(join(root, '.ci/chromium'), places, { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr.trim())
  }
  return there()!
}

/** A browser as a root user's container can run one. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
