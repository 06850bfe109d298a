"""What a feasibility count was asked, and what it found, before anything is hidden or put into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from bedside.engines.patients_asked import BAR, OPEN, PASS, Observed, Patterns, Place
from bedside.engines.stages import AsOf
from bedside.feasibility.counting import Costs, Passing, attrition, costs
from bedside.feasibility.moves import Moved
from bedside.protocol.model import Criterion, Protocol
from bedside.values.moment import DAY

YEAR = 365.25 * DAY
"""A year of observation, in microseconds."""


@dataclass(frozen=True)
class Stated:
    """What was asked: of which source, with which numbers moved, over how many years, hiding counts below what."""

    protocol: Protocol
    source: str
    not_real: bool
    as_of: AsOf
    moved: tuple[Moved, ...] = ()
    mask_below: int = 0
    years: float | None = None
    shifted: bool = False


@dataclass(frozen=True)
class Found:
    """What was found: patients by what held of them together, by where they are counted, by each move."""

    stated: Stated
    criteria: tuple[Criterion, ...]
    observed: Observed
    patterns: tuple[Patterns, ...]
    places: tuple[Place, ...]
    waits: tuple[float, ...]
    moves: tuple[Mapping[str, int], ...]

    @cached_property
    def standings(self) -> dict[str, int]:
        """Patients met, open and out."""
        counted: Counter[str] = Counter()
        for each in self.places:
            counted[each.standing] += each.patients
        return {sign: counted[sign] for sign in (PASS, OPEN, BAR)}

    @cached_property
    def attrition(self) -> list[Passing]:
        """Who is left after none, one, two, ... criteria."""
        return attrition(self.patterns, len(self.criteria))

    @cached_property
    def costs(self) -> list[Costs]:
        """What each criterion costs."""
        return [costs(self.patterns, len(self.criteria), place) for place, _ in enumerate(self.criteria)]

    @property
    def shifted(self) -> bool:
        """Whether the dates of the source are not the true ones: said so, or most stays begin in the future."""
        return self.stated.shifted or 2 * self.observed.future > self.observed.stays

    @property
    def years(self) -> float | None:
        """The years of observation, None where nobody can tell."""
        if self.stated.years is not None:
            return self.stated.years
        span = (self.observed.last_us - self.observed.first_us) / YEAR
        return None if self.shifted or span <= 0 else span

    def years_of(self, year: int) -> float:
        """The share of a calendar year that was observed."""
        first, end = (datetime(each, 1, 1, tzinfo=UTC).timestamp() * 1e6 for each in (year, year + 1))
        return max(0.0, min(end, self.observed.last_us) - max(first, self.observed.first_us)) / YEAR
