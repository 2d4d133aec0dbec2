import { outsideError } from '../errors.ts'

export const refusedArchive = (why: string) =>
  outsideError('archive-refused', `the archive is not unpacked: ${why}`, {
    hint: 'Find out which job made this artifact, and run it again.',
  })
