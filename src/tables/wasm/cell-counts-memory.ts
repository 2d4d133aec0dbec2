// Where the module of cell-counts-code.ts keeps what, in bytes from the beginning of its memory.

/** Of all columns; 32-bit whole numbers: how many records there were, and where the next page of seconds goes and must end. */
export const totals = { records: 0, nextPage: 4, lastPage: 8 } as const

/** Powers of ten, from 1, as 64-bit whole numbers. */
export const longTens = 64
export const mostDecimals = 15

export const columnsAt = 256
/**
 * Of a column; 32-bit whole numbers but `least`, which has 64: how its cells are counted, by {@link methods}; how many
 * are empty; where its slots begin; how many it has; the decimals that its numbers are read with; the least of them,
 * times ten to the power of that; where what is counted beside the slots goes next and must end; bytes of its last
 * cell.
 */
export const columnBytes = 64
export const methodAt = 0
export const emptyAt = 4
export const slotsAt = 8
export const slotCountAt = 12
export const decimalsAt = 16
export const leastAt = 24
export const nextBesideAt = 32
export const lastBesideAt = 36
export const sizeAt = 40

/**
 * How the cells of a column are counted.
 * - `number`: plain decimal ones by a slot of one byte for each there may be
 * - `day`: as 2024-01-31, by a slot for each day of {@link years}
 * - `instant`: as 2024-01-31T08:00:00, with Z or without, by a slot for each second of a day, of which there is a page
 *   once the day is met
 * - `text`: by an entry for each text, which is found by its hash
 * - `none`: not at all, or no longer: a cell was met that does not fit
 */
export const methods = { none: 0, number: 1, day: 2, instant: 3, text: 4 } as const

/**
 * A slot of one byte counts up to this; the next time it is 1, and its address is noted beside: so a slot that is not 0
 * has been met as often as it says, and this often more for each time it is noted.
 */
export const fullSlot = 255

/** Years whose days have slots, each as if it had twelve months of 31 days. */
export const years = { first: 1000, count: 9000 } as const
export const daySlots = years.count * 12 * 31
export const secondsOfDay = 86_400

/** Slots of the texts of a column, each the address of an entry: more texts than half as many have no place. */
export const textSlots = 1 << 13
export const mostTexts = textSlots >> 1
/** A text is looked for in so many slots: those that nobody chose lie up to 20 from their place, where most are there. */
export const mostLooks = 64
/** Bytes for the entries of a column. */
export const textBytes = 1 << 18
/** An entry: hash, bytes of the text, how often it was met, and the text, up to a multiple of four bytes. */
export const entry = { hash: 0, size: 4, count: 8, text: 12 } as const
