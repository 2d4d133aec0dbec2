import { expect, it } from 'vitest'
import { checkCodes } from '../../../src/contract/checks/codes.ts'
import { checkResultSchema } from '../../../src/contract/finding.ts'
import type { RecordOf } from '../../../src/record/record.ts'
import { faultsRemedy } from '../../../src/report/faults/faults-remedy.ts'

const codes = checkResultSchema.shape.groups.element.shape.code.options

type Group = NonNullable<RecordOf<'data-validate'>['groups']>[number]
const remedy = (...groups: Partial<Group>[]) =>
  faultsRemedy({
    tables: [
      {
        name: 'train',
        role: 'train',
        identity: { kind: 'none' },
        format: 'csv',
        rows: 1,
        contract_file: 'contract.yml',
      },
    ],
    groups: groups.map((group) => ({
      severity: 'error',
      table: 'train',
      file: 'train.csv',
      count: 1,
      code: 'type-error',
      contract_line: 7,
      ...group,
    })),
  })

it.each(codes)('a fault of the kind %s has something that is to be done about it', (code) => {
  expect(remedy({ code })).toMatch(/^(Give|Write|Mend|See) .*train\.csv.*\. Then run data-validate again\.$/)
})

it.each(checkCodes)('a broken check of the contract, %s, is not looked for in data.checks', (code) => {
  expect(remedy({ code })).not.toContain('data.checks')
})

it.each([
  [
    'missing-label',
    'Give train.csv the columns that the contract names, or change those there (contract.yml:7).',
  ],
  ['constraint-error', 'Mend the rows of train.csv, or where they are right, the rule (contract.yml:7).'],
  [
    'row-count',
    'See whether train.csv is whole, and the right one; where it is, change what the contract expects of it (contract.yml:7).',
  ],
])('of %s it names the file and the rule', (code, sentence) => {
  expect(remedy({ code })).toBe(`${sentence} Then run data-validate again.`)
})

it('says each thing once, and names a check of the configuration by its own place', () => {
  const ofConfig = { config_file: 'modelassay.yml', config_line: 4 }
  expect(
    remedy({}, { code: 'primary-key' }, { code: 'duplicate-row', contract_line: undefined, ...ofConfig }),
  ).toBe(
    'Mend the rows of train.csv, or where they are right, the rule (contract.yml:7). See whether train.csv is meant to be so and mend it if not; where it is, change the check in data.checks (modelassay.yml:4). Then run data-validate again.',
  )
})

it('is about what makes the data invalid: warnings where there is no error, and nothing that is tolerated', () => {
  const warned = { code: 'row-count', severity: 'warning' } as const
  expect(remedy(warned, {})).toMatch(/^Mend the rows of train\.csv, [^.]*\(contract\.yml:7\)\. Then/)
  expect(remedy(warned)).toMatch(/^See whether train\.csv is whole/)
  expect(remedy({ severity: 'tolerated' })).toBeUndefined()
})

it.each([
  [
    '0,85',
    'not a number',
    'Where the comma of 0,85 is a decimal point, give the field "x" `decimalChar: ","` (contract.yml:7). Mend the rows',
  ],
  [
    '1,234',
    'not a number',
    'Where the comma of 1,234 is a decimal point, give the field "x" `decimalChar: ","`, or `groupChar: ","` where it parts thousands (contract.yml:7). Mend the rows',
  ],
  ['0,85', 'not a date', 'Mend the rows'],
  ['none', 'not a number', 'Mend the rows'],
])('of %s, which is %s, tells of the comma where it may be one of a number', (value, looks, start) => {
  const fault = {
    code: 'type-error',
    severity: 'error',
    table: 'train',
    field: 'x',
    contract_line: 7,
  } as const
  const [message, file] = [`"x" is "${value}", ${looks}`, 'train.csv']
  expect(
    faultsRemedy({
      tables: [
        {
          name: 'train',
          role: 'train',
          identity: { kind: 'none' },
          format: 'csv',
          rows: 1,
          contract_file: 'contract.yml',
        },
      ],
      groups: [{ ...fault, file, count: 1 }],
      errors: [{ ...fault, file, row: 1, line: 2, value, message }],
    }),
  ).toMatch(new RegExp(`^${start.replace(/[().]/g, '\\$&')}`))
})
