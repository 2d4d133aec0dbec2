/** A text as one word of a shell, whatever it holds. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_./@:-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`
