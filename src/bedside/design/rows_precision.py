"""The rows of precision, and of what could stand behind the planned number of participants."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.design.candidates import EXACT
from bedside.design.consistent import Way, consistent
from bedside.design.precision import METHODS, expected_width, size_for_width
from bedside.design.worked import ONE, PARTICIPANTS, Worked
from bedside.report.rows import Row

SHOWN_RATES = (0.1, 0.3, 0.5, 0.7, 0.9)
HALF_WIDTHS = (0.10, 0.125, 0.15, 0.20)
"""Half widths of an interval that people ask for."""
WAYS = {
    Way.EXACT: EXACT,
    Way.STABLE: "exact binomial test, stable (A'Hern 2001)",
    Way.NORMAL: "normal approximation (Fleming 1982)",
    Way.CORRECTED: "normal approximation with correction for continuity (Fleiss 2003)",
    Way.MINIMAX: "two stages, minimax (Simon 1989)",
    Way.OPTIMAL: "two stages, optimal (Simon 1989)",
    Way.EXACT_5: f"{EXACT}, 5 % more for drop-out",
    Way.EXACT_10: f"{EXACT}, 10 % more for drop-out",
    Way.NORMAL_5: "normal approximation (Fleming 1982), 5 % more for drop-out",
    Way.NORMAL_10: "normal approximation (Fleming 1982), 10 % more for drop-out",
}


def precision(worked: Worked) -> Iterator[Row]:
    """Over the true rate: half of the expected width of a 95 % interval."""
    asked = worked.stated.asked
    for rate in sorted({*SHOWN_RATES, asked.p0, asked.p1}):
        for name, method in METHODS.items():
            half = expected_width(name, worked.main.size, rate) / 2
            yield worked.row("precision", f"half_{name}", half, ONE, method, at=f"{rate:.2f}")


def widths(worked: Worked) -> Iterator[Row]:
    """By the half width of a 95 % interval: the fewest participants with which it is expected."""
    for half in HALF_WIDTHS:
        for name, method in METHODS.items():
            for rate in ("p0", "p1"):
                size = size_for_width(name, 2 * half, getattr(worked.stated.asked, rate))
                yield worked.row("widths", f"{name}_{rate}", size, PARTICIPANTS, method, at=f"{half:g}")


def behind(worked: Worked) -> Iterator[Row]:
    """The hypotheses of a grid that lead to the planned number of participants, way by way."""
    planned = worked.stated.participants
    found = consistent(planned) if planned is not None else ()
    for number, each in enumerate(sorted(found, key=lambda one: list(Way).index(one.way)), 1):
        for name in ("p0", "p1", "alpha", "power"):
            value = getattr(each.asked, name)
            yield worked.row("consistent", name, value, ONE, WAYS[each.way], group=each.way, at=number)
