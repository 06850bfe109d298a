"""Virtual participants day by day, drawn: levels of six organs, place, death, loss, and what two sheets record.

Trial number k of a seed has a stream of its own (Philox, Salmon 2011, keyed by both numbers), in which participant i
has fixed places. So a trial is the same whoever computes it and whatever was computed before; scenarios share their
draws, so that they differ by what is assumed and by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bedside.simulation.chances import Chances, Floats, chances
from bedside.simulation.judging import DIED, LOST, Judge, Small, Whole
from bedside.simulation.model import Scenario
from bedside.simulation.sheets import CODES, MISSING, ORGANS

Yes = NDArray[np.bool_]

A_DAY = len(ORGANS) + 3
"""Draws of one participant in one day: death, loss, each organ, leaving intensive care."""
ONCE = 3 + 2 * len(ORGANS)
"""Draws of one participant but once: arrival, who it is, the whole sheet, and each organ of both sheets."""


@dataclass(frozen=True)
class Lived:
    """What became of participants, in the shape (trials, participants).

    `arrival` is the unit exponential time since the one before; `verdicts` are those of the judge.
    """

    arrival: Floats
    verdicts: Small
    died: Yes
    lost: Yes


def uniforms(seed: int, first: int, trials: int, size: int, days: int) -> Floats:
    """The draws of some trials from number `first` on: (trials, size, draws of a participant)."""
    each = ONCE + A_DAY * days
    keys = (np.array([seed, number], dtype=np.uint64) for number in range(first, first + trials))
    return np.stack([np.random.Generator(np.random.Philox(key=key)).random((size, each)) for key in keys])


def live(drawn: Floats, people: Small, judge: Judge, scenario: Scenario) -> Lived:
    """Participants whose levels at inclusion are rows of `people`, each as likely."""
    trials, size, each = drawn.shape
    by_draw = np.ascontiguousarray(drawn.reshape(trials * size, each).T)
    arrival, who, whole = by_draw[:3]
    at_first, at_last = by_draw[3 : 3 + len(ORGANS)], by_draw[3 + len(ORGANS) : ONCE]
    levels = np.ascontiguousarray(people[(who * len(people)).astype(np.int64)].T)
    records = scenario.records
    first = _sheet(levels, at_first, np.array(records.at_inclusion)[:, None])
    days = by_draw[ONCE:].reshape(judge.day, A_DAY, -1)
    levels, care, died, lost = _days(levels, days, chances(scenario.course, records, scenario.ratio))
    missing = np.where(care, np.array(records.in_intensive_care)[:, None], np.array(records.on_the_ward)[:, None])
    last = np.where(whole < records.whole_sheet, _NOTHING, _sheet(levels, at_last, missing))
    last = np.where(died, DIED, np.where(lost, LOST, last))
    arrived, verdicts = -np.log1p(-arrival), judge.of(first, last)
    shape = (trials, size)
    return Lived(arrived.reshape(shape), verdicts.reshape(shape), died.reshape(shape), lost.reshape(shape))


def _days(levels: Small, days: Floats, day: Chances) -> tuple[Small, Yes, Yes, Yes]:
    """The levels on the day of the last sheet, who is in intensive care then, who died and who was lost before."""
    people = levels.shape[1]
    care, died, lost = np.ones(people, bool), np.zeros(people, bool), np.zeros(people, bool)
    for number, drawn in enumerate(days):
        if number:
            levels, care = _moved(levels, care, days[number - 1][2:], day)
        points = levels.sum(axis=0)
        open_ = ~died & ~lost
        died |= open_ & (drawn[0] < day.dies[points])
        lost |= open_ & ~died & (drawn[1] < day.lost)
    return levels, care, died, lost


def _moved(levels: Small, care: Yes, drawn: Floats, day: Chances) -> tuple[Small, Yes]:
    """After one day; the last draw is that of leaving intensive care. Those who died are moved on to no effect."""
    organs, leave = drawn[:-1], drawn[-1]
    step = (organs > 1 - day.worse[levels]).astype(np.int8) - (organs < day.better[levels])
    moved: Small = (levels + step).astype(np.int8)
    return moved, care & ~(leave < day.leaves[moved.sum(axis=0)])


_WEIGHTS = CODES ** np.arange(len(ORGANS) - 1, -1, -1)
_NOTHING = int(MISSING * _WEIGHTS.sum())


def _sheet(levels: Small, drawn: Floats, missing: Floats) -> Whole:
    """The numbers of the sheets that record these levels, an organ missing where its draw says so."""
    found: Whole = (np.where(drawn < missing, MISSING, levels) * _WEIGHTS[:, None]).sum(axis=0)
    return found
