/**
 * An input of an action, which is an option of the command. With `at` it overrides that key of modelassay.yml, and its
 * text is read as YAML where `form` says so; without, it is handed to the stage as text.
 */
export interface Input {
  readonly description: string
  readonly default?: string
  readonly at?: readonly string[]
  /** text: as it stands · path: relative to the workspace · yaml: a YAML value · list: commas or lines · paths: list of paths or a YAML map of tables */
  readonly form?: 'text' | 'path' | 'yaml' | 'list' | 'tables'
  /** texts of a `path` that are none, and stay as they are */
  readonly words?: readonly string[]
  /**
   * It says which part of one whole a job does. Jobs of a matrix that differ in its value alone are one job to whoever
   * looks for what they made together
   */
  readonly splits?: true
  /** what it is on the command line where it stands there without a value; absent where it needs one */
  readonly alone?: string
}

/** Every stage has these two besides its own. */
export const sharedInputs = {
  config: { description: 'Configuration file, relative to the workspace.', default: 'modelassay.yml' },
  token: {
    description:
      'Token for GitHub, with the permissions listed in the README. In a workflow the default will do; on a laptop give one only to use a registry on GitHub, since all else works without.',
    default: `\${{ github.token }}`,
  },
} as const satisfies Record<string, Input>
