import { AssayError } from '../../errors.ts'

/** Keys of an evaluation, as messages name them: they are written for `evaluate`, which stands for the only one. */
const keys = /\bevaluate\.(?=(?:run|setup|baseline|predictions|metrics|task|positive|truth|columns)\b)/g

/** A message with the keys of an evaluation as the configuration has them. @param at `evaluations.<name>`, where it is not `evaluate` */
export const inOwnWords = (message: string, at: string | undefined) =>
  at === undefined ? message : message.replace(keys, () => `${at}.`)

/** Does what may throw an error about one evaluation, which then names the keys that it has. */
export async function aboutEvaluation<T>(at: string | undefined, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof AssayError) || at === undefined) throw error
    const { kind, code, message, hint, place, cause, others } = error
    throw new AssayError(kind, code, inOwnWords(message, at), {
      hint: inOwnWords(hint, at),
      cause,
      others,
      ...place,
    })
  }
}
