"""What is known of people on a site's lists: worked out once, and again when something happens to them or to the study.

Each process remembers it. What a person's mark is made of is all that it can depend on beside the time of the day, so
what is remembered is never older than the last event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from bedside.conduct.inclusion.filled import Filled
from bedside.conduct.inclusion.standing import Standing, outlook
from bedside.conduct.inclusion.timeline import Progress, VisitNow, timelines
from bedside.conduct.participants.consent import State
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, died_at, to_renew, with_history
from bedside.conduct.study.clock import today
from bedside.conduct.study.protocol import read_once
from bedside.conduct.trail.marks import ALL, NONE, last_events
from bedside.values.moment import SECOND, now

Mark = tuple[str, str, int]
"""The seals of the last event that kept something of a person and of what all share, and the day."""
FRESH = 5 * 60 * SECOND
"""For how long a standing counts as now on a list; a person's own page always works it out anew."""


@dataclass(frozen=True)
class Known:
    """Somebody's consent, whether a new version asks for it anew, whether they died; of somebody enrolled the visits
    that are not done, and the sheets that say something to be reported.
    """

    state: State
    renew: str
    died: bool
    pending: tuple[VisitNow, ...]
    told: tuple[Filled, ...]


_known: dict[str, tuple[Mark, Known]] = {}
_outlooks: dict[str, tuple[Mark, int, Standing]] = {}
_one_at_a_time = Lock()
"""Held while something is worked out, so that those who ask for it meanwhile do not work it out too."""


def known_of(persons: Sequence[Person]) -> dict[str, Known]:
    """What is known of these people, by code."""
    marks = marks_of(persons)
    if _stale(persons, marks):
        with _one_at_a_time:
            stale = _stale(persons, marks)
            found = _worked_out(stale)
            _known.update({person.code: (marks[person.code], found[person.code]) for person in stale})
    return {person.code: _known[person.code][1] for person in persons}


def _stale(persons: Sequence[Person], marks: Mapping[str, Mark]) -> list[Person]:
    return [each for each in persons if _known.get(each.code, (None,))[0] != marks[each.code]]


def _worked_out(persons: Sequence[Person]) -> dict[str, Known]:
    with read_once():
        lines = timelines([person for person in persons if hasattr(person, "enrolled")])
        found = {}
        for person in with_history(persons):
            state, line = consent_of(person), lines.get(person.pk)
            died = line is not None and died_at(person) is not None
            renew = to_renew(person) if state.lawful and line else ""
            pending = [] if line is None else [each for each in line.visits if each.progress not in _SETTLED]
            told = [] if line is None else [each for each in line.filled if each.told]
            found[person.code] = Known(state, renew, died, tuple(pending), tuple(told))
        return found


_SETTLED = frozenset({Progress.DONE, Progress.CLOSED})
"""What time alone changes nothing of."""


def outlooks_of(persons: Sequence[Person]) -> dict[str, Standing]:
    """How people in screening stood within the last minutes (`FRESH`), by code.

    Each is worked out anew at a minute of its own, so that no page has to do all of them.
    """
    marks = marks_of(persons)
    with read_once():
        for person in persons:
            key = marks[person.code], (now() + person.pk * 7 * SECOND) // FRESH
            if _outlooks.get(person.code, (None, None))[:2] != key:
                _outlooks[person.code] = (*key, outlook(person))
    return {person.code: _outlooks[person.code][2] for person in persons}


# --- marks ------------------------------------------------------------------------------------------------------------


def marks_of(persons: Sequence[Person]) -> dict[str, Mark]:
    """The mark of each person, by code."""
    last, day = last_events(), today().toordinal()
    shared = last.get(ALL, NONE).seal
    return {person.code: (last.get(person.code, NONE).seal, shared, day) for person in persons}
