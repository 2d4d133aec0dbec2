import type { Contract } from './schema/contract.ts'
import type { FieldCheck, KeyCheck } from './schema/weights.ts'
import type { Severity, Weight } from './weight.ts'

type Weighted = Pick<Contract, 'severity' | 'tolerance'>

/** How heavy it is that cells of a field break one of its checks. */
export const weightOfCells = ({ severity, tolerance }: Weighted, field: string, check: FieldCheck): Weight =>
  weight(ofField(severity?.fields, field)?.[check], ofField(tolerance?.fields, field)?.[check])

/** How heavy it is that rows break a key. */
export const weightOfKey = ({ severity, tolerance }: Weighted, key: KeyCheck): Weight =>
  weight(severity?.[key], tolerance?.[key])

/** How heavy a fault of the header is. */
export const weightOfLabels = ({ severity }: Weighted): Weight => weight(severity?.labels, undefined)

const weight = (severity: Severity | undefined, tolerance: number | undefined): Weight => ({
  ...(severity === undefined ? {} : { severity }),
  ...(tolerance === undefined ? {} : { tolerance }),
})

/** Names of fields are the user's: `constructor` is one like any other. */
const ofField = <T>(fields: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
