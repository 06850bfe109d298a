"""All that a comparison found as rows: one fact a row."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.engines.agreement import BELOW, OPEN, REACHED, Changed, Sides
from bedside.feasibility.agreement.found import TOTAL, Found
from bedside.report.rows import Row, Value
from bedside.statistics.agreement import LIMITS, Weight, kappa, limits
from bedside.statistics.answer import Absent, Number
from bedside.values.interval import tidy

ALL, POINTS = "all", "{points}"
SIDES = {REACHED: "reached", BELOW: "below", OPEN: "open"}
SORTS = ("same", "changed", "one", "neither")
"""Certain and on the same side in both, certain and on another side, certain in one only, cannot tell in either."""
COUNTED = "stay-hours"
KNOWN_IN_BOTH = "stay-hours with both known"
KAPPAS = {"kappa": Weight.NONE, "kappa_quadratic": Weight.QUADRATIC}
NEVER = "the two are never both known"
NOT_TOGETHER = "the options do not go together"


def rows_of(found: Found) -> tuple[Row, ...]:
    """All rows, analysis by analysis."""
    parts = (_inputs, _known, _agreement, _cross, _sides, _options)
    return tuple(row for part in parts for row in part(found))


def sort_of(first: str, second: str) -> str:
    """Which of SORTS two sides are."""
    if OPEN not in (first, second):
        return "same" if first == second else "changed"
    return "neither" if first == second else "one"


def _row(found: Found, analysis: str, group: str, statistic: str, value: Value, unit: str = "1", method: str = COUNTED,
         at: str = "", warning: str = "") -> Row:  # fmt: skip
    return Row(analysis, group, found.asked.first.score, at, statistic, value, unit, method, warning)


def _inputs(found: Found) -> Iterator[Row]:
    asked = found.asked
    for letter, version in (("a", asked.first), ("b", asked.second)):
        yield _row(found, "inputs", letter, "version", version.name, "", "stated")
        for option, value in version.described.items():
            yield _row(found, "inputs", letter, option, value, "", "stated")
    yield _row(found, "inputs", ALL, "threshold", asked.threshold, POINTS, asked.threshold_of.en)


def _known(found: Found) -> Iterator[Row]:
    for part, held in found.known.items():
        for name, value in (("hours", held.hours), ("known_a", held.first), ("known_b", held.second),
                            ("known_both", held.both)):  # fmt: skip
            yield _row(found, "known", part, name, value)
        for name, value in (("stays", held.stays), ("stays_known_both", held.stays_both)):
            yield _row(found, "known", part, name, value, method="stays")


def _agreement(found: Found) -> Iterator[Row]:
    for part, pairs in found.pairs.items():
        both = found.known[part].both
        same = sum(count for first, second, count in pairs if first == second)
        yield _row(found, "agreement", part, "same", same, method=KNOWN_IN_BOTH)
        share = 100 * same / both if both else None
        yield _row(found, "agreement", part, "same_share", share, "%", KNOWN_IN_BOTH, warning="" if both else NEVER)
        for name, weight in KAPPAS.items():
            made = kappa(pairs, weight)
            for end, number in (("", made.value), ("_low", made.low), ("_high", made.high)):
                yield _number(found, part, f"{name}{end}", number, "1", made.method)
        apart = limits(pairs)
        for name, number in (("difference", apart.mean), ("limit_low", apart.low), ("limit_high", apart.high)):
            yield _number(found, part, name, number, POINTS, LIMITS)


def _number(found: Found, part: str, name: str, number: Number, unit: str, method: str) -> Row:
    value, warning = (None, number.reason.en) if isinstance(number, Absent) else (number, "")
    return _row(found, "agreement", part, name, value, unit, method, warning=warning)


def _cross(found: Found) -> Iterator[Row]:
    for first, second, count in found.pairs[TOTAL]:
        yield _row(found, "cross", tidy(first), "hours", count, method=KNOWN_IN_BOTH, at=tidy(second))


def _sides(found: Found) -> Iterator[Row]:
    at = tidy(found.asked.threshold)
    for group, sides in (("hours", found.hours), ("stays", found.stays)):
        for one in SIDES:
            for other in SIDES:
                name = f"{SIDES[one]}_{SIDES[other]}"
                yield _row(found, "sides", group, name, sides.get((one, other), 0), method=group, at=at)
        for sort in SORTS:
            yield _row(found, "sides", group, sort, _sorted(sides, sort), method=group, at=at)
    method = "stays with an hour on different sides for certain"
    yield _row(found, "sides", "stays", "with_changed_hour", found.whole.sides_stays, method=method, at=at)


def _sorted(sides: Sides, sort: str) -> int:
    return sum(count for both, count in sides.items() if sort_of(*both) == sort)


def _options(found: Found) -> Iterator[Row]:
    for step, held in found.steps:
        at = "switched_from_a" if step.of == "a" else "taken_back_from_b"
        yield from _changes(found, step.option, at, held)
    if found.steps:
        yield from _changes(found, ALL, "switched_from_a", found.whole)


def _changes(found: Found, option: str, at: str, held: Changed | None) -> Iterator[Row]:
    counts = () if held is None else (held.hours, held.stays, held.apart, held.sides, held.sides_stays)
    names = ("changed", "changed_stays", "changed_known", "changed_sides", "changed_sides_stays")
    for name, value in zip(names, counts or (None,) * len(names), strict=True):
        method = "stays" if name.endswith("stays") else COUNTED
        yield _row(found, "options", option, name, value, method=method, at=at, warning="" if held else NOT_TOGETHER)
    mean = None if held is None else held.mean
    warning = NOT_TOGETHER if held is None else NEVER if mean is None else ""
    yield _row(found, "options", option, "mean_change", mean, POINTS, KNOWN_IN_BOTH, at, warning)
