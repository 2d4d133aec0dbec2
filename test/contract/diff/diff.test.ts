import fc from 'fast-check'
import { expect, it } from 'vitest'
import { diffContracts } from '../../../src/contract/diff/diff.ts'
import { changes, contract } from './changes.ts'

/** Constraints of a column of small whole numbers, and whether they allow a value; `undefined` is a missing cell. */
const constraints = fc.record(
  {
    required: fc.boolean(),
    minimum: fc.integer({ min: 0, max: 3 }),
    maximum: fc.integer({ min: 3, max: 6 }),
    enum: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: [] },
)
type Constraints = { required?: boolean; minimum?: number; maximum?: number; enum?: number[] }
const allows = (of: Constraints, value: number | undefined) =>
  value === undefined
    ? of.required !== true
    : value >= (of.minimum ?? 0) && value <= (of.maximum ?? 6) && (of.enum ?? [value]).includes(value)

it('says what was, what is, and why', () => {
  const [change] = diffContracts(
    contract({ fields: [{ name: 'island', type: 'string', constraints: { enum: ['Biscoe'] } }] }),
    contract({ fields: [{ name: 'island', type: 'string', constraints: { enum: ['Biscoe', 'Dream'] } }] }),
  )
  expect(change).toEqual({
    path: 'fields.island.constraints.enum',
    field: 'island',
    old: ['Biscoe'],
    new: ['Biscoe', 'Dream'],
    model: 'breaking',
    producer: 'compatible',
    why: '"Dream" is new: the trained model never saw it',
  })
})

it('a contract does not differ from itself', () => {
  const same = { fields: [{ name: 'x', type: 'integer', constraints: { minimum: 1 } }], primaryKey: 'x' }
  expect(changes(same, { ...same, fieldsMatch: 'exact' })).toEqual([])
})

it('no value becomes valid or invalid that no change speaks of', () => {
  const values = [undefined, 0, 1, 2, 3, 4, 5, 6]
  fc.assert(
    fc.property(constraints, constraints, (old, now) => {
      const column = (of: object) => contract({ fields: [{ name: 'x', type: 'integer', constraints: of }] })
      const found = diffContracts(column(old), column(now))
      const appears = values.some((value) => allows(now, value) && !allows(old, value))
      const fails = values.some((value) => allows(old, value) && !allows(now, value))
      if (appears) expect(found.some(({ model }) => model === 'breaking')).toBe(true)
      if (fails) expect(found.some(({ producer }) => producer === 'breaking')).toBe(true)
    }),
  )
})
