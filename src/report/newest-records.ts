import type { ReadRecord } from '../record/bundle.ts'

/** The last record of each stage of each model, of those that stages left when they ran again and again. */
export function newestRecords(records: readonly ReadRecord[]): ReadRecord[] {
  const newest = new Map<string, ReadRecord>()
  for (const read of records) {
    const key = `${read.record.name} ${read.record.stage}`
    const other = newest.get(key)
    if (other === undefined || endOf(read) >= endOf(other)) newest.set(key, read)
  }
  return [...newest.values()]
}

const endOf = ({ record: { observed } }: ReadRecord) => observed.finished_at
