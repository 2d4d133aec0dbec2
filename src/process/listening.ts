import { readFile } from 'node:fs/promises'

/** State of a socket that listens, as Linux lists it. */
const listens = '0A'

/** Sockets of this machine that listen at a port, by numbers that none of them had before; none where the system does not tell. */
export async function listeningAt(port: number): Promise<readonly string[]> {
  const lists = await Promise.all(
    ['tcp', 'tcp6'].map((kind) => readFile(`/proc/net/${kind}`, 'utf8').catch(() => '')),
  )
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return lists
    .flatMap((list) => list.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === listens && local?.endsWith(end))
    .flatMap((fields) => fields[9] ?? [])
}
