import { relative, sep } from 'node:path'

/** A file as git names it, however its path was spelt. */
export const inWorkspace = (path: string, workspace: string) => relative(workspace, path).split(sep).join('/')
