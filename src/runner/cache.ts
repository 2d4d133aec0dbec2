/**
 * Folders that may outlast the artifacts of their run. Whoever may write caches of the branch may have written what
 * comes back: its digest decides whether it is believed. A cache that fails is a warning, and nothing was there.
 */
export interface Cache {
  /**
   * Fetches what was saved under just this key into a folder that does not exist yet.
   * @returns false when nothing was there, or it could not be had
   */
  restore(key: string, folder: string): Promise<boolean>
  /**
   * Takes a folder of this job's `temp`, which is used up. What is there under the key already stays.
   */
  save(key: string, folder: string): Promise<void>
}
