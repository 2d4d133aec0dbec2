/** Why a file cannot be read, in words that end no sentence. */
export function unreadable(file: string, cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT') return `there is no file ${file}`
  if (code === 'EISDIR') return `${file} is a folder, not a file`
  if (code === 'ENOTFILE') return `${file} is no plain file`
  if (code === 'EACCES') return `${file} may not be read by this user`
  return `${file} cannot be read: ${message}`
}
