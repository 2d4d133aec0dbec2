import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { inputError } from '../errors.ts'

/** A file of a model. */
export interface ModelFile {
  /** relative to the model, with `/` on every system */
  readonly path: string
  /** where it is on this machine */
  readonly file: string
  readonly bytes: number
}

/**
 * The files of a model, sorted by the code units of their paths. A model that is one file is a folder with that file:
 * it is the same model whether it travels alone or in a folder of its own. Empty folders are no part of a model.
 * @param called what messages call the model; default: where it is
 * @throws AssayError `model-missing`, `model-empty`, `special-file`, `file-name`
 */
export async function modelFiles(model: string, called = model): Promise<readonly ModelFile[]> {
  const found = await lstat(model).catch(() => undefined)
  if (!found)
    throw inputError('model-missing', `there is no model at ${called}`, {
      hint: 'Let the training command write it into $MODELASSAY_MODEL_DIR, or name the place with train.output.',
    })
  const files: ModelFile[] = []
  if (found.isFile()) files.push({ path: basename(model), file: model, bytes: found.size })
  else if (found.isDirectory()) await collect(model, called, '', files)
  else throw special(called)
  if (files.length === 0)
    throw inputError('model-empty', `the model folder ${called} holds no files`, {
      hint: 'Let the training command write the model into it, or name the place where it writes it with train.output.',
    })
  if (files.every(({ bytes }) => bytes === 0))
    throw inputError('model-empty', `every file of the model ${called} is empty`, {
      hint: 'Find out why the training command wrote nothing; a full disk is one reason.',
    })
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

async function collect(folder: string, called: string, prefix: string, files: ModelFile[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name)
    const path = prefix + entry.name
    const named = join(called, entry.name)
    if (entry.name.includes('\u{fffd}')) throw unreadable(named)
    if (entry.isDirectory()) await collect(file, named, `${path}/`, files)
    else if (entry.isFile()) files.push({ path, file, bytes: (await lstat(file)).size })
    else throw special(named)
  }
}

// Node puts this sign for bytes that are no UTF-8: the file could not be opened, or another one would be in its place.
const unreadable = (file: string) =>
  inputError('file-name', `the name of ${file} is not UTF-8, so it cannot be part of a model`, {
    hint: 'Give the file a name of letters and digits.',
  })

const special = (file: string) =>
  inputError('special-file', `${file} is neither a file nor a folder, so it cannot be part of a model`, {
    hint: 'Write plain files: replace links with copies of what they point to.',
  })
