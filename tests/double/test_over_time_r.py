"""Measurements over time against R, from the snapshot's rows to what R makes of the raw values.

With every value known, what the model says of a visit is the t interval of the logarithms, and of a change the paired
one, with n - 1 degrees of freedom. With some missing, means and changes are those of nlme's gls.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.analysis.test_over_time import analysed, ferritin
from tests.double.in_r import r

PAIRED = """
held <- matrix(log(values), ncol = 3); ends <- function(t) exp(c(t$estimate, t$conf.int))
say("means", c(ends(t.test(held[, 1])), ends(t.test(held[, 2])), ends(t.test(held[, 3]))))
say("ratios", c(ends(t.test(held[, 2] - held[, 1])), ends(t.test(held[, 3] - held[, 1]))))
"""
GLS = """
d <- data.frame(y = log(values), id = rep(seq_len(length(values) / 3), 3), v = factor(rep(1:3, each = length(values) / 3)))
d <- d[!is.na(d$y), ]; d$at <- as.integer(d$v)
f <- gls(y ~ 0 + v, d, correlation = corSymm(form = ~ at | id), weights = varIdent(form = ~ 1 | v), method = "REML",
         control = glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500))
say("means", exp(coef(f))); say("ratios", exp(coef(f)[2:3] - coef(f)[1]))
"""  # noqa: E501
STATISTICS = ("", "_low", "_high")


def values(seed: int, missing: float) -> NDArray[np.float64]:
    """25 people at baseline and two visits (25 × 3), not a number where one is missing."""
    draw = np.random.default_rng(seed)
    held = np.exp(8 + draw.normal(0, 0.7, (25, 1)) + draw.normal(0, 0.4, (25, 3)) - [0.0, 0.4, 1.1])
    return np.where(draw.random((25, 3)) < missing, np.nan, held.round(1))


def ours(held: NDArray[np.float64], statistics: tuple[str, ...]) -> tuple[list[float], list[float]]:
    """Means of the three days and ratios of the last two, each with these ends."""
    told = [[None if np.isnan(each) else float(each) for each in row] for row in held]
    rows, _, _ = analysed([ferritin(number, *row) for number, row in enumerate(told)])
    means = [rows["S12", "ferritin", day, f"geometric_mean{end}"] for day in ("0", "7", "28") for end in statistics]
    ratios = [rows["S12", "ferritin", day, f"model_ratio{end}"] for day in ("7", "28") for end in statistics]
    return [float(str(row.value)) for row in means], [float(str(row.value)) for row in ratios]


@pytest.mark.parametrize("seed", [1, 2])
def test_complete_values_are_paired_t_tests(seed: int) -> None:
    held = values(seed, 0.0)
    other = r(PAIRED, values=held.T.ravel())
    means, ratios = ours(held, STATISTICS)
    assert means == pytest.approx(other["means"], rel=1e-9)
    assert ratios == pytest.approx(other["ratios"], rel=1e-9)


@pytest.mark.parametrize("seed", [3, 4])
def test_missing_values_are_those_of_gls(seed: int) -> None:
    held = values(seed, 0.2)
    other = r(GLS, "nlme", values=held.T.ravel())
    means, ratios = ours(held, ("",))
    assert means == pytest.approx(other["means"], rel=1e-5)
    assert ratios == pytest.approx(other["ratios"], rel=1e-5)
