/** Inputs of the actions of others that the workflows name, at the versions that they pin, as far as they are used. */
export const otherActions: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout': ['fetch-depth', 'persist-credentials', 'ref'],
  'actions/setup-node': ['node-version', 'package-manager-cache'],
  'actions/setup-python': ['python-version'],
  'actions/github-script': ['script', 'github-token'],
  'actions/upload-artifact': ['name', 'path', 'if-no-files-found'],
  'actions/download-artifact': ['name', 'path'],
}
