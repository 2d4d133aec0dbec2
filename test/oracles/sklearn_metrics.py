"""Prints made-up predictions with scikit-learn's metrics of them, as JSON.

Each answer is {"value": x}, {"value": x, "warned": why} or {"refused": why}; refused is NaN or an exception.
"""

import json
import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.simplefilter("always")


def ask(compute):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = float(compute())
        except (ValueError, ZeroDivisionError) as error:
            return {"refused": str(error).split("\n")[0]}
    if not math.isfinite(value):
        return {"refused": str(value)}
    told = [str(w.message) for w in caught if "single label" not in str(w.message)]
    return {"value": value, "warned": told[0]} if told else {"value": value}


def of_decisions(y, p, w):
    answers = {
        "accuracy": ask(lambda: m.accuracy_score(y, p, sample_weight=w)),
        "balanced_accuracy": ask(lambda: m.balanced_accuracy_score(y, p, sample_weight=w)),
        "mcc": ask(lambda: m.matthews_corrcoef(y, p, sample_weight=w)),
        "cohen_kappa": ask(lambda: m.cohen_kappa_score(y, p, sample_weight=w)),
    }
    for name, score in ratios:
        for average in ("macro", "micro", "weighted"):
            answers[f"{name}_{average}"] = ask(lambda: score(y, p, average=average, sample_weight=w))
    return answers


def f_beta(beta):
    return lambda y, p, **options: m.fbeta_score(y, p, beta=beta, **options)


ratios = (
    ("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score),
    ("f2", f_beta(2)), ("f0.5", f_beta(0.5)),
)


def of_classes(y, p, w, names):
    """One class against the rest: what average=None gives for it."""
    answers = {}
    for c, name in enumerate(names):
        for metric, score in ratios:
            answers[f"{metric}[{name}]"] = ask(
                lambda: score(y, p, labels=[c], average=None, sample_weight=w)[0]
            )
    return answers


def calibration_error(right, said, w, bins):
    """By the bins of sklearn.calibration.calibration_curve, which takes no weights."""
    if said.min() < 0 or said.max() > 1:
        raise ValueError("no probabilities")
    w = np.ones(len(said)) if w is None else np.asarray(w, float)
    bin_of = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], said)
    gaps = np.bincount(bin_of, weights=w * (np.asarray(right) - said), minlength=bins)
    if w.min() == w.max():
        true, predicted = calibration_curve(right, said, n_bins=bins)
        share = np.bincount(bin_of, minlength=bins)
        share = share[share > 0] / len(said)
        assert abs(np.abs(gaps).sum() / w.sum() - (share * np.abs(true - predicted)).sum()) < 1e-12
    return np.abs(gaps).sum() / w.sum()


def binary(name, y, predicted=None, score=None, weights=None):
    answers = {}
    if predicted is not None:
        answers |= of_decisions(y, predicted, weights)
        for metric, f in ratios:
            answers[metric] = ask(lambda: f(y, predicted, sample_weight=weights))
        answers |= of_classes(y, predicted, weights, ["no", "yes"])
    if score is not None:
        answers["roc_auc"] = ask(lambda: m.roc_auc_score(y, score, sample_weight=weights))
        answers["average_precision"] = ask(lambda: m.average_precision_score(y, score, sample_weight=weights))
        answers["log_loss"] = ask(lambda: m.log_loss(y, score, sample_weight=weights, labels=[0, 1]))
        answers["brier"] = ask(lambda: m.brier_score_loss(y, score, sample_weight=weights, pos_label=1))
        answers["roc_auc[no]"] = ask(lambda: m.roc_auc_score(1 - y, 1 - score, sample_weight=weights))
        for metric, bins in (("ece", 15), ("ece_10", 10), ("ece_3", 3)):
            answers[metric] = ask(lambda: calibration_error(y, score, weights, bins))
    return case(name, "binary", answers, labels=y, predicted=predicted, score=score, weights=weights)


def multiclass(name, classes, y, predicted=None, scores=None, weights=None):
    answers = {}
    labels = list(range(classes))
    if predicted is not None:
        answers |= of_decisions(y, predicted, weights)
        answers |= of_classes(y, predicted, weights, [f"class {c}" for c in labels])
    if scores is not None:
        for kind in ("ovr", "ovo"):
            for average in ("macro", "weighted"):
                answers[f"roc_auc_{kind}{'' if average == 'macro' else '_weighted'}"] = ask(
                    lambda: m.roc_auc_score(
                        y, scores, multi_class=kind, labels=labels, average=average, sample_weight=weights
                    )
                )
        for k in range(1, classes + 1):
            answers[f"top_{k}_accuracy"] = ask(
                lambda: m.top_k_accuracy_score(y, scores, k=k, labels=labels, sample_weight=weights)
            )
        for c in labels:
            of_class = (np.asarray(y) == c).astype(int)
            answers[f"roc_auc[class {c}]"] = ask(
                lambda: m.roc_auc_score(of_class, scores[:, c], sample_weight=weights)
            )
            answers[f"average_precision[class {c}]"] = ask(
                lambda: m.average_precision_score(of_class, scores[:, c], sample_weight=weights)
            )
        if np.allclose(scores.sum(axis=1), 1, atol=0.01):
            best = scores.argmax(axis=1)
            answers["ece"] = ask(lambda: calibration_error(best == y, scores.max(axis=1), weights, 15))
        answers["average_precision"] = ask(lambda: m.average_precision_score(y, scores, sample_weight=weights))
        answers["log_loss"] = ask(lambda: m.log_loss(y, scores, labels=labels, sample_weight=weights))
        answers["brier"] = ask(lambda: m.brier_score_loss(y, scores, labels=labels, sample_weight=weights))
    columns = None if scores is None else np.asarray(scores).T
    return case(
        name, "multiclass", answers,
        classes=[f"class {c}" for c in labels], labels=y, predicted=predicted, scores=columns, weights=weights,
    )


def regression(name, y, p, weights=None):
    w = weights
    return case(name, "regression", {
        "mae": ask(lambda: m.mean_absolute_error(y, p, sample_weight=w)),
        "mse": ask(lambda: m.mean_squared_error(y, p, sample_weight=w)),
        "rmse": ask(lambda: m.root_mean_squared_error(y, p, sample_weight=w)),
        "r2": ask(lambda: m.r2_score(y, p, sample_weight=w)),
        "mape": ask(lambda: m.mean_absolute_percentage_error(y, p, sample_weight=w)),
        "median_ae": ask(lambda: m.median_absolute_error(y, p, sample_weight=w)),
        "smape": ask(lambda: np.average(symmetric(y, p), weights=w)),
        "pinball_0.9": ask(lambda: m.mean_pinball_loss(y, p, alpha=0.9, sample_weight=w)),
        "pinball_0.05": ask(lambda: m.mean_pinball_loss(y, p, alpha=0.05, sample_weight=w)),
        "max_error": ask(lambda: m.max_error(y, p)),
        "explained_variance": ask(lambda: m.explained_variance_score(y, p, sample_weight=w)),
    }, labels=y, predicted=p, weights=w)


def of_query(y, score, k):
    """What scikit-learn has not: ranks with the less relevant of equal scores first."""
    order = np.lexsort((y, -score))
    relevant = y[order] > 0
    at = np.arange(1, len(y) + 1)
    precision = np.cumsum(relevant) / at
    cut = min(k, len(y))
    if not relevant.any():
        return {"map": 0, "mrr": 0, "hit_rate": 0, "precision": 0, "recall": 0}
    if cut == len(y) and len(set(score)) == len(y):
        assert abs(m.average_precision_score(y > 0, score) - precision[relevant].mean()) < 1e-12
    first = at[relevant][0]
    return {
        "map": (precision * relevant)[:cut].sum() / min(relevant.sum(), k),
        "mrr": 1 / first if first <= k else 0,
        "hit_rate": float(first <= k),
        "precision": relevant[:cut].sum() / k,
        "recall": relevant[:cut].sum() / relevant.sum(),
    }


def ranking(name, query, y, score, weights=None):
    """weights: one a query"""
    rows = [np.flatnonzero(query == q) for q in range(query.max() + 1)]
    answers = {}
    for k in (None, 1, 3, 10):
        at = "" if k is None else f"@{k}"
        # One document is ranked right or has no relevance; scikit-learn refuses it.
        gains = [
            m.ndcg_score([y[r]], [score[r]], k=k) if len(r) > 1 else float(y[r][0] > 0) for r in rows
        ]
        others = [of_query(y[r], score[r], k or 10**9) for r in rows]
        answers[f"ndcg{at}"] = ask(lambda: np.average(gains, weights=weights))
        for metric in others[0]:
            if k is not None or metric in ("map", "mrr"):
                answers[f"{metric}{at}"] = ask(lambda: np.average([o[metric] for o in others], weights=weights))
    of_rows = None if weights is None else np.asarray(weights)[query]
    return case(name, "ranking", answers, labels=y, score=score, query=query, weights=of_rows)


def symmetric(y, p):
    """scikit-learn has none: |error| as a share of the mean of both sizes, 0 where both are 0."""
    size = np.abs(y) + np.abs(p)
    return np.divide(2 * np.abs(y - p), size, out=np.zeros(len(y)), where=size > 0)


def case(name, task, answers, **columns):
    given = {key: np.asarray(value).tolist() for key, value in columns.items() if value is not None}
    return {"name": name, "task": task, **given, "answers": answers}


def cases():
    rng = np.random.default_rng(20240611)
    for n in (2, 7, 40, 200):
        y = rng.integers(0, 2, n)
        y[:2] = [0, 1]
        score = np.clip(0.3 * y + rng.random(n) * 0.7, 0, 1).round(4)
        predicted = (score > 0.5).astype(int)
        yield binary(f"binary, {n} rows", y, predicted, score)
        yield binary(f"binary, {n} rows, weights", y, predicted, score, rng.random(n).round(3) + 0.001)
        yield binary(f"binary, {n} rows, zero weights", y, predicted, score, rng.integers(0, 3, n) + (np.arange(n) < 2))
    y = rng.integers(0, 2, 150)
    yield binary("binary, tied scores", y, score=(rng.integers(0, 5, 150) / 4))
    yield binary("binary, scores on the edges of bins", y, score=np.arange(150) % 31 / 30)
    yield binary("binary, one score for all", y, score=np.full(150, 0.25))
    yield binary("binary, sure and wrong", y, score=(1 - y).astype(float))
    yield binary("binary, scores beyond probabilities", y, score=rng.normal(size=150).round(3))
    yield binary("binary, rare positives", np.arange(100) % 50 == 0, (np.arange(100) % 33 == 0).astype(int))
    yield binary("binary, only negative labels", np.zeros(9, int), np.array([0, 1] * 4 + [0]), np.linspace(0, 1, 9))
    yield binary("binary, only positive labels", np.ones(9, int), np.array([0, 1] * 4 + [0]), np.linspace(0, 1, 9))
    yield binary("binary, all negative and right", np.zeros(5, int), np.zeros(5, int), np.full(5, 0.1))
    yield binary("binary, all positive and right", np.ones(5, int), np.ones(5, int), np.full(5, 0.9))
    yield binary("binary, never predicted", np.array([0, 1, 0, 1]), np.zeros(4, int))
    yield binary("binary, all wrong", np.array([0, 1, 0, 1]), np.array([1, 0, 1, 0]), np.array([0.9, 0.1, 0.8, 0.3]))
    yield binary("binary, one row", np.array([1]), np.array([1]), np.array([0.7]))
    yield binary("binary, positives without weight", np.array([0, 1, 0, 1]), np.array([0, 1, 1, 0]),
                 np.array([0.2, 0.8, 0.6, 0.4]), np.array([1.0, 0, 2, 0]))

    for n, k in ((6, 3), (60, 3), (200, 5)):
        y = rng.integers(0, k, n)
        y[:k] = np.arange(k)
        scores = rng.dirichlet(np.full(k, 0.7), n) + 0.5 * np.eye(k)[y]
        scores /= scores.sum(axis=1, keepdims=True)
        predicted = scores.argmax(axis=1)
        predicted[:k] = np.arange(k)
        yield multiclass(f"multiclass, {n} rows, {k} classes", k, y, predicted, scores)
        yield multiclass(f"multiclass, {n} rows, {k} classes, weights", k, y, predicted, scores, rng.random(n) + 0.01)
    y = rng.integers(0, 3, 50)
    tied = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]])[rng.integers(0, 3, 50)]
    yield multiclass("multiclass, tied scores", 3, y, tied.argmax(axis=1), tied)
    two = np.array([0, 2, 2, 0, 2, 0])
    spread = rng.dirichlet(np.ones(3), 6)
    yield multiclass("multiclass, a class without rows", 3, two, np.array([0, 2, 0, 0, 2, 2]), spread)
    yield multiclass("multiclass, a class only predicted", 3, two, np.array([0, 2, 1, 0, 2, 1]), spread)
    yield multiclass("multiclass, a class never predicted", 3, np.array([0, 1, 2, 1]), np.array([0, 2, 2, 0]))
    yield multiclass("multiclass, one class of labels", 3, np.full(4, 1), np.array([1, 1, 0, 1]), spread[:4])
    yield multiclass("multiclass, one class at all", 3, np.full(4, 1), np.full(4, 1))
    yield multiclass("multiclass, scores that sum to 1.2", 3, np.array([0, 1, 2]), scores=np.full((3, 3), 0.4))
    yield multiclass("multiclass, scores of three digits", 3, np.array([0, 1, 2]), scores=np.full((3, 3), 0.333))

    for n in (2, 9, 120):
        y = rng.normal(50, 20, n)
        p = y + rng.normal(1, 5, n)
        yield regression(f"regression, {n} rows", y, p)
        yield regression(f"regression, {n} rows, weights", y, p, rng.random(n) + 0.01)
        yield regression(f"regression, {n} rows, whole weights", y, p, rng.integers(0, 3, n) + (np.arange(n) < 2))
    for n, queries in ((12, 3), (200, 25)):
        query = rng.integers(0, queries, n)
        query[:queries] = np.arange(queries)
        y = rng.choice([0, 0, 0, 1, 2, 3], n)
        score = (y * 0.2 + rng.random(n)).round(6)
        yield ranking(f"ranking, {n} rows, {queries} queries", query, y, score)
        yield ranking(f"ranking, {n} rows, weights", query, y, score, rng.random(queries) + 0.01)
        yield ranking(f"ranking, {n} rows, ties", query, y, (score * 3).round() / 3)
    yield ranking("ranking, one score for all", np.repeat([0, 1], 5), np.array([0, 1, 2, 0, 0] * 2), np.full(10, 0.5))
    yield regression("regression, far from zero", 1e9 + rng.normal(size=50), np.full(50, 1e9))
    yield regression("regression, zero among the labels", np.array([0.0, 1, 2]), np.array([0.5, 1, 2]))
    yield regression("regression, zeros met", np.array([0.0, 1, 2]), np.array([0.0, 1, 2.5]))
    yield regression("regression, equal labels", np.full(4, 0.1), np.array([0.1, 0.2, 0.1, 0.1]))
    yield regression("regression, equal labels met", np.full(4, 0.1), np.full(4, 0.1))
    yield regression("regression, one row", np.array([3.0]), np.array([2.5]))
    yield regression("regression, half the weight", np.array([1.0, 2, 4, 9]), np.zeros(4), np.array([1.0, 1, 1, 1]))
    yield regression("regression, half before a zero", np.array([1.0, 2, 4, 9]), np.zeros(4), np.array([1.0, 1, 0, 2]))
    yield regression("regression, zero at the end", np.array([1.0, 2, 4, 9]), np.zeros(4), np.array([0.0, 1, 1, 0]))
    yield regression("regression, too large to square", np.array([1e200, -1e200, 3]), np.array([-1e200, 1e200, 3]))


json.dump({"scikit_learn": sklearn.__version__, "cases": list(cases())}, sys.stdout)
