/**
 * Aborted at the first interrupt, termination or closed terminal; a second interrupt or termination ends the process. Of
 * a closed terminal both its shell and the system tell.
 */
export function cancellation(host: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  const cancel = (name: NodeJS.Signals) => controller.abort(new Error(`cancelled by ${name}`))
  for (const name of ['SIGINT', 'SIGTERM'] as const) host.once(name, () => cancel(name))
  host.on('SIGHUP', () => cancel('SIGHUP'))
  return controller.signal
}
