import { counted } from '../../report/number.ts'

/** What is wrong with a record as a whole, by Frictionless's codes; such records are not among the table's rows. */
export const faultCodes = ['blank-row', 'extra-cell', 'missing-cell', 'row-error'] as const
export type FaultCode = (typeof faultCodes)[number]

export interface Fault {
  readonly code: FaultCode
  /** data row, from 1, header not counted */
  readonly row: number
  readonly line: number
  /** cells that the record has */
  readonly cells: number
  /** what messages call the file, where the table has several */
  readonly file?: string
  /** the cells, where they are few and short */
  readonly content?: readonly string[]
  /** what is wrong, where the code does not say all */
  readonly reason?: string
}

/** How many records are at fault, by code, and the first of each. */
export interface Faults {
  readonly counts: Readonly<Record<FaultCode, number>>
  readonly first: readonly Fault[]
}

export const noFaults: Faults = {
  counts: { 'blank-row': 0, 'extra-cell': 0, 'missing-cell': 0, 'row-error': 0 },
  first: [],
}

/** Faults of each code that are kept to be shown. */
export const keptFaults = 10

export function growingFaults() {
  const counts = { ...noFaults.counts }
  const first: Fault[] = []
  return {
    counts,
    first,
    add(fault: Fault) {
      counts[fault.code]++
      if (counts[fault.code] <= keptFaults) first.push(fault)
    },
  }
}

/** What a reader that cannot work with faulty records says of the first. */
export function faultText({ code, cells, reason }: Fault, width: number): string {
  if (reason !== undefined) return reason
  switch (code) {
    case 'blank-row':
      return 'the row is blank'
    case 'extra-cell':
      return `the row has ${counted(cells, 'cell')}, the header ${width}`
    case 'missing-cell':
      return `the row has ${counted(cells, 'cell')}, the header ${width}`
    case 'row-error':
      return 'a quoted cell is not closed, or text stands after its closing quote'
  }
}
