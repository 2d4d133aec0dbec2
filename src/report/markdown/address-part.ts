/** A user's text as one part of an address; half a character, which no address can hold, becomes U+FFFD. */
export const addressPart = (text: string): string => encodeURIComponent(Buffer.from(text).toString())
