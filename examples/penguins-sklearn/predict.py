"""Predicts the species of every penguin in data/test.csv and writes predictions.csv.

The model is the one in $MODELASSAY_MODEL_DIR (else model/). The true species is not read here: the gate takes it from
the table itself.
"""

import os
from pathlib import Path

import joblib
import pandas as pd

folder = Path(os.environ.get("MODELASSAY_MODEL_DIR") or "model")
model = joblib.load(folder / "model.joblib")

penguins = pd.read_csv("data/test.csv")
measurements = penguins[model.feature_names_in_]
predictions = pd.DataFrame({"id": penguins["id"], "prediction": model.predict(measurements)})
for species, probability in zip(model.classes_, model.predict_proba(measurements).T):
    predictions[f"p_{species.lower()}"] = probability
predictions.to_csv("predictions.csv", index=False)
print(f"predicted {len(predictions)} penguins")
