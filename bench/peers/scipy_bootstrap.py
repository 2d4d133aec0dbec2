"""Interval of the difference of a metric between two models, as scipy.stats.bootstrap makes it."""

import sys

import numpy as np
from paired_predictions import paired
from scipy.stats import bootstrap, rankdata

candidate, baseline, metric = sys.argv[1:]
labels, predicted, before, scores, before_scores = paired(candidate, baseline)


def accuracy(y, p):
    return (y == p).mean(axis=-1)


def f1(y, p):
    return 2 * (y & p).sum(axis=-1) / (y.sum(axis=-1) + p.sum(axis=-1))


def roc_auc(y, s):
    positives = y.sum(axis=-1)
    below = (rankdata(s, axis=-1) * y).sum(axis=-1) - positives * (positives + 1) / 2
    return below / (positives * (y.shape[-1] - positives))


of = {"accuracy": accuracy, "f1": f1, "roc_auc": roc_auc}[metric]
sides = (scores, before_scores) if metric == "roc_auc" else (predicted, before)
result = bootstrap(
    (labels.astype(np.int64), *(side + 0 for side in sides)),
    lambda y, a, b, axis=-1: of(y, a) - of(y, b),
    paired=True, vectorized=True, n_resamples=2000, batch=20, method="percentile", confidence_level=0.9,
    rng=np.random.default_rng(0),
)
print(metric, result.confidence_interval)
