/** What a change of a contract means for a model that was trained under the old one. */
export const modelClasses = ['breaking', 'widens', 'compatible'] as const
export type ModelClass = (typeof modelClasses)[number]

/** What it means for who makes the data: `breaking` where a table that was valid may now fail. */
export const producerClasses = ['breaking', 'compatible'] as const
export type ProducerClass = (typeof producerClasses)[number]
