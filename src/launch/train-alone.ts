import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inputError } from '../errors.ts'
import { identityOf } from '../process/identity.ts'
import type { TreeRoot } from '../process/tree.ts'
import { livingOf, noteAtWork, readAtWork } from '../runner/local/at-work.ts'

/**
 * Takes a model to train on this machine, in this working tree: two trainings of it would write into the same folders.
 * It is free again when the temporary folder goes, or nothing of its process and command lives any more.
 * @param temp of this process, beside those of others
 * @throws AssayError input: `training-under-way`
 */
export async function trainAlone(name: string, temp: string): Promise<void> {
  // Told before it is asked: of two that begin at once at least one sees the other.
  await noteAtWork(temp, { process: await identityOf(process.pid), training: name })
  const all = dirname(temp)
  for (const other of await readdir(all)) {
    if (join(all, other) === temp) continue
    const atWork = await readAtWork(join(all, other))
    if (atWork?.training !== name) continue
    const living = await livingOf(atWork)
    if (living.who === 'modelassay')
      throw inputError('training-under-way', `process ${living.pid} is training ${name} here already`, {
        hint: `Wait until it has ended, or end it with \`kill ${living.pid}\`; then train again.`,
      })
    if (living.who === 'command')
      throw inputError(
        'training-under-way',
        `the command of a training of ${name} that was killed still runs here, as process ${living.pid}`,
        {
          hint: `Wait until it has ended, or end it and what it started with \`kill -- -${living.pid}\`; then train again.`,
        },
      )
  }
}

/** Notes which command of a training is under way, where the next training finds it. */
export async function noteCommand(temp: string, root: TreeRoot | undefined): Promise<void> {
  const { command: _, ...atWork } = (await readAtWork(temp)) ?? { process: await identityOf(process.pid) }
  await noteAtWork(temp, {
    ...atWork,
    ...(root && { command: { process: await identityOf(root.pid), mark: root.mark } }),
  })
}
