"""Results as rows: scenario, design, statistic, value, its Monte Carlo standard error, the exact value, unit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.characteristics import Characteristics, characteristics
from bedside.design.plan import Plan
from bedside.design.stated import Stated
from bedside.simulation.chunks import Arrays
from bedside.simulation.prepared import Ready
from bedside.simulation.recruiting import MONTH

ONE, PARTICIPANTS, MONTHS, PER_DAY = "1", "{participants}", "mo", "d-1"
"""Units (UCUM)."""
DRAWN, WORKED, RECURSION = "simulated", "Markov chain, exact", "exact recursion (Schultz 1973)"
ABOVE = "the exact value is above the type I error"
AT_NULL = 1e-9
"""A true rate above p0 by no more than this is p0: rates are found to ten digits."""


@dataclass(frozen=True)
class Result:
    """One number. `at` is the number of participants at a look; `error` the Monte Carlo standard error of `value`.

    `exact` is the same number without simulation, where there is one. A value that is itself exact has no error.
    """

    scenario: str
    design: str
    statistic: str
    at: str
    value: float
    error: float | None
    exact: float | None
    unit: str
    method: str
    warning: str = ""

    @property
    def fault(self) -> bool:
        """Whether the type I error is above the one that was asked for."""
        return self.warning.startswith(ABOVE)


def results(ready: Ready, stated: Stated, found: Mapping[str, Arrays]) -> tuple[Result, ...]:
    """All rows, scenario by scenario and design by design."""
    return tuple(row for name in ready.scenarios for row in _scenario(ready, stated, name, found[name]))


def _scenario(ready: Ready, stated: Stated, name: str, found: Arrays) -> Iterator[Result]:
    scenario, exact = ready.scenarios[name], ready.rates[name]
    yield Result(name, "", "recovery", "", scenario.course.recovery, None, None, PER_DAY, WORKED)
    yield Result(name, "", "ratio", "", scenario.ratio, None, None, ONE, WORKED)
    yield _mean(name, "", "rate", found["success"], ONE, exact)
    for statistic in ("died", "lost", "open"):
        yield _mean(name, "", statistic, found[statistic], ONE)
    for design, plan in ready.plans.items():
        held = {part: found[f"{design}.{part}"] for part in ("look", "won", "successes", "enrolled", "day")}
        yield from _design(name, design, plan, held, np.asarray(found["success"], dtype=float), exact, stated)


def _design(
    name: str, design: str, plan: Plan, held: Arrays, share: ArrayLike, rate: float, stated: Stated
) -> Iterator[Result]:
    exact = characteristics(plan, [rate])
    size = np.array([look.size for look in plan.looks])[held["look"].astype(np.int64)]
    estimate = held["successes"].astype(float) / size
    null = rate <= stated.asked.p0 + AT_NULL
    power = float(exact.power[0])
    warning = _fault(power, null, stated)
    yield _mean(name, design, "type_one_error" if null else "power", held["won"], ONE, power, warning=warning)
    yield _mean(name, design, "estimate", estimate, ONE)
    yield _mean(name, design, "bias", estimate - np.asarray(share), ONE)
    yield _mean(name, design, "evaluated", size, PARTICIPANTS, float(exact.expected[0]))
    yield _mean(name, design, "enrolled", held["enrolled"], PARTICIPANTS)
    yield _mean(name, design, "duration", held["day"].astype(float) / MONTH, MONTHS)
    yield from _stops(name, design, plan, held, exact)


def _fault(power: float, null: bool, stated: Stated) -> str:
    if null and power > stated.asked.alpha + AT_NULL:
        return f"{ABOVE} of {stated.asked.alpha:g} that was asked"
    return ""


def _stops(name: str, design: str, plan: Plan, held: Arrays, exact: Characteristics) -> Iterator[Result]:
    won = held["won"].astype(bool)
    for number, look in enumerate(plan.looks):
        here = held["look"] == number
        for way, stopped, exactly in (("futile", here & ~won, exact.futile), ("success", here & won, exact.success)):
            chance = float(exactly[number, 0])
            yield _mean(name, design, f"stop_{way}", stopped, ONE, chance, at=str(look.size))


def _mean(
    scenario: str, design: str, statistic: str, values: ArrayLike, unit: str, exact: float | None = None,
    at: str = "", warning: str = "",
) -> Result:  # fmt: skip
    """A mean over trials with its standard error: of a share of them, that of a proportion.

    Of one trial, and of a share that no trial or every trial has, the error cannot be estimated.
    """
    each = np.asarray(values, dtype=float)
    spread = float(each.std(ddof=1)) if len(each) > 1 else 0.0
    error = spread / float(np.sqrt(len(each))) if spread else None
    if error is None and not warning and (exact is None or abs(exact - each[0]) > AT_NULL):
        warning = f"the same in all {len(each)} trials: no error can be estimated"
    return Result(scenario, design, statistic, at, float(each.mean()), error, exact, unit, DRAWN, warning)


def as_csv(rows: Sequence[Result]) -> str:
    """The rows as CSV, a head line first; numbers to the last digit, an empty value for none."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([each.name for each in fields(Result)])
    table.writerows([[_shown(each) for each in asdict(row).values()] for row in rows])
    return written.getvalue()


def as_json(rows: Sequence[Result]) -> str:
    """The rows as a JSON list."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _shown(value: str | float | None) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else value
