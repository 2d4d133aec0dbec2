import { execFile } from 'node:child_process'

const asked = ['python', 'python3', 'node', 'Rscript', 'julia'] as const

/** What the interpreters on the PATH answer to --version, run where the training will run. */
export async function interpreterVersions(
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const answers = await Promise.all(
    asked.map(async (name) => [name, await versionOf(name, cwd, env)] as const),
  )
  return Object.fromEntries(
    answers.filter((answer): answer is [(typeof answer)[0], string] => answer[1] !== ''),
  )
}

/** Some print their version on standard error; '' where there is none. */
const versionOf = (name: string, cwd: string, env: Readonly<Record<string, string>>) =>
  new Promise<string>((settle) => {
    execFile(
      name,
      ['--version'],
      { cwd, env: { ...env }, timeout: 20_000, windowsHide: true },
      (error, output, complaint) =>
        settle(error ? '' : ((output.trim() || complaint.trim()).split('\n')[0] ?? '').trim().slice(0, 200)),
    )
  })
