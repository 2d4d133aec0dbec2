/** What a rule calls the size of the model's files, in bytes. It is no word of a metrics file. */
export const modelBytes = 'model_bytes'
