import type { ReadRecord } from '../record/bundle.ts'

/**
 * The last record of each stage of each model, of those that stages left when they ran again and again. Parts of a
 * training are beside it.
 */
export function newestRecords(records: readonly ReadRecord[]): ReadRecord[] {
  const newest = new Map<string, ReadRecord>()
  for (const read of records) {
    const { name, stage } = read.record
    const part = read.record.stage === 'train' && read.record.part ? read.record.seeds?.join() : undefined
    const key = `${name} ${stage} ${part}`
    const other = newest.get(key)
    if (other === undefined || endOf(read) >= endOf(other)) newest.set(key, read)
  }
  const kept = [...newest.values()]
  return kept.filter(
    (read) => !(read.record.name === 'unknown' && kept.some((other) => isLater(other, read))),
  )
}

/** A run whose configuration could not be read has no model's name, and is over once its stage ran with one. */
const isLater = (other: ReadRecord, read: ReadRecord) =>
  other !== read && other.record.stage === read.record.stage && endOf(other) >= endOf(read)

const endOf = ({ record: { observed } }: ReadRecord) => observed.finished_at
