import { describe, expect, it } from 'vitest'
import { changedData } from '../../src/config/changed-judges.ts'
import { configSchema } from '../../src/config/schema.ts'

const changed = (path: unknown, files: readonly string[]) =>
  changedData(configSchema.parse({ name: 'm', data: { tables: { test: path } } }), '/w/model', '/w', files)

describe('what a change is judged on', () => {
  it('is every file that a pattern or a list of the test table names, and what points to one', () => {
    const files = [
      'model/data/a.csv',
      'model/data/b.csv.dvc',
      'model/data/c.txt',
      'data/a.csv',
      'model/new/d.csv',
    ]
    expect(changed('data/*.csv', files)).toEqual(['model/data/a.csv', 'model/data/b.csv.dvc'])
    expect(changed(['data/a.csv', '../data/*.csv'], files)).toEqual(['model/data/a.csv', 'data/a.csv'])
    expect(changed('https://data.example/a.csv', files)).toEqual([])
  })
})
