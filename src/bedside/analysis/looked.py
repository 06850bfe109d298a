"""The looks in force at the primary outcome: what each said, and what the trial shows after the one that ended it.

A look is followed again from the snapshot: it takes the first so many participants in the order of their inclusion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bedside.analysis.rows import ONE, PEOPLE, WORDS, About, Row
from bedside.analysis.warned import (
    AS_NOW_KNOWN,
    EARLIER_LOOK,
    NOT_REACHED,
    NOT_THAT_WAY,
    beyond_look,
)
from bedside.statistics.answer import Absent
from bedside.statistics.stages import Course, InForce, Shown
from bedside.values.wording import Text

LOOKS = "looks"
"""The variable of rows that tell of looks."""
BOUNDARY = "boundary of the look, for the number it took"


@dataclass(frozen=True)
class Looked:
    """The looks in force, and who succeeded, in the order of their inclusion."""

    in_force: InForce
    outcomes: tuple[bool, ...]

    @cached_property
    def course(self) -> Course:
        """How the trial went."""
        return self.in_force.course(self.outcomes)

    @cached_property
    def shown(self) -> Shown:
        """What it shows."""
        return self.in_force.shown(self.course)

    @property
    def warned(self) -> tuple[Text, ...]:
        """What a reader has to know of whom it is."""
        found = (EARLIER_LOOK,) if self.course.stopped else ()
        return (*found, *((beyond_look(self.course.beyond),) if self.course.beyond else ()))


def tested_after_looks(
    about: About, looked: Looked, assumed: tuple[Text, ...], undecided: Absent | None
) -> Iterator[Row]:
    """The estimate with its interval, the test, the boundary and the decision after the look that ended the trial.

    Where `undecided` says why, there is no decision.
    """
    shown, told = looked.shown, (*assumed, *looked.warned)
    yield from about.estimate("estimate", shown.rate, ONE, *looked.warned)
    yield about.row("p_value", shown.test.p, ONE, shown.test.method, *told)
    yield about.row("needed", shown.needed, PEOPLE, BOUNDARY, *told)
    yield about.row("decision", _word(shown.success, undecided), WORDS, BOUNDARY, *told)


def looks_held(
    about: About, looked: Looked, assumed: tuple[Text, ...], undecided: Absent | None
) -> Iterator[Row]:  # fmt: skip
    """Each look of the plan with its boundaries, the successes it found and what it said; the last as it was taken."""
    course, plan, told = looked.course, looked.in_force.plan, (*assumed, AS_NOW_KNOWN)
    held = {each.look.size: each for each in course.seen}
    for look in plan.looks[:-1]:
        row, seen = about.of(variable=LOOKS, group=str(look.size)), held.get(look.size)
        yield row.row("look_successes", NOT_REACHED if seen is None else seen.successes, PEOPLE, "counted", *told)
        yield row.row("futile_at_most", NOT_THAT_WAY if look.futile is None else look.futile, PEOPLE, BOUNDARY)
        yield row.row("success_from", NOT_THAT_WAY if look.success is None else look.success, PEOPLE, BOUNDARY)
        yield row.row("look_said", NOT_REACHED if seen is None else str(seen.said), WORDS, BOUNDARY, *told)
    ended = course.stopped or course.waits or not course.size
    row = about.of(variable=LOOKS, group=str(plan.size if ended else course.size))
    needed = plan.needed if ended else looked.shown.needed
    futile = needed if isinstance(needed, Absent) else needed - 1
    yield row.row("look_successes", NOT_REACHED if ended else course.successes, PEOPLE, "counted", *assumed)
    yield row.row("futile_at_most", futile, PEOPLE, BOUNDARY)
    yield row.row("success_from", needed, PEOPLE, BOUNDARY)
    said = NOT_REACHED if ended else _word(looked.shown.success, undecided)
    yield row.row("look_said", said, WORDS, BOUNDARY, *assumed)


def _word(success: bool | Absent, undecided: Absent | None) -> str | Absent:
    if isinstance(success, Absent):
        return success
    return undecided or ("success" if success else "no_success")
