import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const licenceFile = /^(licen[cs]e|copying|notice)/i

/**
 * The licences of what a bundle is made of, as they ask to be handed on with it: each text once, under the packages that
 * it is of.
 * @param {readonly string[]} inputs files of the bundle, as esbuild names them
 * @returns {Promise<string>}
 */
export async function notices(inputs) {
  const folders = inputs.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [])
  const byText = new Map()
  for (const folder of new Set(folders)) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    for (const text of await textsOf(folder, license))
      byText.set(text, (byText.get(text) ?? new Set()).add(`${name} ${version}`))
  }
  const parts = [...byText].map(([text, names]) => `${[...names].sort().join(', ')}:\n\n${text}\n`)
  return `dist/ contains code of these packages.\n\n${parts.sort().join(`\n${'-'.repeat(80)}\n\n`)}`
}

async function textsOf(folder, license) {
  const files = (await readdir(folder)).filter((file) => licenceFile.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const told = texts.map((text) => text.replaceAll('\r\n', '\n').trim())
  return told.length > 0 ? told : [`By its package.json: ${license ?? 'no licence is named'}.`]
}
