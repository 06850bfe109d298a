"""Falls of a score that are not known, imputed many times and made less by each of some deltas.

The fall is imputed by a linear regression on the score before, of those who are not known to have died, then made less
by delta, rounded to whole points and kept within what is known of it. Delta 0 takes what is missing to be missing at
random. The dead are failures. A fall known within limits is imputed within them and enters no regression.
Cro S, Morris TP, Kenward MG, Carpenter JR, Stat Med 2020;39:2815-2842.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bedside.analysis.components import components_of
from bedside.analysis.falls import days_of, least_of
from bedside.analysis.people import Person
from bedside.analysis.proportion import cautions, needed_for
from bedside.analysis.rows import ONE, About, Row
from bedside.analysis.score_days import total_on
from bedside.analysis.warned import EXACT_ALONE, NO_DELTA_TIPS, NO_RATE, ONE_LOOK
from bedside.analysis.worked import Worked, asked_at, due
from bedside.design.binomial import Floats
from bedside.protocol.estimands import Estimand
from bedside.protocol.supplementary import Delta
from bedside.statistics.answer import NOBODY, Absent
from bedside.statistics.delta import mean
from bedside.statistics.imputation import Kind, Missing
from bedside.statistics.pooling import pooled, pooled_share, unpooled
from bedside.values.interval import Interval

POINTS = "{points}"
VARIABLE = "delta"


@dataclass(frozen=True)
class Falls:
    """The falls of those not known to have died, a range where one is not known, and the score before; and the dead."""

    falls: tuple[Interval, ...]
    before: tuple[float, ...]
    dead: int

    @property
    def size(self) -> int:
        """All of them."""
        return len(self.falls) + self.dead

    def completed(self, delta: Delta, less: float) -> Floats | Absent:
        """Every fall, one imputation a row, what is imputed made `less`; or why there is none."""
        if not self.falls:
            return NOBODY
        low, high = (np.array([getattr(each, end) for each in self.falls]) for end in ("low", "high"))
        known = np.where(low == high, low, np.nan)
        missing = Missing(Kind.CONTINUOUS, known, np.array(self.before), delta.imputations, delta.seed)
        found = missing.imputed(-less)
        return found if isinstance(found, Absent) else np.clip(np.rint(found), low, high)


def deltas(worked: Worked, estimand: Estimand) -> Iterator[Row]:
    """All rows of an outcome's deltas: the share of successes and the mean fall at each, and where the trial fails."""
    assert estimand.delta is not None and estimand.fall is not None
    held, about = estimand.delta, About(estimand.outcome, estimand.set, VARIABLE, time=worked.visit(estimand.outcome))
    falls, least = falls_of(worked, estimand), least_of(worked.protocol, estimand.fall)
    needed = _needed(worked, estimand, falls.size)
    aside = (*((ONE_LOOK,) if worked.in_force else ()), *cautions(worked, estimand))
    succeeds: list[float | Absent] = []
    for less in held.deltas:
        completed = falls.completed(held, less)
        succeeds.append(_succeeds(completed, least, needed))
        yield from _at(about.of(group=str(less)), falls, held, completed, least)
        yield about.of(group=str(less)).row("succeeds", succeeds[-1], ONE, "share of the imputations", *aside)
    tips = _tips(held.deltas, succeeds)
    yield about.row("tips_at_delta", tips, POINTS, "least delta at which most imputations fail", *aside)


def falls_of(worked: Worked, estimand: Estimand) -> Falls:
    """Of those of the estimand's set whose time had come."""
    assert estimand.fall is not None
    fall, endpoint = estimand.fall, next(each for each in worked.endpoints(estimand) if each.verdict.truth)
    ready = [each for each in worked.members(estimand.set) if due(each, endpoint, worked.taken)]
    living = [each for each in ready if not each.died_by(each.included + asked_at(endpoint))]
    components, (first, last) = components_of(worked.protocol, fall.score), days_of(endpoint, fall)

    def on(person: Person, day: int) -> Interval:
        return total_on(person, fall.score, components, day)

    pairs = [(on(person, first), on(person, last)) for person in living]
    fallen = tuple(Interval(before.low - after.high, before.high - after.low) for before, after in pairs)
    return Falls(fallen, tuple((before.low + before.high) / 2 for before, _ in pairs), len(ready) - len(living))


def _at(about: About, falls: Falls, held: Delta, completed: Floats | Absent, least: float) -> Iterator[Row]:
    imputed = sum(not each.known for each in falls.falls)
    yield about.people("imputed", imputed, *((EXACT_ALONE,) if imputed else ()))
    if isinstance(completed, Absent):
        none = unpooled(completed, held.imputations).estimate
        yield from about.estimate("share", none)
        yield from about.estimate("mean_fall", none, POINTS)
        return
    successes = (completed >= least).sum(axis=1)
    yield from about.estimate("share", pooled_share((successes / falls.size).tolist(), falls.size))
    found = [mean(each) for each in completed]
    among = pooled([value for value, _ in found], [variance for _, variance in found], max(len(falls.falls) - 1, 1))
    yield from about.estimate("mean_fall", among.estimate, POINTS)


def _needed(worked: Worked, estimand: Estimand, size: int) -> int | Absent:
    """The fewest successes with which the trial succeeds, where it has a design for this outcome."""
    design = worked.design
    if design is None or design.outcome != estimand.outcome:
        return NO_RATE
    return needed_for(size, design.asked.p0, design.asked.alpha)


def _succeeds(completed: Floats | Absent, least: float, needed: int | Absent) -> float | Absent:
    """In what share of the imputations the trial succeeds."""
    if isinstance(completed, Absent):
        return completed
    if isinstance(needed, Absent):
        return needed
    return float(((completed >= least).sum(axis=1) >= needed).mean())


def _tips(given: Sequence[int], succeeds: Sequence[float | Absent]) -> int | Absent:
    """The least delta at which the trial fails in most imputations."""
    for less, share in sorted(zip(given, succeeds, strict=True), key=lambda pair: pair[0]):
        if isinstance(share, Absent):
            return share
        if share < 0.5:
            return less
    return NO_DELTA_TIPS
