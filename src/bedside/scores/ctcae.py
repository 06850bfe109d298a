"""CTCAE grades of laboratory values: from the number, its range and the baseline, as an interval of grades.

The terms and their source stand in `ctcae_terms`. Nothing that is not known counts as normal: without the limit that a
grade is counted from, the grade lies between what it could be; a value beyond the limit of its assay has all the grades
of what it could be. What the number cannot say (symptoms, urgency) widens the grade upwards, and is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from bedside.errors import UnitError
from bedside.scores.ctcae_terms import V5, V6, Printed, Rows
from bedside.scores.score import bound
from bedside.values.interval import CANNOT_TELL, MET, NOT_MET, Interval, at_most, below, hull, least
from bedside.values.quantity import unit
from bedside.values.variable import Variable
from bedside.values.wording import Text


class Version(StrEnum):
    """A version of the criteria."""

    V5 = "v5.0"
    V6 = "v6.0"


PRINTED: Mapping[Version, tuple[Printed, ...]] = {Version.V5: V5, Version.V6: V6}
PUBLISHED: Mapping[Version, str] = {Version.V5: "2017-11-27", Version.V6: "2025-07-22"}


@dataclass(frozen=True, slots=True)
class Limits:
    """A laboratory's range in the variable's own unit; None: this limit is not known."""

    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value before treatment, with the range that held then, and the unit it was given in (empty: its own)."""

    value: Interval
    limits: Limits = Limits()
    given: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison: `below`, `at most`, `from` or `above` so many times LLN, ULN or baseline, or a fixed number."""

    word: str
    number: Decimal
    of: str

    @property
    def relative(self) -> bool:
        """Whether it is counted from something of the patient or of the laboratory."""
        return self.of in PLACES


@dataclass(frozen=True, slots=True)
class Step:
    """Where a grade begins: every bound holds; the number brings `grade`, clinical conditions at most `most`."""

    bounds: tuple[Bound, ...]
    grade: int
    most: int


@dataclass(frozen=True)
class Term:
    """A term that grades one variable, its bounds in the variable's own unit and decimals."""

    text: Text
    steps: tuple[Step, ...]
    if_high: tuple[Step, ...]
    if_low: tuple[Step, ...]
    only_if: Text | None

    @property
    def by_baseline(self) -> bool:
        """Whether the baseline matters at all."""
        return bool(self.if_high or self.if_low) or any(b.of == BASELINE for s in self.steps for b in s.bounds)


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of one value under one term.

    `number` is the grade that the number brings (0: none); `most` is what clinical conditions may make it (`only_if`).
    `lacking` names what was not known and would narrow it: LLN, ULN, baseline.
    """

    term: Text
    number: Interval
    most: int
    only_if: Text | None
    lacking: tuple[str, ...] = ()

    @property
    def value(self) -> Interval:
        """All the grades that it can be."""
        return Interval(self.number.low, max(self.number.high, float(self.most)))


BASELINE = "baseline"
PLACES = ("LLN", "ULN", BASELINE)
WORDS = ("below", "at most", "from", "above")
Places = Mapping[str, Interval | None]


def grades(
    variable: Variable, value: Interval, limits: Limits, baseline: Baseline | None, version: Version = Version.V5,
    given: str = "",
) -> tuple[Graded, ...]:  # fmt: skip
    """The grade of a value under each term of its variable; `baseline` None when it is not known.

    `given` is the unit of the result as the laboratory gave it (empty: the variable's own): mass and molar units are
    graded by numbers of their own. Empty where the version has no term for the variable, or none that can be counted
    in its unit.
    """
    places = _places(limits, baseline)
    return tuple(_graded(term, value, places, baseline) for term in terms(variable, version, given))


def baseline_grades(
    variable: Variable, value: Interval, limits: Limits, version: Version = Version.V5, given: str = ""
) -> tuple[Graded, ...]:
    """The grade of the baseline itself: on the laboratory's range only, for it cannot be its own baseline."""
    places = _places(limits, None)
    return tuple(_on_range(term, value, places) for term in terms(variable, version, given))


@cache
def terms(variable: Variable, version: Version, given: str = "") -> tuple[Term, ...]:
    """The terms of a version for a variable, by its canonical name, for results given in a unit."""
    return tuple(_terms(variable, version, unit(given or variable.unit).kind))


# ---- grading ---------------------------------------------------------------------------------------------


def _graded(term: Term, value: Interval, places: Places, baseline: Baseline | None) -> Graded:
    """Every set of steps that may hold for this baseline; where more than one may, all that they give."""
    high, low = _abnormal(baseline) if term.if_high or term.if_low else (NOT_MET, NOT_MET)
    found = []
    if term.if_high and high.high:
        found.append(_by(term, term.if_high, value, places))
    if term.if_low and low.high:
        found.append(_by(term, term.if_low, value, places))
    if not (term.if_high and high.low) and not (term.if_low and low.low):
        found.append(_by(term, term.steps, value, places))
    number = hull(each.number for each in found)
    lacking = {name for each in found for name in each.lacking}
    if len(found) > 1 and not number.known:
        lacking.add(BASELINE)
    return Graded(term.text, number, max(each.most for each in found), term.only_if, tuple(sorted(lacking)))


def _abnormal(baseline: Baseline | None) -> tuple[Interval, Interval]:
    """Whether the baseline was above its range, and whether below."""
    if baseline is None:
        return CANNOT_TELL, CANNOT_TELL
    at = _places(baseline.limits, None)
    return (_verdict(Bound("above", Decimal(1), "ULN"), baseline.value, at),
            _verdict(Bound("below", Decimal(1), "LLN"), baseline.value, at))  # fmt: skip


def _on_range(term: Term, value: Interval, places: Places) -> Graded:
    kept = (Step(tuple(b for b in step.bounds if b.of != BASELINE), step.grade, step.most) for step in term.steps)
    return _by(term, tuple(step for step in kept if step.bounds), value, places)


def _by(term: Term, steps: Iterable[Step], value: Interval, places: Places) -> Graded:
    low = high = most = 0
    lacking: set[str] = set()
    for step in steps:
        verdict = MET
        for each in step.bounds:
            verdict = least(verdict, _verdict(each, value, places))
        if verdict.low:
            low = max(low, step.grade)
        if verdict.high:
            high, most = max(high, step.grade), max(most, step.most)
        if not verdict.known:
            lacking |= {each.of for each in step.bounds if each.relative and places[each.of] is None}
    number = Interval(float(low), float(high))
    return Graded(term.text, number, most, term.only_if, tuple(sorted(lacking)) if not number.known else ())


def _verdict(bound_: Bound, value: Interval, places: Places) -> Interval:
    base = places[bound_.of] if bound_.relative else Interval.point(1.0)
    if base is None:
        return CANNOT_TELL
    at = Interval(_times(base.low, bound_.number), _times(base.high, bound_.number))
    return {"below": below(value, at), "at most": at_most(value, at),
            "from": at_most(at, value), "above": below(at, value)}[bound_.word]  # fmt: skip


def _times(base: float, number: Decimal) -> float:
    """In decimals, so that 3 × 40.1 is 120.3."""
    return float(Decimal(repr(base)) * number)


def _places(limits: Limits, baseline: Baseline | None) -> dict[str, Interval | None]:
    def point(number: Decimal | None) -> Interval | None:
        return None if number is None else Interval.point(float(number))

    return {"LLN": point(limits.low), "ULN": point(limits.high), BASELINE: baseline.value if baseline else None}


# ---- the printed rows, read ------------------------------------------------------------------------------


def _terms(variable: Variable, version: Version, kind: str) -> Iterator[Term]:
    for row in PRINTED[version]:
        if row.variable != variable.name:
            continue
        try:
            rows = (row.also.get(kind, row.rows), row.if_high, row.if_low)
            always, high, low = (_steps(each, row.clinical, variable) for each in rows)
            yield Term(row.term, always, high, low, row.only_if)
        except UnitError:  # declared in a unit that the printed numbers have no factor to
            continue


def _steps(rows: Rows, clinical: int, variable: Variable) -> tuple[Step, ...]:
    found = []
    for text, printed in rows.items():
        grade, most = printed if isinstance(printed, tuple) else (printed, printed)
        bounds = tuple(_bound(part, variable) for part in text.split(" and "))
        found.append(Step(bounds, grade, max(most, clinical)))
    return tuple(found)


def _bound(text: str, variable: Variable) -> Bound:
    word = next(each for each in WORDS if text.startswith(f"{each} "))
    number, _, of = text.removeprefix(word).strip().partition(" ")
    if of in PLACES:
        return Bound(word, Decimal(number), of)
    number, _, of = bound(f"{number} {of}", variable).partition(" ")
    return Bound(word, Decimal(number), of)
