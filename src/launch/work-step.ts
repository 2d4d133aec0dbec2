import { githubLog } from '../runner/github/log.ts'
import { setOutputs } from '../runner/github/outputs.ts'
import { cancellation } from './cancellation.ts'
import { readPlan, writeOutcomes } from './plan-file.ts'
import { loadTasks } from './stages.ts'
import { noteUnderWay } from './under-way.ts'
import { doWork } from './work.ts'

/**
 * Second step of each composite: an ordinary `run:` step, so that nothing it starts has a token in its own or its
 * parent's environment. It ends green whatever came of the work; conclude reads the outcomes and decides.
 */
export async function workStep(): Promise<void> {
  const file = process.env.MODELASSAY_PLAN ?? ''
  const plan = await readPlan(file)
  await doWork(plan, {
    log: githubLog(process.stdout),
    env: process.env,
    tasks: await loadTasks(plan.stage),
    signal: cancellation(process),
    now: () => new Date(),
    // What a command left running can write there too: the digest goes where the runner keeps it.
    keep: async (outcomes) => setOutputs(process.env, { outcomes: await writeOutcomes(file, outcomes) }),
    underWay: (root) => noteUnderWay(file, root),
  })
}
