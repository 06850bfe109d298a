"""Counting patients criterion by criterion, for certain and at best.

A patient has hours, each a sign a criterion, and the last of each stay (`engines.patients_asked`). They pass a set of
criteria for certain where one hour lets through by all of them: the worst case. They may pass it where they do, or
where at the last hour of a stay, when most was known of them, none of these keeps out: the best case. What is true of
them at the hour that counts lies between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bedside.engines.patients_asked import BAR, PASS, Patterns


@dataclass(frozen=True)
class Passing:
    """Patients who pass for certain, and those who may pass."""

    certain: int
    possible: int


@dataclass(frozen=True)
class Costs:
    """What one criterion costs: who would pass without it, and with what is unknown of it resolved.

    `dropped` counts those who pass all others. `resolved_for` are those who pass for certain once what is unknown of it
    at the hour that counts lets through; `resolved_against` those who may pass once it keeps out.
    """

    dropped: Passing
    resolved_for: int
    resolved_against: int


def attrition(held: Sequence[Patterns], criteria: int) -> list[Passing]:
    """Who is left after none, one, two, ... of the criteria in their order."""
    return [_passing(held, range(first)) for first in range(criteria + 1)]


def costs(held: Sequence[Patterns], criteria: int, of: int) -> Costs:
    """What the criterion at a place costs."""
    others = [place for place in range(criteria) if place != of]

    def certain_once_for(hour: str) -> bool:
        return _certain(hour, others) and hour[of] != BAR

    def possible_once_against(hour: str) -> bool:
        return _possible(hour, others) and hour[of] == PASS

    return Costs(
        _passing(held, others),
        _count(held, range(criteria), certain_once_for),
        _count(held, range(criteria), possible_once_against),
    )


def _passing(held: Sequence[Patterns], places: Iterable[int]) -> Passing:
    asked = list(places)
    return Passing(_count(held, asked), _count(held, asked, lambda hour: _possible(hour, asked)))


def _certain(hour: str, places: Sequence[int]) -> bool:
    return all(hour[place] == PASS for place in places)


def _possible(hour: str, places: Sequence[int]) -> bool:
    return all(hour[place] != BAR for place in places)


def _count(held: Sequence[Patterns], places: Sequence[int], last: Callable[[str], bool] = lambda hour: False) -> int:
    """Patients of whom an hour passes for certain, or of whom the last hour of a stay is as asked."""
    return sum(
        patients
        for hours, lasts, patients in held
        if any(_certain(hour, places) for hour in hours) or any(last(hour) for hour in lasts)
    )
