"""Numbers described: quantiles, extremes, mean and standard deviation, of values some of which are only ranges.

A quantile is that of the empirical distribution function with averages where it is flat: definition 2 of Hyndman RJ,
Fan Y, Am Stat 1996;50:361-365, the default of SAS. Quantiles of ranges are those of all lower and of all upper ends:
whatever the true values are, theirs lies between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, sqrt

from bedside.analysis.rows import About, Row
from bedside.analysis.warned import NOBODY_MEASURED, ONE_MEASURED, from_ranges
from bedside.statistics.answer import Absent, Number
from bedside.values.interval import Interval

SHARES = {"minimum": 0.0, "lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "maximum": 1.0}
QUANTILE = "quantile by definition 2 of Hyndman and Fan 1996"
MOMENT = "arithmetic mean, and standard deviation with n - 1"


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of at least one value. The smallest for a share of 0, the greatest for 1."""
    held = sorted(values)
    place = share * len(held)
    low, high = max(ceil(place - 1e-9), 1), min(floor(place + 1e-9) + 1, len(held))
    return (held[low - 1] + held[high - 1]) / 2


def described(
    about: About, name: str, values: Sequence[Interval], unit: str, statistics: Sequence[str] = tuple(SHARES)
) -> Iterator[Row]:
    """Quantiles, each a row; where some values are ranges, a row for either end with `_from` and `_to`."""
    ranges = sum(not each.known for each in values)
    for statistic in statistics:
        title = f"{name}_{statistic}" if name else statistic
        if not values:
            yield about.row(title, NOBODY_MEASURED, unit, QUANTILE)
        elif not ranges:
            yield about.row(title, quantile([each.low for each in values], SHARES[statistic]), unit, QUANTILE)
        else:
            yield about.row(title, Absent(from_ranges(ranges)), unit, QUANTILE)
            for end, ends in (("from", [each.low for each in values]), ("to", [each.high for each in values])):
                yield about.row(f"{title}_{end}", quantile(ends, SHARES[statistic]), unit, QUANTILE)


def moments(about: About, values: Sequence[Interval], unit: str) -> Iterator[Row]:
    """Mean and standard deviation; of values known only as ranges there are none."""
    yield about.row("mean", _mean(values), unit, MOMENT)
    yield about.row("sd", _sd(values), unit, MOMENT)


def _mean(values: Sequence[Interval]) -> Number:
    if not values:
        return NOBODY_MEASURED
    if not all(each.known for each in values):
        return Absent(from_ranges(sum(not each.known for each in values)))
    return sum(each.low for each in values) / len(values)


def _sd(values: Sequence[Interval]) -> Number:
    mean = _mean(values)
    if isinstance(mean, Absent):
        return mean
    if len(values) < 2:
        return ONE_MEASURED
    return sqrt(sum((each.low - mean) ** 2 for each in values) / (len(values) - 1))
