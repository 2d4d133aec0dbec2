import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from './command.ts'

withCommand()
let place: Workplace
beforeAll(async () => {
  const config = churn['modelassay.yml']!.replace(
    '  output: model/',
    '  output: model/\n  mlflow: { tracking_uri: "sqlite:///mlflow.db" }',
  )
  place = await workplace({ ...churn, 'modelassay.yml': config })
  const database = new DatabaseSync(join(place.folder, 'mlflow.db'))
  database.exec('CREATE TABLE runs (run_uuid, experiment_id, start_time, lifecycle_stage)')
  database.close()
})
afterAll(() => place.remove())

test("reading MLflow's database, the command warns of nothing that is its own", async () => {
  const { stdout, stderr } = await place.modelassay(['train'])
  expect(stdout).toContain('MLflow')
  expect(stderr).not.toContain('ExperimentalWarning: vm.')
})
