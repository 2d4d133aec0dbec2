import { rm } from 'node:fs/promises'
import { type LocalPorts, localPorts } from '../launch/local-ports.ts'
import { refused } from './refused.ts'

/**
 * Does the work of a command with the ports of this machine, whose temporary folder is removed behind it. What cannot
 * be done is told, and sets the exit code.
 * @param portsOf default: ports without a token, for a command that runs nothing which writes
 */
export async function withLocalPorts(
  host: NodeJS.Process,
  work: (ports: LocalPorts) => Promise<void>,
  portsOf = () => localPorts(host, undefined, []),
): Promise<void> {
  let temp: string | undefined
  try {
    const ports = await portsOf()
    temp = ports.runner.temp
    if ('unreachable' in ports) throw ports.unreachable
    await work(ports)
  } catch (thrown) {
    host.exitCode = refused(thrown, host)
  } finally {
    if (temp !== undefined) await rm(temp, { recursive: true, force: true })
  }
}
