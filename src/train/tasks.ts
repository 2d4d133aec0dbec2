import type { Task } from '../stage/stage.ts'
import { beginCheckpoint } from './checkpoint/begin-checkpoint.ts'
import { setCheckpointAside } from './checkpoint/set-aside.ts'
import { examine } from './environment/examine.ts'
import { keepJudgedFiles, watchJudgedFiles } from './judged-files/keep-judged-files.ts'
import { compareModels } from './model/compare-models.ts'
import { digestModel } from './model/digest-model.ts'
import { profileTables } from './profile-tables.ts'
import { readDvc } from './reported/read-dvc.ts'
import { readHistory } from './reported/read-history.ts'
import { readMlflow } from './reported/read-mlflow.ts'
import { readReported } from './reported/read-reported.ts'
import { keepBest, takeBest } from './seeds/keep-best.ts'
import { keepPredictions } from './seeds/keep-predictions.ts'

/** What the work step of train runs besides the command. */
export const tasks: Readonly<Record<string, Task>> = {
  examine,
  'profile-tables': profileTables,
  'read-dvc': readDvc,
  'read-history': readHistory,
  'read-mlflow': readMlflow,
  'read-reported': readReported,
  'begin-checkpoint': beginCheckpoint,
  'set-checkpoint-aside': setCheckpointAside,
  'digest-model': digestModel,
  'keep-best': keepBest,
  'take-best': takeBest,
  'keep-predictions': keepPredictions,
  'watch-judged-files': watchJudgedFiles,
  'keep-judged-files': keepJudgedFiles,
  'compare-models': compareModels,
}
