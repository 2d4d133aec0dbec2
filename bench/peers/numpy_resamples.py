"""Intervals of differences between two models by 2,000 resamples, each row weighted by how often it was drawn."""

import sys

import numpy as np
from paired_predictions import paired

candidate, baseline, *metrics = sys.argv[1:]
labels, predicted, before, scores, before_scores = paired(candidate, baseline)
n = len(labels)
rng = np.random.default_rng(0)


def accuracy(p):
    right = (labels == p).astype(float)
    return lambda w: w @ right / n


def f1(p):
    both, either = (labels & p).astype(float), (labels + p).astype(float)
    return lambda w: 2 * (w @ both) / (w @ either)


def roc_auc(s):
    order = np.argsort(s, kind="stable")
    positive = labels[order] == 1

    def of(w):
        w = w[order]
        up, down = np.where(positive, w, 0), np.where(positive, 0, w)
        return up @ (np.cumsum(down) - down / 2) / (up.sum() * down.sum())

    return of


def average_precision(s):
    order = np.argsort(-s, kind="stable")
    positive = (labels[order] == 1).astype(float)

    def of(w):
        w = w[order]
        up = w * positive
        return up @ (np.cumsum(up) / np.maximum(np.cumsum(w), 1)) / up.sum()

    return of


kinds = {
    "accuracy": (accuracy, predicted, before),
    "f1": (f1, predicted, before),
    "roc_auc": (roc_auc, scores, before_scores),
    "average_precision": (average_precision, scores, before_scores),
}
sides = [(of(a), of(b)) for of, a, b in (kinds[metric] for metric in metrics)]
differences = np.empty((2000, len(metrics)))
for i in range(2000):
    w = np.bincount(rng.integers(0, n, n), minlength=n).astype(float)
    differences[i] = [one(w) - other(w) for one, other in sides]
print(metrics, np.quantile(differences, [0.05, 0.95], axis=0))
