"""Two models' predictions for the same rows, joined by id."""

import numpy as np


def read(path):
    columns = [(0, str), (1, np.int8), (2, np.int8), (3, float)]
    ids, labels, predicted, scores = (
        np.loadtxt(path, delimiter=",", skiprows=1, usecols=column, dtype=kind) for column, kind in columns
    )
    order = np.argsort(ids)
    return ids[order], labels[order], predicted[order], scores[order]


def paired(candidate, baseline):
    ids, labels, predicted, scores = read(candidate)
    other_ids, other_labels, before, before_scores = read(baseline)
    assert (ids == other_ids).all() and (labels == other_labels).all()
    return labels, predicted, before, scores, before_scores
