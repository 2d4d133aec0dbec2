import { gateOf } from '../feedback/gate-artifacts.ts'
import { artifactName } from '../record/artifact-name.ts'
import type { History } from '../trust/history.ts'
import type { KeptGate } from './kept-gates.ts'

/** Commits of the base that are asked for a run. */
const reach = 20

export interface GatesOfBase {
  /** for people: `run 123 of main at abc1234` */
  readonly description: string
  /** names of artifacts without their attempt: a model, or one of its matrix jobs */
  readonly keys: readonly string[]
}

/** What the workflow judged when it last ran on the base: what a pull request's run should have judged too. */
export async function gatesOfBase(history: History, baseSha: string): Promise<GatesOfBase | undefined> {
  for (const sha of (await history.line(baseSha)).slice(0, reach)) {
    const { runs } = await history.at(sha)
    for (const { bundles, description } of runs) {
      const keys = (await bundles()).flatMap(({ name }) => gateOf(name)?.key ?? [])
      if (keys.length > 0) return { description, keys: [...new Set(keys)] }
    }
  }
  return undefined
}

/** A model that the run of a pull request did not judge, and how that is known. */
export interface Unjudged {
  readonly unjudged: string
  readonly why: string
}

/** A fork's own workflow decides what its run keeps: a model that it would rather not show is missing. */
export function unjudgedGates(gates: readonly KeptGate[], base: GatesOfBase | undefined): Unjudged[] {
  const kept = new Set(gates.map((gate) => gateOf(nameOf(gate))?.key))
  return (base?.keys ?? [])
    .filter((key) => !kept.has(key))
    .map((key) => ({
      unjudged: subjectOf(key),
      why: `The ${base!.description} judged it, and the run of this pull request kept no gate of it.`,
    }))
}

const nameOf = (gate: KeptGate) =>
  'unreadable' in gate ? gate.unreadable : artifactName(gate.record.name, 'evaluate-gate', gate.record.run)

/** The model and matrix job that a key is of, for people. */
function subjectOf(key: string): string {
  const [, model = key, leg] = /^modelassay-(.+)-evaluate-gate(?:-(.+))?$/.exec(key) ?? []
  return leg === undefined ? model : `${model} (matrix job ${leg})`
}
