/**
 * Inputs of the actions of others that the workflows name, at the versions that they pin: those that are used, and all
 * that are required.
 */
export const otherActions: Readonly<
  Record<string, { required?: readonly string[]; optional: readonly string[] }>
> = {
  'actions/checkout': { optional: ['fetch-depth', 'persist-credentials', 'ref'] },
  'actions/setup-node': { optional: ['node-version', 'package-manager-cache'] },
  'actions/setup-python': { optional: ['python-version'] },
  'actions/github-script': { required: ['script'], optional: ['github-token'] },
  'actions/upload-artifact': { required: ['path'], optional: ['name', 'if-no-files-found'] },
  'actions/download-artifact': { optional: ['name', 'path'] },
}
