import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalPorts } from '../launch/local-ports.ts'
import { openProject } from '../launch/open-project.ts'
import { webFetch } from '../launch/proxy.ts'
import { loadStage } from '../launch/stages.ts'
import { cleanEnvironment } from '../process/environment.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import { explainTraining } from '../train/explain/explain.ts'
import { explanationText } from '../train/explain/explanation-text.ts'
import { paletteFor } from './palette.ts'
import { withLocalPorts } from './with-local-ports.ts'

/** `modelassay train --explain`: what would be done, and what the fingerprint is made of; nothing is trained. */
export async function printExplanation(
  given: Readonly<Record<string, string>>,
  form: 'json' | 'text',
  portsOf: () => Promise<LocalPorts>,
  host: NodeJS.Process,
): Promise<void> {
  await withLocalPorts(
    host,
    async (ports) => {
      const { project } = await openProject(await loadStage('train'), given, ports)
      const scratch = join(ports.runner.temp, 'scratch')
      await mkdir(scratch, { recursive: true })
      const explanation = await explainTraining({ project }, ports, {
        log: ports.runner.log,
        evidence: scratch,
        scratch,
        engine: ports.runner.engine,
        environment: cleanEnvironment(host.env),
        web: { fetch: webFetch(host.env), now: () => ports.runner.now() },
      })
      host.stdout.write(
        form === 'json'
          ? canonicalJson(explanation)
          : explanationText(explanation, paletteFor(host.stdout, host.env)),
      )
    },
    portsOf,
  )
}
