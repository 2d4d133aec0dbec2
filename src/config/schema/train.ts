import * as z from 'zod'
import { seeds } from './seeds.ts'
import { command, path, seconds, shell } from './terms.ts'

export const train = z.strictObject({
  run: command
    .optional()
    .describe(
      'Command that trains, in the folder of this file; it writes the model into `$MODELASSAY_MODEL_DIR`, or where `output` says. The train stage needs it.',
    ),
  shell,
  refresh: command
    .optional()
    .describe(
      'Command that brings new data into the tables of role `train`, before it is decided whether training is needed: where it brings none, nothing is trained. Let it write files that git does not track. Where it fails, or brings what `data-validate` of the run has not looked at, nothing is trained.',
    ),
  timeout_seconds: seconds
    .default(6 * 3600)
    .describe('Seconds that one run of the command may take, then it is ended.'),
  retries: z
    .strictObject({
      exit_codes: z
        .array(z.number().int().min(1).max(255))
        .min(1)
        .describe('Exit codes after which another attempt may end better, such as 75 or 137.'),
      most: z.number().int().min(1).max(10).default(1).describe('How many more attempts there are.'),
    })
    .optional()
    .describe('After which exit codes the command is run again in the same job. Default: it is run once.'),
  checkpoint: path
    .optional()
    .describe(
      'Folder for checkpoints, `$MODELASSAY_CHECKPOINT_DIR`, which the command should look into before it begins: left alone between attempts (`retries`), and empty before the first one, unless an earlier training of the same fingerprint was cancelled, came to its timeout or failed: then it holds what that one left. It is kept in the cache of the branch (up to 2 GiB, and only of a clean working tree; on a laptop in `.modelassay/checkpoints`, of a changed one, too) until a training ends well. Plain files only, no links.',
    ),
  inputs: z
    .array(path)
    .optional()
    .describe(
      'Files and folders that, beside the data, decide the result: with none of them changed, training is skipped. The MLproject that `mlflow run` runs with its environment, the `dvc.yaml` and `dvc.lock` of `dvc` with what git or a DVC file tracks of the dependencies and parameters of its stages, and the actions and workflows of the repository that the workflow calls (`uses: ./path`), with all files of an action’s folder, are among them in any case. Default: every tracked file of the repository.',
    ),
  output: path
    .optional()
    .describe(
      'File or folder that the command writes the model to; it is removed before the command runs. Default: a temporary folder, `$MODELASSAY_MODEL_DIR`.',
    ),
  metrics: path
    .optional()
    .describe(
      'Metrics file that the command writes (`.json`, `.yaml`, `.toml` or `.csv`); recorded with the training, and judged only where `evaluate.metrics` names it.',
    ),
  history: path
    .optional()
    .describe(
      'What the command logs by step: a `.csv` or `.tsv` with a column `step` or `epoch`, as the CSVLogger of Lightning or Keras writes it, a `.json` or `.yaml` with a list of such records, or the folder of DVCLive or Lightning. It is removed before the command runs; the curves are recorded.',
    ),
  mlflow: z
    .union([
      z.literal(true).transform((): { tracking_uri?: string | undefined } => ({})),
      z.strictObject({
        tracking_uri: z
          .string()
          .min(1)
          .optional()
          .describe(
            'Where the command logs: a folder (`mlruns`), `sqlite:///<file>`, or the address of a tracking server; the command gets it as `$MLFLOW_TRACKING_URI`. Default: that of the environment, else `mlflow.db` or `mlruns` beside this file. Newer versions of MLflow (3.17 for one) log into a folder only where `MLFLOW_ALLOW_FILE_STORE` is `true` in the environment; `sqlite:///mlflow.db` needs nothing.',
          ),
      }),
    ])
    .optional()
    .describe(
      'The command logs to MLflow (`true`, or a map): the run that it creates is found by a tag that it gets in `$MLFLOW_RUN_CONTEXT` and named in the record, and is tagged with commit, fingerprint, model and verdict. Its metrics, parameters and curves are recorded, unless `metrics`, `params` or `history` name files. Without a run the training has failed.',
    ),
  dvc: path
    .optional()
    .describe(
      'A `dvc.yaml` whose pipeline the command runs (`dvc repro`): its metrics, the curves of its plots, and the parameters, data and outputs of its `dvc.lock` are recorded, unless `metrics`, `params` or `history` name files. The model and the metrics must be those that `dvc.lock` names, and what its stages wrote is no part of the fingerprint.',
    ),
  params: path
    .optional()
    .describe('Parameters file (YAML, JSON or TOML): recorded with the model, part of the fingerprint.'),
  variables: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable'))
    .default([])
    .describe(
      'Environment variables that decide the result, by name, such as `OMP_NUM_THREADS`: part of the fingerprint, as a digest of their value. Name no secret.',
    ),
  seeds,
  reproduce: z
    .boolean()
    .default(false)
    .describe(
      'Whether to train although nothing has changed, and to hold what comes of it against the last training: bit-identical, the same metrics, within what seeds differ by, or different, which fails.',
    ),
  skip_unchanged: z
    .boolean()
    .default(true)
    .describe(
      'Whether to take the model of an earlier accepted run, or of an earlier run of the same pull request, instead of training where the fingerprint (inputs, data, params, lockfiles and what requirements take by `-r` and `-c`, command, workflow file, seeds, environment) is the same; `modelassay train --explain` prints it.',
    ),
})
