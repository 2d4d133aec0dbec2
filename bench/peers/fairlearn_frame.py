"""Disparities between groups of one model's predictions, and its rates by group, as fairlearn computes them."""

import sys

import pandas as pd
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_difference,
    equalized_odds_difference,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score

rows = pd.read_csv(sys.argv[1])
labels, predicted, groups = rows["label"], rows["prediction"], rows["region"]
frame = MetricFrame(
    metrics={
        "accuracy": accuracy_score,
        "selection_rate": selection_rate,
        "true_positive_rate": true_positive_rate,
        "false_positive_rate": false_positive_rate,
    },
    y_true=labels,
    y_pred=predicted,
    sensitive_features=groups,
)
print(frame.by_group)
print(demographic_parity_difference(labels, predicted, sensitive_features=groups))
print(equalized_odds_difference(labels, predicted, sensitive_features=groups))
