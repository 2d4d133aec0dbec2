import * as z from 'zod'
import { firstDifference } from '../../models/first-difference.ts'
import type { Json } from '../../record/canonical-json.ts'
import type { Task } from '../../stage/stage.ts'
import type { Outcome, TaskItem } from '../../stage/work.ts'
import type { Repeated } from '../context.ts'

const id = 'compare-models'

const request = z.object({ before: z.string(), after: z.string() })

const differenceSchema = z.object({
  path: z.string(),
  how: z.enum(['only-then', 'only-now', 'differs']),
  tensor: z
    .object({
      name: z.string(),
      how: z.enum(['only-then', 'only-now', 'form', 'content']),
      before: z.string().optional(),
      after: z.string().optional(),
      element: z.number().int().nonnegative().optional(),
    })
    .optional(),
})
type TensorDifference = NonNullable<z.infer<typeof differenceSchema>['tensor']>
const answer = z.object({ difference: differenceSchema.optional() })

/** Looks where a second model differs from the first; nothing where the first one is gone. */
export const differenceItems = (first: Repeated | undefined, model: string): TaskItem[] =>
  first?.folder === undefined
    ? []
    : [
        {
          kind: 'task',
          id,
          title: 'Compare the models',
          task: id,
          params: { before: first.folder, after: model },
        },
      ]

/** Reads both models, which are anybody's bytes. */
export const compareModels: Task = async (params) => {
  const { before, after } = request.parse(params)
  const difference = await firstDifference(before, after)
  return { ...(difference && { difference }) } as unknown as Json
}

/** The first difference that was found, as a noun; hostile text. */
export function differenceTold(outcomes: readonly Outcome[]): string | undefined {
  const found = answer.safeParse(outcomes.find((outcome) => outcome.id === id)?.result)
  const difference = found.data?.difference
  return difference && differenceText(difference)
}

/** A difference of two models, as a noun. */
export function differenceText({ path, how, tensor }: z.infer<typeof differenceSchema>): string {
  if (how === 'only-then') return `${path}, which was there and is not`
  if (how === 'only-now') return `${path}, which was not there`
  return tensor === undefined ? path : [path, ...tensorTexts(tensor)].join(', ')
}

/** Files of one array have no name for it. */
function tensorTexts({ name, how, before, after, element }: TensorDifference): string[] {
  const named = name === '' ? [] : [`tensor ${name}`]
  if (how === 'only-then') return [...named, 'which was there and is not']
  if (how === 'only-now') return [...named, 'which was not there']
  if (how === 'form')
    return [...named, `which was ${before || 'of no known form'} and is ${after || 'of none'}`]
  return [...named, ...(element === undefined ? [] : [`element ${element}`])]
}
