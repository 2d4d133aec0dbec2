"""Prints distributions, tests and intervals as scipy has them, as JSON."""

import json
import sys

import numpy as np
import scipy
from scipy import optimize, stats


def tango(n10, n01, n, level):
    """Score interval by maximising the constrained likelihood numerically instead of by its closed form."""
    z = stats.norm.ppf((1 + level) / 2)

    def log_likelihood(q, delta):
        cells = ((n10, q + delta), (n01, q), (n - n10 - n01, 1 - 2 * q - delta))
        return sum(count * np.log(max(p, 1e-300)) for count, p in cells if count)

    def score(delta):
        low, high = max(0, -delta), (1 - delta) / 2
        found = optimize.minimize_scalar(
            lambda q: -log_likelihood(q, delta), bounds=(low, high), method="bounded", options={"xatol": 1e-13}
        )
        q = min((low, high, found.x), key=lambda q: -log_likelihood(q, delta))
        variance = n * (2 * q + delta - delta * delta)
        return (n10 - n01 - n * delta) / np.sqrt(variance)

    estimate = (n10 - n01) / n
    tiny = 1e-12
    low = -1 if n01 == n else optimize.brentq(lambda d: score(d) - z, -1 + tiny, estimate - tiny, xtol=1e-12)
    high = 1 if n10 == n else optimize.brentq(lambda d: score(d) + z, estimate + tiny, 1 - tiny, xtol=1e-12)
    return [low, high]


def delong(positive, one, other):
    """Areas under two ROC curves and the variance of their difference, over all pairs of rows."""
    def parts(score):
        wins = score[positive][:, None] > score[~positive][None, :]
        ties = score[positive][:, None] == score[~positive][None, :]
        kernel = wins + ties / 2
        return kernel.mean(), kernel.mean(axis=1), kernel.mean(axis=0)

    area_one, up_one, down_one = parts(one)
    area_other, up_other, down_other = parts(other)
    variance = np.var(up_one - up_other, ddof=1) / positive.sum()
    variance += np.var(down_one - down_other, ddof=1) / (~positive).sum()
    return [area_one - area_other, np.sqrt(variance)]


def delong_case(rows, seed):
    rng = np.random.default_rng(seed)
    positive = rng.random(rows) < 0.4
    one = np.round(positive + rng.normal(size=rows), 1)
    other = np.round(0.6 * positive + 0.7 * one + rng.normal(size=rows), 1)
    change, error = delong(positive, one, other)
    low, high = change + error * stats.norm.ppf([0.05, 0.95])
    return {"positive": positive.astype(int).tolist(), "candidate": one.tolist(), "baseline": other.tolist(),
            "change": change, "error": error, "interval": [low, high],
            "lower": stats.norm.cdf(change / error), "higher": stats.norm.sf(change / error)}


def paired_t_case(rows, seed):
    rng = np.random.default_rng(seed)
    one, other = rng.gamma(2, size=rows), rng.gamma(2.2, size=rows)
    test = stats.ttest_rel(one, other, alternative="less")
    interval = stats.ttest_rel(one, other).confidence_interval(0.9)
    return {"differences": (one - other).tolist(), "change": float(np.mean(one - other)),
            "interval": [interval.low, interval.high], "lower": test.pvalue,
            "higher": stats.ttest_rel(one, other, alternative="greater").pvalue}


def answers():
    rng = np.random.default_rng(7)
    counts = [(0, 0, 1), (0, 0, 268), (5, 0, 5), (0, 5, 5), (1, 0, 10), (0, 3, 300), (9, 3, 97), (16, 2, 54),
              (40, 60, 1000), (500, 500, 1000), (7, 7, 20), (3, 4, 100000)]
    p_values = rng.random(12) ** 3
    values = np.sort(rng.normal(size=37))
    reference, current = rng.multinomial(500, np.full(8, 1 / 8)), rng.multinomial(90, np.linspace(1, 2, 8) / 12)
    r, c = ((side + 0.5) / (side + 0.5).sum() for side in (reference, current))
    return {
        "scipy": scipy.__version__,
        "normal_quantile": [[p, stats.norm.ppf(p)] for p in (1e-10, 0.05, 0.5, 0.8, 0.95, 0.975, 0.999999)],
        "chi_square_upper_tail": [
            [x, df, stats.chi2.sf(x, df)]
            for x, df in ((0, 3), (0.1, 1), (3.84, 1), (16.9, 9), (1000, 9), (3000, 2000), (1, 200), (700, 1))
        ],
        "chi_square_upper_quantile": [
            [p, df, stats.chi2.isf(p, df)]
            for p, df in ((0.05, 1), (0.05, 9), (0.5, 4), (1e-12, 9), (0.999, 30), (0.05, 5000))
        ],
        "mcnemar_worse": [
            [*count, stats.binomtest(count[1], count[0] + count[1], alternative="greater").pvalue]
            for count in counts if count[0] + count[1]
        ],
        "tango": [[*count, level, *tango(*count, level)] for count in counts for level in (0.9, 0.95)],
        "delong": [delong_case(rows, seed) for rows, seed in ((8, 1), (60, 2), (400, 3))],
        "paired_t": [paired_t_case(rows, seed) for rows, seed in ((2, 1), (30, 2), (500, 3))],
        "benjamini_hochberg": [p_values.tolist(), stats.false_discovery_control(p_values).tolist()],
        "quantiles": [values.tolist(), np.quantile(values, np.linspace(0, 1, 11)).tolist()],
        "psi": [reference.tolist(), current.tolist(), float(np.sum((r - c) * np.log(r / c)))],
    }


json.dump(answers(), sys.stdout)
