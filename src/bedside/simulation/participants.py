"""Who takes part: virtual patients, included at the first screening at which they are eligible.

Their records are complete: what is missing in a trial is drawn for each participant anew. The levels of their organs at
inclusion are the points of SOFA 1996, as its rules say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bedside.errors import UsageError
from bedside.protocol.model import Protocol
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named
from bedside.scores.score import Score
from bedside.scores.sofa import sofa
from bedside.simulation.sheets import ORGANS
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import HOUR, Moment
from bedside.virtual.answers import Chance
from bedside.virtual.causes import DEFAULT, Mix
from bedside.virtual.patients import patient, ward_of

FEWEST = 30
"""Fewer would be a handful of people, met again and again."""

Levels = NDArray[np.int8]
Questions = Mapping[str, float | Chance]


@dataclass(frozen=True)
class Patients:
    """`made` virtual patients of these causes, in the shares of their usual mix, screened from admission on.

    Eligible is who meets all criteria (`by_all`), or else whom no hospital data exclude.
    """

    made: int
    seed: int
    causes: tuple[str, ...]
    by_all: bool
    every_h: int
    within_h: int

    @property
    def mix(self) -> Mix:
        """The causes with their shares."""
        return Mix(tuple(pair for pair in DEFAULT.shares if pair[0] in self.causes))

    def population(self, protocol: Protocol) -> Named:
        """The rule of who is eligible."""
        return protocol.population if self.by_all else protocol.data_population


def included(asked: Patients, population: Named, questions: Questions, first: int, count: int) -> Levels:
    """The levels at inclusion of those who are included, of `count` patients from number `first` on: a row each."""
    people = [patient(k, asked.seed, asked.mix, questions, complete=True) for k in range(first, first + count)]
    ward = ward_of(people, asked.seed, questions)
    found: list[list[int]] = []
    for number, one in enumerate(people):
        stay = [int(ward.stays[name][number]) for name in ("admitted_us", "discharged_us")]
        found += _levels(asked, population, ward.chart(one.sheet.patient_id), *stay)
    return np.array(found, dtype=np.int8).reshape(-1, len(ORGANS))


def _levels(asked: Patients, population: Named, chart: Chart, admitted: int, left: int) -> Iterator[list[int]]:
    """The levels of one patient at inclusion, if there is one."""
    for hours in range(asked.every_h, asked.within_h + 1, asked.every_h):
        at = Moment(admitted + hours * HOUR)
        if at >= left:
            return
        verdict = ask(population, chart, at).value
        if verdict == MET or (not asked.by_all and verdict != NOT_MET):
            points = [ask(each, chart, at).value for each in _sofa().components]
            if all(each.known for each in points):
                yield [int(each.low) for each in points]
                return


@cache
def _sofa() -> Score:
    return sofa()


def enough(people: Levels, asked: Patients) -> Levels:
    """The same. Raises UsageError where too few were included to stand for a trial's participants."""
    if len(people) < FEWEST:
        what = f"of {asked.made} virtual patients, {len(people)} become eligible: too few to draw participants from."
        raise UsageError(
            what, "patients", "Make more of them, of causes that the trial is about, or screen for longer."
        )
    return people
