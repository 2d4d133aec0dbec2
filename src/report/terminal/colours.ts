/** Where text goes, as far as colours are concerned. */
export interface Shown {
  readonly isTTY?: boolean
}

/**
 * Whether text for people is coloured: on a terminal only, nowhere under NO_COLOR (no-color.org), and everywhere else
 * under FORCE_COLOR, which some logs of builds show (force-color.org).
 */
export function coloured(stream: Shown, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return Boolean(stream.isTTY) && env.TERM !== 'dumb'
}
