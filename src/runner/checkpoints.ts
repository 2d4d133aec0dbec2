/**
 * Where what an unfinished training left waits for the next one. Nothing is replaced: of a series the newest entry
 * counts. What comes back is believed no further than that somebody of the same scope wrote it.
 */
export interface Checkpoints {
  /** bytes above which a folder is not to be added; absent where there is no limit */
  readonly most?: number
  /**
   * Only on a machine of one's own: folder for what a training that is under way fills its folder for. Of such a machine
   * a working tree that differs from its commit keeps its checkpoints, too: the fingerprint is over what lies there.
   */
  readonly underWay?: string
  /**
   * Fetches the newest entry of a series into a folder that does not exist yet: of those whose name begins so, where
   * there is one, else of all.
   * @returns false when nothing was there, or it could not be had
   */
  newest(series: string, beginning: string, folder: string): Promise<boolean>
  /** Folder of that entry where it lies, only to be read; absent where it would have to be fetched. */
  lying?(series: string): Promise<string | undefined>
  /** Takes a folder of this job's `temp`, which is used up. What cannot be kept is a warning. */
  add(series: string, entry: string, folder: string): Promise<void>
}
