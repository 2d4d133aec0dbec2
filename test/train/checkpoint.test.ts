import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openProject } from '../../src/launch/open-project.ts'
import { runText } from '../../src/report/run-text.ts'
import { explainTraining } from '../../src/train/explain/explain.ts'
import { explanationText } from '../../src/train/explain/explanation-text.ts'
import { train as stage } from '../../src/train/stage.ts'
import { type TrainRepository, trainRepository } from './train-run.ts'

/* The script counts epochs to four in its checkpoint, and does what .git/first and, after the second, .git/then say. */
const script = `at=$(cat "$MODELASSAY_CHECKPOINT_DIR/epoch" 2> said || echo 0)
echo "seed $MODELASSAY_SEED begins at $at"
eval "$(cat .git/first)"
while [ "$at" -lt 4 ]; do
  at=$((at + 1)); echo $at > "$MODELASSAY_CHECKPOINT_DIR/epoch"
  if [ $at -eq 2 ] && [ "$MODELASSAY_SEED" = 0 ]; then eval "$(cat .git/then)"; fi
done
echo "weights after $at" > model/w
`

let repository: TrainRepository
beforeEach(async () => {
  repository = await trainRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const inside = (...path: string[]) => join(repository.folder, ...path)
const commit = (more = '') =>
  repository.commit({
    '.gitignore': 'model/\ncheckpoints/\nsaid\n',
    'train.sh': script,
    'modelassay.yml': `name: churn\ntrain:\n  run: sh train.sh\n  output: model/\n  checkpoint: checkpoints/\n  ${more}\n`,
  })

/** What `--explain` says of the checkpoint that waits. */
async function waiting() {
  const ports = await repository.ports()
  const { project } = await openProject(stage, {}, ports)
  const { log, temp, engine } = ports.runner
  const environment = { PATH: process.env.PATH ?? '', HOME: repository.folder }
  const explanation = await explainTraining({ project }, ports, {
    log,
    evidence: temp,
    scratch: temp,
    engine,
    environment,
  })
  const palette = { good: same, bad: same, unsure: same, strong: same, faint: same }
  await rm(temp, { recursive: true })
  return explanationText(explanation, palette)
    .split('\n')
    .filter((line) => line.includes('checkpoint of'))
}
function same(text: string) {
  return text
}

/** Trains with a script that does something at its first and after its second epoch. */
async function train(first: string, then: string) {
  await writeFile(inside('.git', 'first'), first)
  await writeFile(inside('.git', 'then'), then)
  return repository.train()
}

it('is gone on from where it was cancelled, not from where it gets no further, nor once it has ended well', async () => {
  await commit()
  const running = train('', 'touch .git/hangs; sleep 30')
  while (!existsSync(inside('.git', 'hangs'))) await sleep(20)
  repository.process.emit('SIGINT')
  const cancelled = await running
  const waits = 'A checkpoint of 2 B is kept: the next training of the same goes on from it.'
  expect(cancelled.record).toMatchObject({
    verdict: 'error',
    error: { code: 'cancelled', hint: `Run it again. ${waits}` },
  })
  expect(cancelled.record.evidence).toContainEqual(expect.objectContaining({ path: 'checkpoint.json' }))
  expect(await cancelled.evidence('log.txt')).toBe('seed 0 begins at 0\n')

  const kept = `the checkpoint of ${runText(cancelled.record.run)} (2 B, seed 0)`
  expect(await waiting()).toEqual([`  It would go on from ${kept}.`])
  await writeFile(inside('notes.txt'), 'that no commit has')
  expect(await waiting()).toEqual([
    `  It would begin anew: ${kept} would not be taken, because it is of another training.`,
  ])
  await rm(inside('notes.txt'))

  const stuck = await train('exit 9', '')
  expect(stuck.log).toContain('begins at 2')
  const { id, sha } = cancelled.record.run
  expect(stuck.record).toMatchObject({
    verdict: 'failed',
    resumed: {
      run: { id, attempt: 1, sha },
      seeds: [{ seed: 0, bytes: 2, files: 1, digest: expect.stringMatching(/^sha256:/) }],
    },
  })

  const failed = await train('', 'exit 3')
  expect(failed.log).toContain('begins at 0')
  expect(failed.record).not.toHaveProperty('resumed')
  const { log, record } = await train('', '')
  expect(log).toContain('begins at 2')
  expect(await readFile(inside('model', 'w'), 'utf8')).toBe('weights after 4\n')
  expect(record).toMatchObject({
    verdict: 'trained',
    resumed: { run: { id } },
    reason: expect.stringContaining('It went on from a checkpoint of run'),
  })
  expect(await waiting()).toEqual([])
  expect(await readdir(inside('.modelassay', 'temp'))).toEqual([])

  await rm(inside('.modelassay', 'runs'), { recursive: true })
  expect((await train('', '')).log).toContain('begins at 0')
})

it('is gone on from where its modelassay was killed', async () => {
  await commit('seeds: 2')
  // What a kill keeps from happening: the end of the work, and what clears up behind it.
  const note = 'cp -r .modelassay/checkpoints/under-way .git/kept; cp -r checkpoints .git/filled; exit 3'
  await train('', note)
  await rm(inside('.modelassay', 'checkpoints'), { recursive: true })
  await mkdir(inside('.modelassay', 'checkpoints'))
  await rename(inside('.git', 'kept'), inside('.modelassay', 'checkpoints', 'under-way'))
  await rm(inside('checkpoints'), { recursive: true })
  await rename(inside('.git', 'filled'), inside('checkpoints'))
  expect(await waiting()).toEqual([expect.stringMatching(/would go on from .* \(4 B, seeds 0, 1\)/)])
  const { log, record } = await train('', '')
  expect(log).toMatch(/The training goes on from what run .* left when it was killed \(4 B\)/)
  expect(log).toContain('seed 1 begins at 4')
  expect(log).toContain('seed 0 begins at 2')
  expect(record.resumed?.seeds).toHaveLength(2)
  expect(existsSync(inside('.modelassay', 'checkpoints', 'under-way'))).toBe(true)
  expect(await readdir(inside('.modelassay', 'checkpoints', 'under-way'))).toEqual([])
})

it('is gone on from seed by seed', async () => {
  await commit('seeds: 2')
  await writeFile(inside('notes.txt'), 'that no commit has')
  const failed = await train('', 'exit 3')
  expect(failed.record).toMatchObject({
    run: { dirty: true },
    error: { hint: expect.stringContaining('A checkpoint of 4 B is kept') },
  })
  const { log, record } = await train('', '')
  expect(log).toContain('seed 1 begins at 4')
  expect(log).toContain('seed 0 begins at 2')
  expect(record.verdict).toBe('trained')
  expect(record.resumed?.seeds.map(({ seed }) => seed)).toEqual([0, 1])
})
