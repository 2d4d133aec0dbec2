import { existsSync, globSync } from 'node:fs'
import { expect, it } from 'vitest'
import { slowFiles, testFiles, testsOf } from './tests.ts'

it('what is left out, and what a room is tested by, is still where it was', () => {
  expect(slowFiles.filter((file) => !existsSync(file))).toEqual([])
  const patterns = [...testFiles, ...Object.values(testsOf).flat()]
  expect(patterns.filter((pattern) => globSync(pattern).length === 0)).toEqual([])
  expect(Object.keys(testsOf).filter((room) => !existsSync(room))).toEqual([])
})
