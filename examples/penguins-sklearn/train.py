"""Trains a logistic regression that tells the three species apart by their measurements.

Reads data/train.csv and params.yaml; writes model/model.joblib and metrics.json.
"""

import json
import os
from pathlib import Path

import joblib
import pandas as pd
import yaml
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

params = yaml.safe_load(Path("params.yaml").read_text())
penguins = pd.read_csv("data/train.csv")
measurements, species = penguins[params["features"]], penguins["species"]

model = make_pipeline(
    SimpleImputer(strategy=params["impute"]),
    StandardScaler(),
    LogisticRegression(
        C=params["C"],
        max_iter=params["max_iter"],
        random_state=int(os.environ.get("MODELASSAY_SEED", "0")),
    ),
)
model.fit(measurements, species)

metrics = {
    "train_accuracy": accuracy_score(species, model.predict(measurements)),
    "train_log_loss": log_loss(species, model.predict_proba(measurements)),
}
Path("model").mkdir(exist_ok=True)
joblib.dump(model, "model/model.joblib")
Path("metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
print(f"trained on {len(penguins)} penguins: accuracy {metrics['train_accuracy']:.4f}")
