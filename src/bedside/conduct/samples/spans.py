"""Times of samples as people know them: exactly, by the day, or not at all; and how long it was between two of them.

A time is a span: the moments between which it lies. What nobody knows lies between what went before and now, so that
an unknown time still says something: a tube whose processing was written down an hour after its draw was spun in time.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.conduct.casebook import times
from bedside.conduct.casebook.reading import zone
from bedside.conduct.participants.actions import TOLERANCE
from bedside.conduct.participants.typed_times import with_offset
from bedside.errors import UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Protocol
from bedside.values.interval import Interval, at_most
from bedside.values.moment import HOUR, Moment, now, to_datetime
from bedside.values.quantity import Quantity
from bedside.values.wording import Text

NOT_KNOWN = Text("time not known", "heure inconnue")


@dataclass(frozen=True)
class Span:
    """From `first` to `last` (microseconds UTC, both included); an exact time is both. `typed` as people read it."""

    first: int
    last: int
    typed: str = ""

    @property
    def exact(self) -> bool:
        """Whether it is one moment."""
        return self.first == self.last

    @property
    def text(self) -> Text:
        """As people read it."""
        shown = times.shown(self.typed, zone())
        return Text(shown, shown) if self.typed else NOT_KNOWN

    def until(self, later: Span) -> Interval:
        """How long from here to a later one, in microseconds: never less than nothing."""
        return Interval(float(max(0, later.first - self.last)), float(max(0, later.last - self.first)))


def at(moment: Moment) -> Span:
    """An exact time."""
    return Span(moment, moment, with_offset(moment))


def read(text: str, since: int, where: str | Text) -> Span:
    """The span of what was typed, as far as it lies after `since` and is not to come; empty is not known.

    Raises UsageError for what is no time, is before `since` or to come.
    """
    latest = now()
    if not text.strip():
        return Span(since, max(since, latest))
    try:
        typed = times.canonical(text, True, to_datetime(latest).astimezone(zone()))
    except times.NotATime:
        todo = "Write it like 2026-11-22T08:05, only the day, or nothing where it is not known."
        raise UsageError(f"“{text}” is not a time.", where, todo) from None
    first, last = read_time(typed, zone=zone())
    if first > latest + TOLERANCE:
        raise UsageError("this time has not come yet.", where, "Correct the time.")
    if last < since - TOLERANCE:
        before = times.shown(to_datetime(Moment(since)).isoformat(timespec="minutes"), zone())
        what = Text(
            "this is before {at}, when the step before was done.", "c’est avant {at}, heure de l’étape précédente."
        )
        raise UsageError(what.filled(at=before), where, "Correct the time.")
    if first == last:
        return Span(first, last, typed)
    return Span(max(first, since), max(since, min(last, latest)), typed)


def within(limit: int, spent: Interval) -> Interval:
    """Verdict: whether what was spent (microseconds) is within a limit."""
    return at_most(spent, Interval.point(float(limit)))


def limit_of(protocol: Protocol, parameter: str) -> int | None:
    """A limit of time in microseconds; None where the protocol has none."""
    value = protocol.parameter(parameter).value if parameter else None
    return int(value.to("h").number * HOUR) if isinstance(value, Quantity) else None
