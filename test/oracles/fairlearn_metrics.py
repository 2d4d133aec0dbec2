"""Prints made-up predictions of groups with fairlearn's disparities and rates of them, and score tests of two shares.

A value is null where fairlearn says NaN.
"""

import json
import math
import sys

import fairlearn
import numpy as np
import statsmodels
from fairlearn import metrics as f
from scipy.optimize import brentq
from statsmodels.stats.proportion import score_test_proportions_2indep

disparities = (
    "demographic_parity_difference",
    "demographic_parity_ratio",
    "equalized_odds_difference",
    "equalized_odds_ratio",
    "equal_opportunity_difference",
    "equal_opportunity_ratio",
)
rates = {
    "selection_rate": f.selection_rate,
    "true_positive_rate": f.true_positive_rate,
    "false_positive_rate": f.false_positive_rate,
}


def number(value):
    return None if math.isnan(value) else float(value)


def case(name, y, p, groups, weights=None):
    asked = {"y_true": y, "y_pred": p, "sensitive_features": groups}
    frame = f.MetricFrame(
        metrics=rates,
        **asked,
        sample_params=None if weights is None else {rate: {"sample_weight": weights} for rate in rates},
    )
    return {
        "name": name,
        "labels": [int(x) for x in y],
        "predicted": [int(x) for x in p],
        "groups": [str(x) for x in groups],
        "weights": None if weights is None else [float(x) for x in weights],
        "by_group": {
            str(group): {rate: float(row[rate]) for rate in rates} for group, row in frame.by_group.iterrows()
        },
        "disparities": {
            name: number(getattr(f, name)(**asked, sample_weight=weights)) for name in disparities
        },
    }


def cases():
    rng = np.random.default_rng(20261121)
    for n, k in ((40, 2), (400, 3), (1200, 8)):
        groups = np.array([f"g{i}" for i in rng.integers(0, k, n)])
        y = rng.integers(0, 2, n)
        p = np.where(rng.random(n) < 0.3, 1 - y, y)
        yield case(f"{n} rows, {k} groups", y, p, groups)
        yield case(f"{n} rows, {k} groups, weights", y, p, groups, np.round(rng.random(n), 3) + 0.001)
    two = np.array(["a", "a", "a", "b", "b", "b"])
    yield case("a group never selected", np.array([0, 1, 1, 0, 1, 1]), np.array([0, 0, 0, 1, 0, 1]), two)
    yield case("nobody selected", np.array([0, 1, 1, 0, 1, 1]), np.zeros(6, int), two)
    yield case("a group without positives", np.array([0, 0, 0, 0, 1, 1]), np.array([0, 1, 0, 1, 0, 1]), two)
    yield case("one group", np.array([0, 1, 1]), np.array([0, 1, 0]), np.array(["a", "a", "a"]))


def score_of_difference(hits, one, others, other, difference):
    """By the root of the likelihood's slope: statsmodels 0.14 takes another cubic, whose root is not the likeliest share."""

    def slope(p):
        q = p + difference
        return (hits - one * q) / (q * (1 - q)) + (others - other * p) / (p * (1 - p))

    edge = 1e-13
    low, high = max(0, -difference) + edge, min(1, 1 - difference) - edge
    p = low if slope(low) <= 0 else high if slope(high) >= 0 else brentq(slope, low, high, xtol=1e-15)
    q = p + difference
    variance = (q * (1 - q) / one + p * (1 - p) / other) * (one + other) / (one + other - 1)
    return (hits / one - others / other - difference) / math.sqrt(variance)


def tests():
    rng = np.random.default_rng(7)
    for one, other in ((20, 25), (35, 35), (150, 40), (2000, 1500)):
        for _ in range(4):
            hits, others = int(rng.integers(0, one + 1)), int(rng.integers(0, other + 1))
            for compare, value in (("diff", 0.0), ("diff", 0.1), ("diff", -0.3), ("ratio", 0.8), ("ratio", 1.0)):
                z = (
                    score_of_difference(hits, one, others, other, value)
                    if compare == "diff" and value != 0
                    else score_test_proportions_2indep(
                        hits, one, others, other, value=value, compare=compare, correction=True
                    ).statistic
                )
                if math.isfinite(z):
                    yield {"one": [hits, one], "other": [others, other], "compare": compare, "value": value, "z": z}


versions = {"fairlearn": fairlearn.__version__, "statsmodels": statsmodels.__version__}
json.dump({**versions, "cases": list(cases()), "tests": list(tests())}, sys.stdout)
