import * as z from 'zod'
import { moveFolder } from '../../process/move-folder.ts'
import type { Task } from '../../stage/stage.ts'

const request = z.object({ place: z.string(), as: z.string() })

/** Moves the checkpoint of a seed that has ended to where the next one does not find it. */
export const setCheckpointAside: Task = async (params) => {
  const { place, as } = request.parse(params)
  await moveFolder(place, as)
  return {}
}
