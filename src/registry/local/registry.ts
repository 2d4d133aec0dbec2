import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyFiles, demandFiles } from '../archive/files.ts'
import { demandModel } from '../model.ts'
import { versionNamed } from '../names.ts'
import type { Registry } from '../registry.ts'
import { appendMove, movesOf } from './aliases.ts'
import { modelFolder, recordsFolder } from './layout.ts'
import { registerLocally } from './register.ts'
import { readVersion, versionsIn } from './versions.ts'

/**
 * A registry in a folder.
 * @param folder `.modelassay/registry`, made when the first version is registered
 */
export function localRegistry({ folder, now }: { folder: string; now: () => Date }): Registry {
  const found = async (name: string, version: string) => {
    const there = await readVersion(folder, name, version)
    if (there) return there
    versionNamed(await versionsIn(folder, name), version)
    throw new Error(`${version} is listed in ${folder} but cannot be read`)
  }
  return {
    kind: 'local',
    versions: (name) => versionsIn(folder, name),
    async aliases(name) {
      const moves = await movesOf(folder, name)
      return Object.fromEntries(moves.map(({ alias, version }) => [alias, version!]))
    },
    history: async (name, alias) => (await movesOf(folder, name)).filter((move) => move.alias === alias),
    async register(version) {
      await mkdir(folder, { recursive: true })
      // Models are no part of the commit: a registry must never make the working tree dirty.
      await writeFile(join(folder, '.gitignore'), '*\n')
      return registerLocally(folder, version, now)
    },
    async fetchRecords(name, version, into) {
      const there = await found(name, version)
      await copyFiles(recordsFolder(there.folder), recordsFolder(into))
      await demandFiles(recordsFolder(into), there.document.records, `the records of ${name} ${version}`)
    },
    async fetchModel(name, version, into) {
      const there = await found(name, version)
      await copyFiles(modelFolder(there.folder), into)
      await demandModel(into, there.version)
    },
    async moveAlias(name, alias, version) {
      await found(name, version)
      await appendMove(folder, name, { alias, version }, now)
    },
  }
}
