"""Everything that was found as rows: one fact a row. What is hidden is a row without a value that says so."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.analysis.describing import QUANTILE, quantile
from bedside.feasibility.cells import ALL, OUT, STANDING, Cells
from bedside.report.rows import Row, Value
from bedside.statistics.answer import Absent, Estimate, Number
from bedside.statistics.proportions import interval
from bedside.statistics.rates import rate
from bedside.values.moment import Moment, show

PATIENTS = "patients"
COUNTED = "each patient once: met at any hour, else as at the last hour of a stay"
HIDDEN = "hidden: a small count, or what would give one away"
NO_YEARS = "the dates of this source are shifted: no time of observation is known (--years says it)"
NOBODY_MET = "nobody is met for certain"
MORE = ("certain", "possible", "open", "left_best", "left_worst")
COSTS = (
    "dropped_certain", "gain_certain", "dropped_possible", "gain_possible",
    "resolved_for", "gain_resolved", "resolved_against", "loss_resolved",
)  # fmt: skip
ENDS = ("", "_low", "_high")
QUARTILES = {"lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75}


def rows_of(cells: Cells) -> tuple[Row, ...]:
    """All rows, analysis by analysis."""
    parts = (_observation, _patients, _rates, _attrition, _criteria, _moves, _waits, _placed)
    return tuple(row for part in parts for row in part(cells))


def _row(analysis: str, group: str, statistic: str, value: Value, at: str = "", unit: str = "1", method: str = COUNTED,
         warning: str = "") -> Row:  # fmt: skip
    return Row(analysis, group, PATIENTS, at, statistic, value, unit, method, warning)


def _count(cells: Cells, analysis: str, group: str, statistic: str, at: str = "") -> Row:
    told = cells.told(analysis, group, statistic)
    return _row(analysis, group, statistic, told, at, warning=HIDDEN if told is None else "")


def _observation(cells: Cells) -> Iterator[Row]:
    seen, found = cells.found.observed, cells.found
    yield _row("observation", ALL, "stays", _small(cells, seen.stays), method="stays of the source",
               warning="" if _small(cells, seen.stays) is not None else HIDDEN)  # fmt: skip
    yield _row("observation", ALL, "not_asked", _small(cells, seen.unasked), method="patients without a whole hour",
               warning="" if _small(cells, seen.unasked) is not None else HIDDEN)  # fmt: skip
    if not found.shifted:
        for name, at in (("first_admission", seen.first_us), ("last_hour", seen.last_us)):
            yield _row("observation", ALL, name, show(Moment(at))[:10], unit="", method="dates of the source")
    method = (
        "stated" if found.stated.years is not None else "from the first admission to the last hour; a year is 365.25 d"
    )
    yield _row("observation", ALL, "years", found.years, unit="a", method=method,
               warning=NO_YEARS if found.years is None else "")  # fmt: skip


def _small(cells: Cells, count: int) -> int | None:
    """A count that stands in no sum."""
    return None if 0 < count < cells.found.stated.mask_below else count


def _patients(cells: Cells) -> Iterator[Row]:
    for name in ("assessed", *STANDING.values(), "possible", *OUT):
        yield _count(cells, PATIENTS, ALL, name)
    assessed = cells.told(PATIENTS, ALL, "assessed")
    for name in ("met", "possible"):
        told = cells.told(PATIENTS, ALL, name)
        share = interval(told, assessed) if told is not None and assessed is not None else None
        yield from _estimated(PATIENTS, ALL, f"share_{name}", share, 100.0, "%")


def _rates(cells: Cells) -> Iterator[Row]:
    for name in ("met", "possible"):
        told = cells.told(PATIENTS, ALL, name)
        years = cells.found.years
        if years is None and told is not None:
            yield _row("rates", ALL, name, None, unit="/a", method="", warning=NO_YEARS)
        else:
            yield from _estimated(
                "rates", ALL, name, rate(told, years) if told is not None and years else None, 1.0, "/a"
            )


def _estimated(analysis: str, group: str, name: str, found: Estimate | None, times: float, unit: str) -> Iterator[Row]:
    """An estimate and its interval, a row each; None where the count is hidden."""
    if found is None:
        for end in ENDS:
            yield _row(analysis, group, f"{name}{end}", None, unit=unit, method="", warning=HIDDEN)
        return
    for end, number in zip(ENDS, (found.value, found.low, found.high), strict=True):
        value, warning = _number(number, times)
        yield _row(analysis, group, f"{name}{end}", value, unit=unit, method=found.method, warning=warning)


def _number(number: Number, times: float) -> tuple[float | None, str]:
    return (None, number.reason.en) if isinstance(number, Absent) else (number * times, "")


def _attrition(cells: Cells) -> Iterator[Row]:
    for place, each in enumerate(cells.found.criteria, start=1):
        for name in MORE:
            key = ("attrition", each.id, name) if name.startswith("left") else cells.left(place, name)
            told = cells.told(*key)
            yield _row("attrition", each.id, name, told, str(place), warning=HIDDEN if told is None else "")


def _criteria(cells: Cells) -> Iterator[Row]:
    for each in cells.found.criteria:
        for name in COSTS:
            yield _count(cells, "criteria", each.id, name)


def _moves(cells: Cells) -> Iterator[Row]:
    for move in cells.found.stated.moved:
        for name in (*STANDING.values(), "possible"):
            yield _count(cells, "moves", move.name, name)
        for name in ("met", "possible"):
            fewer = cells.counts["moves", move.name, name] < cells.counts[PATIENTS, ALL, name]
            told = cells.told("moves", move.name, f"change_{name}")
            signed = None if told is None else -told if fewer else told
            yield _row("moves", move.name, f"change_{name}", signed, warning=HIDDEN if told is None else "")


def _waits(cells: Cells) -> Iterator[Row]:
    waited = cells.found.waits
    told = cells.told(PATIENTS, ALL, "met") is not None
    for name, share in QUARTILES.items():
        value = quantile(waited, share) if waited and told else None
        warning = "" if value is not None else NOBODY_MET if told else HIDDEN
        yield _row("wait", "met", name, value, unit="h", method=QUANTILE, warning=warning)


def _placed(cells: Cells) -> Iterator[Row]:
    for analysis in cells.placed:
        for group in cells.groups(analysis):
            for name in ("assessed", *STANDING.values()):
                yield _count(cells, analysis, group, name)
            if analysis == "years":
                told, years = cells.told(analysis, group, "met"), cells.found.years_of(int(group))
                yield _row(analysis, group, "years", years, unit="a", method="share of the year that was observed")
                yield from _estimated(analysis, group, "rate_met", None if told is None or not (years or told == 0)
                                      else rate(told, years), 1.0, "/a")  # fmt: skip
