import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { copyModel } from '../../models/copy.ts'
import type { ModelContent } from '../../models/digest.ts'
import { artifactModel } from '../../models/store.ts'
import { type ArtifactKind, artifactName } from '../../record/artifact-name.ts'
import type { ModelRef } from '../../record/refs.ts'
import type { Runner } from '../../runner/runner.ts'

type Keeper = Pick<Runner, 'run' | 'bundles' | 'nextAttempt' | 'temp'>

/**
 * Keeps a model, file or folder, in an artifact of its own.
 * @throws AssayError what `bundles.save` throws
 */
export async function keepModel(
  name: string,
  model: string,
  { digest, bytes, files }: ModelContent,
  runner: Keeper,
  kind: ArtifactKind = 'model',
): Promise<ModelRef> {
  const attempt = await runner.nextAttempt(name, kind)
  const artifact = artifactName(name, kind, { ...runner.run, attempt })
  const content = { digest, bytes, files }
  if ((await stat(model)).isDirectory())
    return artifactModel(content, await runner.bundles.save(artifact, model))
  const folder = await mkdtemp(join(runner.temp, 'modelassay-model-'))
  try {
    await copyModel(model, folder)
    return artifactModel(content, await runner.bundles.save(artifact, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
