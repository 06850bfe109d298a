"""The time over which somebody's events are counted: while known alive, or during a support such as the stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bedside.analysis.people import Person
from bedside.protocol.estimands import Exposure
from bedside.values.interval import MET
from bedside.values.moment import DAY, Moment


def observed_days(person: Person, exposure: Exposure, after: int, taken: Moment) -> float:
    """Days from inclusion to `after`, to death, to the last moment known alive or to when the snapshot was taken."""
    end = followed_until(person, after, taken)
    if not exposure.during:
        return (end - person.included) / DAY
    spans = (
        (max(fact.start, person.included), min(fact.end, end))
        for fact in person.chart.facts.get(exposure.during, ())
        if fact.value == MET and fact.superseded is None
    )
    return sum(last - first for first, last in _joined(spans)) / DAY


def followed_until(person: Person, after: int, taken: Moment) -> Moment:
    """The last moment up to `after` inclusion that is known of somebody; inclusion itself where nothing is."""
    known = person.died if person.died is not None else person.alive_until
    last = min(person.included + after, taken, person.included if known is None else known)
    return Moment(max(last, person.included))


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that overlap as one."""
    held: tuple[int, int] | None = None
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if held is not None and first <= held[1]:
            held = held[0], max(held[1], last)
        else:
            if held is not None:
                yield held
            held = first, last
    if held is not None:
        yield held
