import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The model that `train.mjs` wrote: in $MODELASSAY_MODEL_DIR, else in `model/`. */
export function loadModel() {
  return JSON.parse(readFileSync(join(process.env.MODELASSAY_MODEL_DIR || 'model', 'model.json'), 'utf8'))
}

/** A measurement, or NaN where the field book has none. */
export function measurement(value) {
  return value === undefined || value === null || value === '' ? Number.NaN : Number(value)
}

/** The features of one penguin as the model wants them: a missing value is the mean, which standardised is 0. */
export function standardise(features, penguin) {
  return features.map(({ name, mean, deviation }) => {
    const value = measurement(penguin[name])
    return Number.isNaN(value) ? 0 : (value - mean) / deviation
  })
}

/** Softmax of the linear scores: one probability per class, in the order of the classes. */
export function softmax(weights, x) {
  const scores = weights.map(([bias, ...w]) => w.reduce((sum, wi, i) => sum + wi * x[i], bias))
  const highest = Math.max(...scores)
  const exponentials = scores.map((score) => Math.exp(score - highest))
  const total = exponentials.reduce((sum, e) => sum + e, 0)
  return exponentials.map((e) => e / total)
}

/** The most probable species of a penguin, and the probability of each. */
export function classify(model, penguin) {
  const p = softmax(model.weights, standardise(model.features, penguin))
  return {
    prediction: model.classes[p.indexOf(Math.max(...p))],
    probabilities: Object.fromEntries(model.classes.map((name, i) => [name, p[i]])),
  }
}
