"""Kappa, its standard error and limits of agreement against R (by the delta method, its gradient by small steps), and
against printed examples (their figures are quoted from memory and not yet compared with the print; R holds the same).
"""

from __future__ import annotations

import pytest

from bedside.statistics.agreement import Pairs, Weight, kappa, limits
from tests.double.in_r import r

Table = tuple[tuple[int, ...], ...]

FLEISS: Table = ((75, 1, 4), (5, 4, 1), (0, 0, 10))
CARCINOMA: Table = ((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10))
TABLES = (
    FLEISS,
    CARCINOMA,
    ((88, 14, 18), (10, 40, 10), (2, 6, 12)),
    ((3, 40), (30, 2)),
    ((900, 0, 1), (2, 1, 0), (0, 0, 7)),
)

IN_R = """
k <- sqrt(length(counts)); n <- sum(counts); p <- matrix(counts / n, k, k, byrow = TRUE)
apart <- outer(1:k, 1:k, "-")^2
how <- list(none = diag(k), quadratic = 1 - apart / max(apart))
for (name in names(how)) {
  w <- how[[name]]
  of <- function(p) {
    chance <- sum(w * outer(rowSums(p), colSums(p)))
    (sum(w * p) - chance) / (1 - chance)
  }
  steps <- sapply(seq_along(p), function(i) {
    more <- p; less <- p; more[i] <- p[i] + 1e-6; less[i] <- p[i] - 1e-6
    (of(more) - of(less)) / 2e-6
  })
  say(name, c(of(p), sqrt((sum(p * steps^2) - sum(p * steps)^2) / n)))
}
first <- rep(rep(1:k, each = k), counts); second <- rep(rep(1:k, k), counts)
apart <- second - first
say("limits", mean(apart) + c(0, qnorm(c(0.025, 0.975))) * sd(apart))
"""

WRIGHT = (494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
MINI = (512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)
"""Peak flow (L/min) of 17 people by two meters, first readings: Bland and Altman 1986, table 1."""


def pairs(table: Table) -> Pairs:
    return [(i, j, count) for i, line in enumerate(table) for j, count in enumerate(line) if count]


@pytest.mark.parametrize("table", TABLES)
def test_kappa_and_limits_are_those_of_r(table: Table) -> None:
    other = r(IN_R, counts=[count for line in table for count in line])
    for weight in Weight:
        found = kappa(pairs(table), weight)
        assert (found.value, found.se) == pytest.approx(tuple(other[weight]), rel=1e-6)
    apart = limits(pairs(table))
    assert (apart.mean, apart.low, apart.high) == pytest.approx(tuple(other["limits"]), rel=1e-12)


@pytest.mark.parametrize(
    ("table", "value", "se"),
    [
        (FLEISS, 0.68, 0.087),  # Fleiss, Statistical Methods for Rates and Proportions, 2nd ed. 1981, §13.1
        (CARCINOMA, 0.493, 0.057),  # Agresti, Categorical Data Analysis, 2nd ed. 2002, §10.5.4
    ],
)
def test_kappa_is_as_printed(table: Table, value: float, se: float) -> None:
    found = kappa(pairs(table))
    assert found.value == pytest.approx(value, abs=0.005 if value == 0.68 else 0.0005)
    assert found.se == pytest.approx(se, abs=0.001)


def test_the_mean_difference_of_the_peak_flows_is_as_printed() -> None:
    """Wright minus mini: mean −2.1, standard deviation 38.8 L/min."""
    found = limits([(second, first, 1) for first, second in zip(WRIGHT, MINI, strict=True)])
    assert isinstance(found.high, float) and isinstance(found.mean, float)
    assert found.mean == pytest.approx(-2.1, abs=0.05)
    assert (found.high - found.mean) / 1.959964 == pytest.approx(38.8, abs=0.05)
