import { inputError } from '../errors.ts'
import { asStage, readBundle } from '../record/bundle.ts'
import type { Runner } from '../runner/runner.ts'
import { findBase, type Patience } from './base.ts'
import { believe } from './believe.ts'
import { findBuilds } from './builds.ts'
import { bundlesOfRun } from './bundles-of-run.ts'
import { gateHandedOn } from './handed-gate.ts'
import type { History } from './history.ts'
import { recordOfThisRun } from './of-this-run.ts'
import { ownTrainings } from './own-trainings.ts'
import { partsOfThisRun } from './parts-of-this-run.ts'
import { remembering } from './remembering.ts'
import { trainOfGate } from './train-of-gate.ts'
import type { Trust } from './trust.ts'
import { whyUnvouched } from './vouched-file.ts'

export interface TrustPorts {
  readonly runner: Runner
  readonly history: History
  /** default: nothing is waited for */
  readonly patience?: Patience
}

const impatient: Patience = { seconds: 0, pollSeconds: 1, pause: async () => {} }

/** Trust over what a host tells of earlier runs. */
export function createTrust({ runner, history, patience = impatient }: TrustPorts): Trust {
  return {
    ofThisRun: (name, stage) => recordOfThisRun(name, stage, runner),
    partsOfThisRun: (name) => partsOfThisRun(name, runner),
    handedGate: (name, handed) => gateHandedOn(name, handed, runner),
    base: (name, known) => findBase(name, known, { runner, history, patience }),

    ownTrainings: (name) => ownTrainings(name, { runner, history, patience: impatient }),

    trainOf: (gate) => trainOfGate(gate, { runner, history }),

    builds: (names, from) =>
      findBuilds(names, from, { runner, history: remembering(history), patience: impatient }),

    whyUnvouched: (file) => whyUnvouched(file, { runner, history }),

    bundlesOf: (runId) => bundlesOfRun(runId, { runner, history }),

    async registered(name, version, folder) {
      const read = asStage(await readBundle(folder), 'evaluate-gate')
      if (read.record.name === name && read.record.passes)
        return believe(read, {
          description: `version ${version}`,
          runId: read.record.run.id,
          ...(read.record.run.sha && { sha: read.record.run.sha }),
        })
      throw inputError(
        'record-broken',
        `version ${version} of ${name} holds a gate record of ${read.record.name} that ${read.record.passes ? 'passes' : 'does not pass'}`,
        {
          hint: 'Register the model again from a run whose gate passes, and find out who changed this version.',
        },
      )
    },
  }
}
