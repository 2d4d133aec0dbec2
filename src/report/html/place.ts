/** A coordinate as a drawing needs it: a tenth of a pixel is not seen. */
export const place = (coordinate: number) => Number(coordinate.toFixed(1))
