import { rm } from 'node:fs/promises'
import * as z from 'zod'
import { digestSchema } from '../record/digest.ts'
import { follows } from '../registry/descent.ts'
import { openRegistry } from '../registry/open.ts'
import type { Registry, Version } from '../registry/registry.ts'
import { resultOf } from '../stage/outcomes.ts'
import type { Finding, Planned, Ports } from '../stage/stage.ts'
import type { Outcome } from '../stage/work.ts'
import { modelIn, type Permitted, type RegisterContext, recordsIn } from './plan.ts'
import { registerCandidate } from './register.ts'
import { versionRule } from './version-rule.ts'

const hashedSchema = z.object({
  digest: digestSchema,
  bytes: z.number().int().nonnegative(),
  files: z.number().int().positive(),
})

type RegisterFinding = Finding<'register-model'>

/** @throws AssayError when the registry cannot be reached or written; what it left open the next run finishes */
export async function conclude(
  planned: Planned<RegisterContext>,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<RegisterFinding> {
  const { context } = planned
  if ('refused' in context) return refused(context.refused)
  const { staging } = context.permitted
  try {
    return await concludePermitted(planned, context.permitted, outcomes, ports)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function concludePermitted(
  { project }: Planned<RegisterContext>,
  { modelDigest, staging, builtOn, ...permitted }: Permitted,
  outcomes: readonly Outcome[],
  ports: Ports,
): Promise<RegisterFinding> {
  const { name, register } = project.config
  const model = resultOf(outcomes, 'hash-model', hashedSchema)
  if (model.digest !== modelDigest)
    return refused(`the model's files have digest ${model.digest}, and the gate judged ${modelDigest}`)
  const registry = await openRegistry(project, ports)
  const candidate = {
    name,
    ...permitted,
    model,
    modelFolder: modelIn(staging),
    recordsFolder: recordsIn(staging),
  }
  const result = await registerCandidate(registry, candidate, versionRule(register.version), ports)
  const common = { model_digest: modelDigest, registry: registry.kind, built_on: builtOn }
  if (result.verdict === 'refused') {
    const { reason, remedy } = result
    return { ...refused(reason), ...(remedy !== undefined && { remedy }), ...common }
  }
  const { version } = result
  const aliases = await moveAliases(registry, version, register.aliases, ports)
  return {
    ...common,
    verdict: result.verdict,
    passes: true,
    reason:
      result.verdict === 'registered'
        ? `${name} ${version.version} is registered`
        : `this model is ${name} ${version.version} already`,
    version: version.version,
    uri: version.uri,
    aliases,
  }
}

const refused = (reason: string): RegisterFinding => ({
  verdict: 'refused',
  passes: false,
  reason,
  built_on: [],
})

/** Moves aliases forward; a re-run of an old run does not take one back. Returns those that name the version now. */
async function moveAliases(
  registry: Registry,
  version: Version,
  aliases: readonly string[],
  ports: Ports,
): Promise<string[]> {
  if (aliases.length === 0) return []
  const now = await registry.aliases(version.name)
  const versions = await registry.versions(version.name)
  const moved: string[] = []
  for (const alias of aliases) {
    const current = versions.find((one) => one.version === now[alias])
    if (current && !(await follows(version, current, ports))) {
      ports.runner.log.warning(`${alias} stays at ${current.version}, which is newer than ${version.version}`)
      continue
    }
    await registry.moveAlias(version.name, alias, version.version)
    moved.push(alias)
  }
  return moved
}
