import { expect, test } from 'vitest'
import { nextVersion, versionRule } from '../../src/register-model/version-rule.ts'

test.each([
  ['', { bump: 'patch' }],
  ['patch', { bump: 'patch' }],
  ['minor', { bump: 'minor' }],
  ['major', { bump: 'major' }],
  ['1.4.0', { exact: '1.4.0' }],
  ['v1.4.0-rc.1', { exact: '1.4.0-rc.1' }],
])('version %j is read as %j', (text, rule) => {
  expect(versionRule(text)).toEqual(rule)
})

test.each(['1.4', 'latest', '1.4.0+build.7', '1.4.0; rm -rf /', '^1.0.0'])(
  'version %j is refused',
  (text) => {
    expect(() => versionRule(text)).toThrow(expect.objectContaining({ code: 'version-rule', exitCode: 2 }))
  },
)

test.each([
  ['patch', [], '0.1.0'],
  ['major', [], '0.1.0'],
  ['patch', ['0.1.0'], '0.1.1'],
  ['minor', ['0.1.9'], '0.2.0'],
  ['major', ['0.2.0'], '1.0.0'],
  ['patch', ['1.9.0', '1.10.0'], '1.10.1'],
  ['patch', ['2.0.0-rc.1', '1.9.0'], '2.0.0'],
] as const)('a %s after %j is %s', (bump, versions, next) => {
  expect(nextVersion(bump, versions)).toBe(next)
})
