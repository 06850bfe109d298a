"""What a site has to do with its samples now: draw, process, put away, send, destroy; and what is flagged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bedside.conduct.participants.models import Person
from bedside.conduct.samples.custody import Held
from bedside.conduct.samples.flags import Flag, aliquot_flags, tube_flags
from bedside.conduct.samples.models import DestructionAsked, Excursion, counting
from bedside.conduct.samples.spans import limit_of
from bedside.conduct.samples.states import LEFT, State, Use
from bedside.conduct.samples.tubes import Collection, Standing, Tube, collections
from bedside.values.moment import Moment, now


@dataclass(frozen=True)
class Waiting:
    """A tube or an aliquot that waits, and until when to be in time for certain (None: nothing limits it)."""

    tube: Tube
    by: Moment | None
    held: Held | None = None

    @property
    def left(self) -> int | None:
        """What is left of the time (microseconds), or how far it is over."""
        return None if self.by is None else abs(self.by - self.tube.at)

    @property
    def late(self) -> bool:
        """Whether the time is over."""
        return self.by is not None and self.tube.at > self.by

    @property
    def label(self) -> str:
        """What stands on it."""
        return self.held.aliquot.label if self.held else self.tube.label


@dataclass(frozen=True)
class Flagged:
    """A tube (no aliquots), or those of its aliquots of which the same is to be said."""

    tube: Tube
    aliquots: tuple[Held, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Tally:
    """What became of the samples of somebody who asked for their destruction."""

    person: Person
    asked: DestructionAsked
    left: int
    gone: int
    used: int
    missing: int


@dataclass(frozen=True)
class Work:
    """The samples of a site at a moment; `excursions` are those of its freezers."""

    site: str
    collections: tuple[Collection, ...]
    excursions: tuple[Excursion, ...]
    at: Moment

    @cached_property
    def tubes(self) -> list[Tube]:
        """Every tube."""
        return [tube for each in self.collections for tube in each.tubes]

    @cached_property
    def aliquots(self) -> list[Held]:
        """Every aliquot."""
        return [held for tube in self.tubes for held in tube.aliquots]

    @property
    def to_draw(self) -> list[Tube]:
        """The tubes that are to be drawn now, what closes first before the others."""
        free = {each.person.pk for each in self.collections if each.use is Use.FREE}
        due = [tube for tube in self.tubes if tube.standing is Standing.DUE and tube.person.pk in free]
        return sorted(due, key=lambda tube: (tube.expected.closes is not None, tube.expected.closes or 0, tube.label))

    @property
    def to_process(self) -> list[Waiting]:
        """The tubes that wait for the centrifuge, the most urgent first."""
        waits = [Waiting(tube, tube.spin_by) for tube in self.tubes if tube.standing is Standing.DRAWN]
        return sorted(waits, key=_urgent)

    @property
    def to_freeze(self) -> list[Waiting]:
        """The aliquots that are in no freezer, the most urgent first."""
        waits = [
            Waiting(tube, _freeze_by(tube), held)
            for tube in self.tubes for held in tube.aliquots if held.state is State.MADE
        ]  # fmt: skip
        return sorted(waits, key=_urgent)

    @property
    def ready(self) -> list[Held]:
        """The aliquots in freezers that may be sent."""
        return [held for held in self.aliquots if held.state is State.STORED and held.use in (Use.FREE, Use.KEPT)]

    @property
    def flagged(self) -> list[Flagged]:
        """What went otherwise than the protocol asks, or may have; the latest draw first."""
        found = [each for tube in self.tubes for each in self._flagged(tube) if each.flags]
        return sorted(found, key=lambda each: -each.tube.draw.pk if each.tube.draw else 0)

    def _flagged(self, tube: Tube) -> Iterator[Flagged]:
        yield Flagged(tube, (), tuple(self.of_tube(tube)))
        alike: dict[tuple[Flag, ...], list[Held]] = {}
        for held in tube.aliquots:
            alike.setdefault(tuple(self.of_aliquot(held, tube)), []).append(held)
        yield from (Flagged(tube, tuple(aliquots), flags) for flags, aliquots in alike.items())

    def of_tube(self, tube: Tube) -> list[Flag]:
        """What is to be said of a tube."""
        return tube_flags(tube)

    def of_aliquot(self, held: Held, tube: Tube) -> list[Flag]:
        """What is to be said of an aliquot."""
        return aliquot_flags(held, tube.protocol, self.excursions, self.at)

    @property
    def to_destroy(self) -> list[Tally]:
        """Those who asked for the destruction of their samples, and what became of these."""
        persons = {each.person.pk: each for each in self.collections}
        asked = counting(DestructionAsked.objects.filter(person__in=persons)).select_related("event")
        return [tally(persons[each.person_id], each) for each in asked.order_by("pk")]


def tally(held: Collection, asked: DestructionAsked) -> Tally:
    """What became of somebody's samples: what is under way is left to destroy too."""
    states = [each.state for each in held.aliquots]
    left = LEFT | {State.LISTED, State.SENT}
    waiting = sum(tube.standing is Standing.DRAWN for tube in held.tubes)
    return Tally(
        held.person, asked, sum(state in left for state in states) + waiting, states.count(State.DESTROYED),
        states.count(State.USED_UP), states.count(State.MISSING),
    )  # fmt: skip


def work_of(site: str, at: Moment | None = None) -> Work:
    """The samples of a site at a moment (default: now)."""
    return _work(site, Person.objects.filter(site=site, not_enrolled=None).order_by("pk"), at)


def work_on(person: Person, at: Moment | None = None) -> Work:
    """The same of one participant alone."""
    return _work(person.site, [person], at)


def _work(site: str, persons: Iterable[Person], at: Moment | None) -> Work:
    when = at or now()
    excursions = counting(Excursion.objects.filter(freezer__site=site)).select_related("freezer", "event")
    return Work(site, tuple(collections(list(persons), when)), tuple(excursions.order_by("from_us")), when)


def _freeze_by(tube: Tube) -> Moment | None:
    limit = limit_of(tube.protocol, tube.sample.limits.frozen_within)
    return None if limit is None or tube.draw is None else Moment(tube.draw.first_us + limit)


def _urgent(each: Waiting) -> tuple[bool, int, str]:
    return each.by is None, each.by or 0, each.label
