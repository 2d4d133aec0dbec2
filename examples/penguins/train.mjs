// Trains a multinomial logistic regression that tells the three species apart by their measurements.
// Reads data/train.csv and params.json; writes model/model.json and metrics.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readCsv } from './csv.mjs'
import { classify, measurement, softmax, standardise } from './model.mjs'
import { normal, uniform } from './random.mjs'

const params = JSON.parse(readFileSync('params.json', 'utf8'))
const penguins = readCsv('data/train.csv')
const classes = [...new Set(penguins.map(({ species }) => species))].sort()

const features = params.features.map((name) => {
  const values = penguins.map((penguin) => measurement(penguin[name])).filter((v) => !Number.isNaN(v))
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length
  return { name, mean, deviation: Math.sqrt(variance) }
})

const inputs = penguins.map((penguin) => standardise(features, penguin))
const labels = penguins.map(({ species }) => classes.indexOf(species))

// Small random weights: the seed is what makes a second training give the same bytes.
const draw = normal(uniform(Number(process.env.MODELASSAY_SEED || 0)))
const weights = classes.map(() => [0, ...features].map(() => 0.01 * draw()))

for (let epoch = 1; epoch <= params.epochs; epoch++) {
  const gradient = weights.map(([, ...w]) => [0, ...w.map((wi) => params.l2 * wi)])
  inputs.forEach((x, row) => {
    softmax(weights, x).forEach((p, c) => {
      const error = (p - (labels[row] === c ? 1 : 0)) / inputs.length
      gradient[c][0] += error
      x.forEach((xi, i) => {
        gradient[c][i + 1] += error * xi
      })
    })
  })
  weights.forEach((w, c) => {
    gradient[c].forEach((g, i) => {
      w[i] -= params.learning_rate * g
    })
  })
  if (epoch % 500 === 0 || epoch === params.epochs) console.log(`epoch ${epoch} of ${params.epochs}`)
}

const model = { kind: 'multinomial logistic regression', classes, features, weights }
const answers = penguins.map((penguin) => classify(model, penguin))
const right = answers.filter(({ prediction }, row) => prediction === penguins[row].species).length
const loss = answers.reduce(
  (sum, { probabilities }, row) => sum - Math.log(probabilities[penguins[row].species]),
  0,
)
const metrics = { train_accuracy: right / penguins.length, train_log_loss: loss / penguins.length }

mkdirSync('model', { recursive: true })
writeFileSync('model/model.json', `${JSON.stringify(model, null, 2)}\n`)
writeFileSync('metrics.json', `${JSON.stringify(metrics, null, 2)}\n`)
console.log(`trained on ${penguins.length} penguins: accuracy ${metrics.train_accuracy.toFixed(4)}`)
