import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { oraclePythonIfAny } from '../oracles/venv.ts'

/** Python of an environment with MLflow and its server, where there can be one. */
export const mlflowPython = oraclePythonIfAny('mlflow-requirements.txt')

/** PATH of a user who has MLflow. */
export const pathWithMlflow = () => `${dirname(mlflowPython!)}:${process.env.PATH}`

/** Logs as a training does: parameters, a course, a last value, and a nested run that is none of its own. */
export const trainingScript = `
import os, mlflow
with mlflow.start_run():
    mlflow.log_params({"C": 0.5, "solver": "lbfgs"})
    with mlflow.start_run(nested=True):
        mlflow.log_metric("val_loss", 99)
    for step, loss in enumerate([0.9, 0.4, 0.5]):
        mlflow.log_metric("val_loss", loss, step=step)
    mlflow.log_metric("val/accuracy", 0.875)
os.makedirs("model", exist_ok=True)
open("model/weights", "w").write("weights")
`

export interface MlflowServer {
  readonly uri: string
  close(): Promise<void>
}

/** MLflow's own server on a free port, with a database of its own. @param folder is made where it is not there */
export async function startMlflowServer(folder: string): Promise<MlflowServer> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'log'), '')
  const port = await freePort()
  const server = spawn(
    mlflowPython!,
    // Without what runs jobs: the API alone is asked.
    ['-m', 'uvicorn', '--host', '127.0.0.1', '--port', String(port), 'mlflow.server.fastapi_app:app'],
    {
      cwd: folder,
      stdio: 'ignore',
      env: {
        PATH: pathWithMlflow(),
        HOME: folder,
        MLFLOW_DISABLE_TELEMETRY: 'true',
        _MLFLOW_SERVER_FILE_STORE: `sqlite:///${join(folder, 'server.db')}`,
        _MLFLOW_SERVER_REGISTRY_STORE: `sqlite:///${join(folder, 'server.db')}`,
        _MLFLOW_SERVER_ARTIFACT_ROOT: join(folder, 'artifacts'),
      },
    },
  )
  const uri = `http://127.0.0.1:${port}`
  await untilHealthy(uri, server)
  return {
    uri,
    async close() {
      const gone = once(server, 'exit')
      server.kill('SIGKILL')
      await gone
    },
  }
}

async function untilHealthy(uri: string, server: ChildProcess): Promise<void> {
  for (let look = 0; look < 600; look++) {
    if (server.exitCode !== null) throw new Error(`the MLflow server ended with ${server.exitCode}`)
    const answer = await fetch(`${uri}/health`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error('the MLflow server did not come up')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
