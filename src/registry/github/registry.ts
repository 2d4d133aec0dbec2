import { join } from 'node:path'
import { demandFiles } from '../archive/files.ts'
import { demandModel } from '../model.ts'
import { versionNamed } from '../names.ts'
import type { Registry } from '../registry.ts'
import { aliasesOf, aliasMoves, appendAlias } from './aliases.ts'
import { fetchArchive } from './fetch.ts'
import { registerOnGitHub } from './register.ts'
import type { Room } from './room.ts'
import { taggedVersions } from './versions.ts'

/** A registry in tags and releases of the repository, which GTO reads as its own. */
export function githubRegistry(room: Room): Registry {
  return {
    kind: 'github',
    versions: async (name) => (await taggedVersions(room, name)).map(({ version }) => version),
    aliases: async (name) => aliasesOf(await aliasMoves(room, name)),
    history: async (name, alias) => (await aliasMoves(room, name)).filter((move) => move.alias === alias),
    register: (version) => registerOnGitHub(room, version),
    async fetchRecords(name, version, into) {
      const folder = join(into, 'records')
      const { manifest } = await fetchArchive(room, name, version, 'records', folder)
      await demandFiles(folder, manifest.records, `the records of ${name} ${version}`)
    },
    async fetchModel(name, version, into) {
      const { tagged } = await fetchArchive(room, name, version, 'model', into)
      await demandModel(into, tagged.version)
    },
    async moveAlias(name, alias, version) {
      const all = await taggedVersions(room, name)
      const { version: found } = versionNamed(
        all.map((one) => one.version),
        version,
      )
      await appendAlias(room, name, alias, all.find((one) => one.version.version === found)!)
    },
  }
}
