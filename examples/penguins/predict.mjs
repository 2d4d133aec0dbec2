// Predicts the species of every penguin in data/test.csv with the model in $MODELASSAY_MODEL_DIR (else model/)
// and writes predictions.csv. The true species is not read here: the gate takes it from the table itself.
import { readCsv, writeCsv } from './csv.mjs'
import { classify, loadModel } from './model.mjs'

const model = loadModel()
const predictions = readCsv('data/test.csv').map((penguin) => {
  const { prediction, probabilities } = classify(model, penguin)
  const scores = Object.entries(probabilities).map(([species, p]) => [`p_${species.toLowerCase()}`, p])
  return { id: penguin.id, prediction, ...Object.fromEntries(scores) }
})
writeCsv('predictions.csv', predictions)
console.log(`predicted ${predictions.length} penguins`)
