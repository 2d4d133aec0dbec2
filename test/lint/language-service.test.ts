import { beforeAll, describe, expect, test } from 'vitest'
import { actionAsWorkflow } from './action-as-workflow.ts'
import { actionFiles, planted, read, source } from './files.ts'
import { type Findings, languageService } from './language-service.ts'
import { shownWorkflows } from './snippets.ts'
import { workflows } from './sources.ts'

let findings: Findings
beforeAll(async () => {
  findings = await languageService()
})

const model = source('examples/penguins/.github/workflows/model.yml')
const strict = source('examples/penguins-sklearn/.github/workflows/model.yml')
const train = source('actions/train/action.yml')

describe("GitHub's language service", () => {
  const sources = [...workflows(), ...actionFiles().map(source)].map((it) => [it.file, it] as const)
  test.each(sources)('has nothing to say about %s', async (_, it) => {
    expect(await findings(it)).toEqual([])
  })

  test.each([
    [
      'an input that an action of ours does not have',
      planted(model, '          gate: ${{', '          gtae: ${{'),
      "Invalid action input 'gtae'",
    ],
    [
      'an action that we do not have',
      planted(model, 'actions/train@', 'actions/trian@'),
      'Unable to resolve action',
    ],
    [
      'an input of an action of others that is required and missing',
      planted(strict, '          path: predictions.csv\n', ''),
      'Missing required input `path`',
    ],
    [
      'a job that needs one that is not there',
      planted(model, 'needs: model', 'needs: mode'),
      "unknown job 'mode'",
    ],
    ['a job that is not needed', planted(model, 'needs.model.', 'needs.mdoel.'), 'mdoel'],
    [
      'an output that a job does not have',
      planted(model, 'model.outputs.gate', 'model.outputs.gaet'),
      'gaet',
    ],
    ['a step that is not there', planted(model, 'steps.gate.', 'steps.gaet.'), 'gaet'],
    ['a context that is not there', planted(model, '${{ github.', '${{ guthub.'), "named-value: 'guthub'"],
    [
      'a context that is not there yet',
      planted(model, 'if: github.ref', 'if: secrets.REF'),
      "named-value: 'secrets'",
    ],
    ['a key that a job does not have', planted(model, 'runs-on', 'run-on'), "Unexpected value 'run-on'"],
  ])('finds %s', async (_, broken, message) => {
    expect(await findings(broken)).toContainEqual(expect.stringContaining(message))
  })

  test.each([
    [
      'a secret, of which there are none',
      planted(train, '${{ toJSON(inputs) }}', '${{ secrets.GITHUB_TOKEN }}'),
      "named-value: 'secrets'",
    ],
    [
      'a secret in a condition',
      planted(train, "if: steps.plan.outputs.work == 'true'", "if: secrets.KEY == 'true'"),
      "named-value: 'secrets'",
    ],
    [
      'a secret as a default',
      planted(train, '${{ github.token }}', '${{ secrets.KEY }}'),
      "named-value: 'secrets'",
    ],
    ['the jobs that a job needs', planted(train, 'toJSON(job)', 'toJSON(needs)'), "named-value: 'needs'"],
    [
      'an input of another action that is required and missing',
      planted(train, '        script: |', '        scirpt: |'),
      'Missing required input `script`',
    ],
    [
      'a command without a shell',
      planted(train, '      shell: bash\n', ''),
      'Required property is missing: shell',
    ],
    [
      'another kind of action',
      planted(train, 'using: composite', 'using: compsite'),
      "Unexpected value 'compsite'",
    ],
  ])('finds in an action %s', async (_, broken, message) => {
    expect(await findings(broken)).toContainEqual(expect.stringContaining(message))
  })

  test.each([
    [
      'a step that is not there',
      planted(train, 'steps.plan.outputs.work', 'steps.paln.outputs.work'),
      'paln',
    ],
    [
      'an output of one that is not there',
      planted(train, '{{ steps.conclude.', '{{ steps.conclud.'),
      'conclud',
    ],
    ['an input that it does not have', planted(train, 'toJSON(inputs)', 'inputs.sead'), 'sead'],
  ])('finds in the steps of an action, read as those of a workflow, %s', async (_, broken, name) => {
    expect(await findings(actionAsWorkflow(broken))).toContainEqual(
      expect.stringMatching(new RegExp(`invalid: ${name}$`)),
    )
  })

  test('finds at its line what a page shows', async () => {
    const [readme, train] = ['README.md', 'actions/train/README.md'].map(
      (page) => shownWorkflows().find(({ file }) => file === page)!,
    )
    const line = (page: string, text: string) =>
      read(page)
        .split('\n')
        .findIndex((it) => it.includes(text)) + 1
    expect(await findings(planted(readme!, '{ gate: "${{ n', '{ gtae: "${{ n'))).toEqual([
      `README.md:${line('README.md', '{ gate: "${{ n')}: Invalid action input 'gtae'`,
    ])
    expect(await findings(planted(train!, '/train@', '/trian@'))).toEqual([
      expect.stringContaining(`${train!.file}:${line(train!.file, '/train@')}: Unable to resolve`),
    ])
  })

  test('is not taken to be content where it failed', async () => {
    const failing = { fetchActionMetadata: () => Promise.reject(new Error('no metadata')) }
    await expect(findings(model, failing)).rejects.toThrow('no metadata')
    expect(await findings(model)).toEqual([])
  })
})
