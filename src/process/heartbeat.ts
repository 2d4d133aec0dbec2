import { visible } from '../report/visible.ts'
import type { CommandHost } from './command-host.ts'

/** Says that a silent command still runs, so that nobody takes a long one for a hung one. */
export function heartbeat(
  { log, now, heartbeatSeconds = 60 }: CommandHost,
  output: { readonly bytes: number; tail(): string },
  memory: { latest(): number | undefined },
): { stop(): void } {
  const began = now().getTime()
  let seen = 0
  const timer = setInterval(() => {
    if (output.bytes === seen) {
      const held = memory.latest()
      const size = held === undefined ? '' : `, ${Math.round(held / 2 ** 20)} MiB in memory`
      log.info(
        `still running after ${elapsed((now().getTime() - began) / 1000)}${size}${lastMetric(output.tail())}`,
      )
    }
    seen = output.bytes
  }, heartbeatSeconds * 1000)
  return { stop: () => clearInterval(timer) }
}

const metric = /[A-Za-z][\w/.-]{0,60}\s*[=:]\s*[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.:])/gi

/** The last value by a name that the command said, of hostile text. */
function lastMetric(tail: string): string {
  const said = tail.match(metric)?.at(-1)
  return said === undefined ? '' : `; it last said ${visible(said, 100)}`
}

function elapsed(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${Math.round(seconds)} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
