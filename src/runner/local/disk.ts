import { AssayError, outsideError } from '../../errors.ts'

const refusals = ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST']

/** Runs something that writes; what the disk refuses becomes one clear message. */
export async function onDisk<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw diskError(path, error)
  }
}

/** An error of the disk as people can act on it; any other stays as it is. */
export function diskError(path: string, error: unknown): unknown {
  if (error instanceof AssayError) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return outsideError('disk-full', `the disk that holds ${path} is full`, {
      hint: 'Free some space there (old runs in .modelassay/runs may be deleted) and run again.',
      cause: error,
    })
  if (code !== undefined && refusals.includes(code))
    return outsideError('folder-unwritable', `${path} cannot be written to (${code})`, {
      hint: 'Make the folder writable for this user, or run from a copy of the repository that is.',
      cause: error,
    })
  return error
}
