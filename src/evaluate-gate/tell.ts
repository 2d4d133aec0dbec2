import { tellGate } from '../feedback/gate.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'
import type { Planned, Ports, Told } from '../stage/stage.ts'
import type { GateContext } from './context.ts'
import { linkVerdict } from './link-verdict.ts'
import { publishReport } from './report/publish-report.ts'

/** Lets people know of a stored verdict: comment, check run, report, and the tags of what tracks the training. */
export async function tellVerdict(
  stored: ReadRecord<EvaluateGateRecord>,
  { project, context }: Planned<GateContext>,
  ports: Ports,
): Promise<Told> {
  // Of a plan that could not be made there is no context.
  const { ofRun = [], earlier = [] } = (context as GateContext | undefined) ?? {}
  const publishing = publishReport(stored, { ofRun, earlier }, ports.runner)
  const [{ outputs }, report] = await Promise.all([
    tellGate(stored.record, project, ports, publishing),
    publishing,
    linkVerdict(stored.record, project, ports),
  ])
  return { outputs: { ...outputs, ...(report !== undefined && { report }) } }
}
