"""The components of a hierarchical composite, and how each decides between two participants.

A pair is won, lost, tied (the two are equal, or apart by less than the margin), or undecided: censoring or a missing
value hides who did better. What is tied or undecided goes on to the next component (Finkelstein DM, Schoenfeld DA, Stat
Med 1999;18:1341-1354; Buyse M, Stat Med 2010;29:3245-3257).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from bedside.design.binomial import Floats, Whole, Yes
from bedside.errors import UsageError
from bedside.statistics.given import same_length
from bedside.values.wording import Text

Pairs: TypeAlias = tuple[Yes, Yes, Yes]
"""Won, lost and tied by the row's participant against the column's; undecided where none of them."""


@dataclass(frozen=True)
class Measured:
    """A number at one time: `values`, one a participant, not a number (nan) where it is not known.

    A difference decides from `margin` on; with a margin of 0, any difference does. An infinite value is better or worse
    than any other and equal to itself: so can the dead be ranked in a component of the living.
    """

    name: str
    values: ArrayLike
    higher_wins: bool = True
    margin: float = 0.0

    def __post_init__(self) -> None:
        _check_margin(self.margin)

    def size(self) -> int:
        return len(np.asarray(self.values))

    def pairs(self, one: Whole, other: Whole) -> Pairs:
        """Participants `one` (places, a row each) against participants `other` (a column each)."""
        held = np.asarray(self.values, dtype=float) * (1 if self.higher_wins else -1)
        mine, theirs = held[one][:, None], held[other][None, :]
        won, lost = _exceeds(mine, theirs, self.margin), _exceeds(theirs, mine, self.margin)
        return won, lost, ~won & ~lost & ~np.isnan(mine) & ~np.isnan(theirs)


@dataclass(frozen=True)
class Timed:
    """A time from 0 on to an event: `times`, one a participant, and in `events` whether it ended in the event.

    Who is censored at the time of another's event was without it then. With `later_wins` false the event is good.
    """

    name: str
    times: ArrayLike
    events: ArrayLike
    later_wins: bool = True
    margin: float = 0.0

    def __post_init__(self) -> None:
        _check_margin(self.margin)
        same_length(np.asarray(self.events), self.size(), self.name)
        if np.isnan(np.asarray(self.times, dtype=float)[np.asarray(self.events, dtype=bool)]).any():
            raise UsageError(
                Text("an event has no time.", "un événement n’a pas de date."),
                self.name,
                Text("Give it one, or call the participant censored.", "Donnez-en une, ou censurez le participant."),
            )

    def size(self) -> int:
        return len(np.asarray(self.times))

    def pairs(self, one: Whole, other: Whole) -> Pairs:
        """Participants `one` (places, a row each) against participants `other` (a column each)."""
        times, events = np.asarray(self.times, dtype=float), np.asarray(self.events, dtype=bool)
        mine, theirs = times[one][:, None], times[other][None, :]
        my_event, their_event = events[one][:, None], events[other][None, :]
        outlives = their_event & self._later(mine, my_event, theirs)
        outlived = my_event & self._later(theirs, their_event, mine)
        tied = my_event & their_event & ~outlives & ~outlived
        return (outlives, outlived, tied) if self.later_wins else (outlived, outlives, tied)

    def _later(self, times: Floats, events: Yes, than: Floats) -> Yes:
        """Whether a time, of an event or of censoring, is known to be that of a later event."""
        beyond = _exceeds(times, than, self.margin)
        return beyond | ((times == than) & ~events) if self.margin == 0 else beyond


Component: TypeAlias = Measured | Timed


def _exceeds(higher: Floats, lower: Floats, margin: float) -> Yes:
    with np.errstate(invalid="ignore"):  # infinite less infinite: no difference
        return np.asarray(higher - lower >= margin if margin > 0 else higher > lower)


def _check_margin(margin: float) -> None:
    if not 0 <= margin < np.inf:
        raise UsageError(
            Text(f"a margin is {margin:g}.", f"une marge vaut {margin:g}."),
            "margin",
            Text("Give a number from 0 on.", "Donnez un nombre positif ou nul."),
        )
