import { spawn } from 'node:child_process'

/** How long an opener may take to say that it cannot. */
const patienceMs = 3000

/**
 * Asks the desktop to open a file.
 * @returns whether something took it; false where there is no desktop, or nothing on it that opens pages
 */
export async function openInBrowser(
  file: string,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
): Promise<boolean> {
  const opener = openerOf(platform, env)
  if (opener === undefined) return false
  return new Promise((settled) => {
    const child = spawn(opener, [file], { detached: true, stdio: 'ignore', env })
    const timer = setTimeout(() => {
      child.unref()
      settled(true)
    }, patienceMs)
    const ended = (opened: boolean) => {
      clearTimeout(timer)
      settled(opened)
    }
    child.once('error', () => ended(false))
    child.once('exit', (code) => ended(code === 0))
  })
}

function openerOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | undefined {
  if (platform === 'darwin') return 'open'
  if (platform === 'win32') return 'explorer.exe'
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : undefined
}
