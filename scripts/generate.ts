// Writes what is generated from the sources: action.yml files, their README tables, JSON Schemas.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generated } from '../src/launch/generated.ts'

for (const [path, text] of Object.entries(await generated())) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
