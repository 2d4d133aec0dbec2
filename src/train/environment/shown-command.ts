import { withoutSecrets } from '../../process/secrets.ts'
import { type Digest, sha256 } from '../../record/digest.ts'

/** The texts of a command as records show them. */
export type ShownCommand<T> = T & {
  /** of the texts that secrets were taken out of, as they were: another secret is another command */
  readonly digests?: Readonly<Record<string, Digest>>
}

/** A training's command without the secrets of the environment that it runs in. */
export function shownCommand<T extends object>(
  command: T,
  environment: Readonly<Record<string, string>>,
): ShownCommand<T> {
  const digests: Record<string, Digest> = {}
  const shown = Object.entries(command).map(([key, text]): [string, unknown] => {
    if (typeof text !== 'string') return [key, text]
    const clean = withoutSecrets(text, environment)
    if (clean !== text) digests[key] = sha256(text)
    return [key, clean]
  })
  return {
    ...(Object.fromEntries(shown) as T),
    ...(Object.keys(digests).length > 0 && { digests }),
  }
}
