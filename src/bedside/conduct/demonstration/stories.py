"""Every stage that a person of a study can be at, as one table: how long ago they were included, what happened since.

A story names no trial: consent goes by whatever route the protocol has for who speaks, and a step that cannot follow
there is left out. Its life is one that fits: somebody who was alive then, or who died before they could decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bedside.conduct.demonstration.lives import Life
from bedside.conduct.participants.consent import Kind, Step
from bedside.conduct.participants.reading import LEAVING
from bedside.protocol.model import Protocol
from bedside.values.interval import MET, NOT_MET
from bedside.values.moment import DAY, HOUR, Moment

MINUTE = HOUR // 60
DEATH, HOSPITAL_DISCHARGE = "death", "hospital_discharge"
"""The events of a schedule that dying and leaving hospital are, where it has them."""
WHOLE = 400 * DAY
"""After so long from inclusion all of a life is known."""
Fits = Callable[[Life, Protocol, Moment], bool]


@dataclass(frozen=True)
class Story:
    """Somebody enrolled `days` ago, at a site, on the word of somebody; what happened, in days from inclusion.

    `route` chooses among routes of the same kind; `behind` is how many of the latest daily visits nobody filled in.
    """

    stage: str
    site: int
    days: float
    kind: Kind
    fits: Fits
    steps: tuple[tuple[Step, float], ...] = ()
    event: tuple[str, float] | None = None
    route: int = 0
    behind: int = 0
    ineligible: bool = False


def alive(days: float) -> Fits:
    """Alive so many days after inclusion."""
    return lambda life, protocol, now: life.days_until(life.died) > days


def dies(first: float, last: float) -> Fits:
    """Died between two days after inclusion."""
    return lambda life, protocol, now: first < life.days_until(life.died) < last


def succeeds(days: float) -> Fits:
    """Alive, and the first outcome was reached."""
    return lambda life, protocol, now: alive(days)(life, protocol, now) and life.succeeded(protocol, now) == MET


def fails(life: Life, protocol: Protocol, now: Moment) -> bool:
    """The first outcome was not reached."""
    return life.succeeded(protocol, now) == NOT_MET


def in_unit(days: float) -> Fits:
    """Alive and still in the state that daily visits depend on."""

    def fits(life: Life, protocol: Protocol, now: Moment) -> bool:
        names = {visit.during for visit in protocol.schedule.visits if visit.during}
        stretches = [life.lasted(name) for name in names]
        return all(each is None or life.days_until(each[1]) > days for each in stretches) and alive(days)(
            life, protocol, now
        )

    return fits


STORIES: tuple[Story, ...] = (
    Story("died before deciding", 1, 19.3, Kind.NOBODY, dies(1.5, 15), ((Step.STILL_UNABLE, 1),)),
    Story("died", 2, 33.1, Kind.PATIENT, dies(2, 30)),
    Story("endpoint met", 0, 12.2, Kind.PATIENT, succeeds(12.5)),
    Story("six months", 0, 198.4, Kind.PATIENT, succeeds(199)),
    Story("past day 28", 1, 41.6, Kind.OTHER, alive(42), ((Step.STILL_UNABLE, 1), (Step.CONTINUE, 6))),
    Story("objected to the use of data", 2, 25.5, Kind.OTHER, alive(13), ((Step.CONTINUE, 4), (Step.OBJECT, 12.3))),
    Story("withdrawn", 0, 15.7, Kind.PATIENT, alive(9), ((Step.WITHDRAW, 8.4),)),
    Story("refused continuation", 0, 11.4, Kind.OTHER, alive(7), ((Step.STILL_UNABLE, 2), (Step.DECLINE, 6.2))),
    Story("relative's consent", 1, 3.2, Kind.OTHER, in_unit(3.5), ((Step.STILL_UNABLE, 1), (Step.STILL_UNABLE, 2)),
          behind=1),
    Story("own consent", 0, 3.4, Kind.PATIENT, in_unit(3.5)),
    Story("attested consent", 1, 5.3, Kind.PATIENT, alive(5.5), route=1),
    Story("emergency", 0, 0.8, Kind.NOBODY, in_unit(1)),
    Story("emergency, a relative agreed", 1, 1.9, Kind.NOBODY, in_unit(2),
          ((Step.RELATIVE_AGREES, 0.6), (Step.STILL_UNABLE, 0.9))),
    Story("included today", 0, 0.12, Kind.OTHER, in_unit(1)),
    Story("found ineligible", 2, 14.6, Kind.PATIENT, alive(15), ineligible=True),
    Story("relative refused", 2, 8.2, Kind.NOBODY, alive(2), ((Step.RELATIVE_REFUSES, 1.3),)),
    Story("endpoint not met", 2, 13.8, Kind.OTHER, fails),
)  # fmt: skip
"""The rarest lives first: each life goes to the first story that it fits."""


def stories(protocol: Protocol) -> tuple[Story, ...]:
    """The table, and one story for each event of the schedule that does not follow from records or consent."""
    known = {DEATH, HOSPITAL_DISCHARGE, *LEAVING.values()}
    states = {visit.during for visit in protocol.schedule.visits if visit.during}
    events = [
        event for event in protocol.schedule.events if event.id not in known and not {event.ends, event.begins} & states
    ]
    own = [
        Story(event.id, place % 3, 10.6 + place, Kind.PATIENT, alive(11.6 + place), event=(event.id, 4.2))
        for place, event in enumerate(events)
    ]
    return (*STORIES, *own)


Parts = list[tuple[Story, Life]]


def told(protocol: Protocol, lives: Iterable[Life], now: Moment, waiting: int) -> tuple[Parts, list[Life]]:
    """Stories with their lives, the first included first; and lives for so many who wait, which no story wanted.

    A story for which no life was found is left out.
    """
    open_, parts, left = list(stories(protocol)), [], []
    for life in lives:
        known = Moment(life.included + WHOLE)
        found = next((story for story in open_ if story.fits(life, protocol, known)), None)
        if found is not None:
            open_.remove(found)
            parts.append((found, life.at(moment_of(found, now))))
        else:
            left.append(life)
        if not open_ and len(left) >= waiting:
            break
    return sorted(parts, key=lambda part: part[1].included), left


def moment_of(story: Story, now: Moment) -> Moment:
    """When somebody of a story was included: to the minute."""
    return Moment((now - round(story.days * DAY)) // MINUTE * MINUTE)
