import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { addressPart } from '../markdown/address-part.ts'
import type { GateLinks } from './gate-markdown.ts'

/**
 * Pages about a record that GitHub has.
 * @param site page of the repository
 * @param report page of the HTML report, where it is kept
 */
export function gateLinks({ run, policy }: EvaluateGateRecord, site: string, report?: string): GateLinks {
  const path = policy?.file?.split('/').map(addressPart).join('/')
  return {
    run: `${site}/actions/runs/${addressPart(run.id)}/attempts/${run.attempt}`,
    ...(report !== undefined && { report }),
    ...(run.pull_request !== undefined && { checks: `${site}/pull/${run.pull_request}/checks` }),
    ...(policy?.sha !== undefined &&
      path !== undefined && { policy: `${site}/blob/${addressPart(policy.sha)}/${path}` }),
  }
}
