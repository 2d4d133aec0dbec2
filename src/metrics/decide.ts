/**
 * The class that a probability speaks for.
 * @param score probability of the positive class
 * @param threshold scores above it are positive; at 0.5 exactly scikit-learn's classifiers say negative
 */
export function decideBinary(score: Float64Array, threshold = 0.5): Uint8Array {
  return Uint8Array.from(score, (value) => (value > threshold ? 1 : 0))
}

/**
 * The most probable class of each row; the first of equals, as numpy's argmax.
 * @param scores a column a class, not empty
 */
export function decideMulticlass(scores: readonly Float64Array[]): Int32Array {
  const predicted = new Int32Array(scores[0]!.length)
  for (let i = 0; i < predicted.length; i++) {
    for (let c = 1; c < scores.length; c++) {
      if (scores[c]![i]! > scores[predicted[i]!]![i]!) predicted[i] = c
    }
  }
  return predicted
}
