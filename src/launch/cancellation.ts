/** Aborted at the first interrupt or termination; a second one ends the process. */
export function cancellation(host: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    host.once(name, () => controller.abort(new Error(`cancelled by ${name}`)))
  return controller.signal
}
