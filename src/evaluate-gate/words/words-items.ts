import * as z from 'zod'
import type { Project } from '../../config/project.ts'
import { type Words, wordsSchema } from '../../record/words.ts'
import type { Outcome, TaskItem } from '../../stage/work.ts'
import type { KeepWordsRequest } from './keep-words.ts'

const wordsId = 'keep-words'

/** After the user's commands, which may write the file: what keeps it. */
export function wordsItems({ root, config }: Project): TaskItem[] {
  if (config.report === undefined) return []
  const params: KeepWordsRequest = { root, file: config.report }
  return [{ kind: 'task', id: wordsId, title: `Words of ${config.report}`, task: wordsId, params }]
}

const keptSchema = z.object({ words: wordsSchema.optional() })

/** What was kept; nothing where there was nothing, or not what the task leaves. */
export function wordsOf(outcomes: readonly Outcome[]): { words?: Words } {
  const kept = keptSchema.safeParse(outcomes.find(({ id }) => id === wordsId)?.result)
  return kept.success && kept.data.words ? { words: kept.data.words } : {}
}
