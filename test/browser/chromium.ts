import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Debian's Chromium, installed on a machine that lacks it where this user may. */
export function chromiumPath(): string {
  const there = () => places.find((path) => existsSync(path))
  const found = there()
  if (found !== undefined) return found
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']])
      execFileSync('apt-get', args, { env, stdio: 'pipe' })
  } catch (cause) {
    throw new Error(
      'There is no Chromium, and apt-get could not install it: install the package chromium, which the tests of the pages open them in.',
      { cause },
    )
  }
  const installed = there()
  if (installed === undefined) throw new Error(`apt-get installed no Chromium at any of ${places.join(', ')}`)
  return installed
}

/** A browser as a root user's container can run one. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
