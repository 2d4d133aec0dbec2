import { checkout } from './action-example.ts'

/** How several jobs train the seeds of one model: what the page of the action says of it, with a workflow to paste. */
export const seedsSection = `## Seeds side by side

With \`train.seeds: 5\` one job trains all five, one after the other. With \`seed\` each job of a matrix trains one of them (or a
list of some), and one job gathers what they kept:

\`\`\`yaml
name: model
on: { pull_request: {}, merge_group: {}, push: { branches: [main] }, workflow_dispatch: {} }
permissions: {}
jobs:
  seed:
    runs-on: ubuntu-latest
    strategy: { fail-fast: false, matrix: { seed: [0, 1, 2, 3, 4] } } # those of train.seeds
    permissions:
      contents: read # check out the repository
      actions: read # find a trained model of an earlier run where nothing has changed
    steps:
      - uses: ${checkout}
        with: { persist-credentials: false }
      - uses: modelassay/modelassay/actions/train@v1
        with: { seed: "\${{ matrix.seed }}" }
  model:
    needs: seed
    if: \${{ !cancelled() }} # a skipped job counts as passed where the branch requires it: let it say which seed is missing
    runs-on: ubuntu-latest
    permissions:
      contents: read # check out the repository
      actions: read # find baselines
      checks: write # the verdict as a check run
      pull-requests: write # the comment
    steps:
      - uses: ${checkout}
        with: { persist-credentials: false }
      - uses: modelassay/modelassay/actions/train@v1
        with: { gather: "true" }
      - uses: modelassay/modelassay/actions/evaluate-gate@v1
\`\`\`

with this in \`modelassay.yml\`:

\`\`\`yaml
train:
  run: python train.py # reads $MODELASSAY_SEED; writes the model, metrics.json and predictions.csv
  metrics: metrics.json
  seeds:
    values: 5
    ship: { best: val_loss, direction: lower } # a metric of metrics.json; without this the first seed’s model counts
    predictions: predictions.csv
evaluate:
  predictions: predictions.csv # the gate judges those of the seed that ships
  task: binary
gate:
  seeds: { least: 5 } # compares means over seeds
  rules: { accuracy: { max_worsening: 0.01 } }
\`\`\`

What comes of it is the training that one job would have made: one record with the metrics, predictions and spread of all
seeds, one model, one fingerprint. What a job of the matrix keeps is a part, verdict \`part\`: no gate, registry or later
training takes it. The gathering runs nothing of yours. It fails, and names the seed, where one is missing or failed, was
trained twice, or was trained on something else than the others (another commit, data, command, interpreter, version of a
package); what was kept is held to its digests. After "Re-run failed jobs" the newest attempt of each seed counts. Where nothing
has changed, no job trains, and the gathering takes the earlier model. With other values in the matrix (Python versions,
say) give the gathering job those same values: it gathers the parts that share them.

On a laptop: \`modelassay train --seed 0\`, \`modelassay train --seed 1\` and so on, then \`modelassay train --gather true\`.

`
