"""Tubes as they stand: to be drawn, drawn, processed, or not; each with the aliquots that were made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bedside.conduct.casebook.places import visit_text
from bedside.conduct.participants.consent import Basis
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, protocol_for, with_history
from bedside.conduct.samples.custody import Held, Uses, asked_of, held_of, span_of
from bedside.conduct.samples.expected import Expected, expected_of
from bedside.conduct.samples.models import Aliquot, Draw, NotDrawn, Processed, counting
from bedside.conduct.samples.spans import Span, limit_of
from bedside.conduct.samples.states import Use, use_of
from bedside.conduct.samples.words import MARKED
from bedside.conduct.study.protocol import read_once
from bedside.protocol.model import Protocol
from bedside.protocol.samples import Sample
from bedside.values.moment import Moment, now
from bedside.values.wording import Text


class Standing(StrEnum):
    """How far a tube is."""

    TO_COME = "to come"
    DUE = "due"
    MISSED = "missed"
    NOT_DRAWN = "not drawn"
    DRAWN = "drawn"
    PROCESSED = "processed"


STANDINGS: Mapping[Standing, Text] = {
    Standing.TO_COME: Text("to come", "à venir"),
    Standing.DUE: Text("to be drawn", "à prélever"),
    Standing.MISSED: Text("missed", "manqué"),
    Standing.NOT_DRAWN: Text("not drawn", "non prélevé"),
    Standing.DRAWN: Text("drawn, to be processed", "prélevé, à traiter"),
    Standing.PROCESSED: Text("processed", "traité"),
}
SIGNS: Mapping[Standing, str] = {
    Standing.TO_COME: "○", Standing.DUE: "◔", Standing.MISSED: "!", Standing.NOT_DRAWN: "×", Standing.DRAWN: "◑",
    Standing.PROCESSED: "●",
}  # fmt: skip
TONES: Mapping[Standing, str] = {
    Standing.TO_COME: "still", Standing.DUE: "open", Standing.MISSED: "bad", Standing.NOT_DRAWN: "still",
    Standing.DRAWN: "open", Standing.PROCESSED: "good",
}  # fmt: skip


@dataclass(frozen=True)
class Tube:
    """One tube of a participant at one visit, at a moment, with the rows that count."""

    person: Person
    protocol: Protocol
    expected: Expected
    at: Moment
    draw: Draw | None = None
    not_drawn: NotDrawn | None = None
    processed: Processed | None = None
    aliquots: tuple[Held, ...] = ()
    last: bool = True
    """Whether no other tube was drawn in its place since."""

    @cached_property
    def sample(self) -> Sample:
        """Of which kind it is."""
        return self.protocol.sample(self.expected.kind)

    @property
    def visit(self) -> Text:
        """The visit in words."""
        return visit_text(self.protocol, self.expected.visit, self.expected.day)

    @property
    def standing(self) -> Standing:
        """How far it is."""
        if self.draw is not None:
            return Standing.PROCESSED if self.processed is not None else Standing.DRAWN
        if self.not_drawn is not None:
            return Standing.NOT_DRAWN
        return window_of(self.expected, self.at)

    @property
    def text(self) -> Text:
        """The same in words."""
        return STANDINGS[self.standing]

    @property
    def sign(self) -> str:
        """The same as a sign, beside its words."""
        return SIGNS[self.standing]

    @property
    def tone(self) -> str:
        """The same as a class of the style sheet."""
        return TONES[self.standing]

    @property
    def open(self) -> bool:
        """Whether somebody may still draw it, or say why not."""
        return self.standing in (Standing.TO_COME, Standing.DUE, Standing.MISSED)

    @property
    def drawable(self) -> bool:
        """Whether one may be drawn in its place: nothing is written of it, or what was drawn last is of no use."""
        return self.open or (self.last and self.processed is not None and not of_use(self.processed))

    @property
    def label(self) -> str:
        """What stands on it, or will."""
        return self.draw.label if self.draw else label_of(self.person, self.sample, self.expected)

    @property
    def drawn(self) -> Span | None:
        """When it was drawn."""
        return span_of(self.draw) if self.draw else None

    @property
    def spun(self) -> Span | None:
        """When it was centrifuged."""
        return span_of(self.processed) if self.processed else None

    @property
    def spin_by(self) -> Moment | None:
        """Until when it is to be centrifuged to be in time for certain; None where it was, or nothing limits it."""
        limit = limit_of(self.protocol, self.sample.limits.spun_within)
        waits = self.draw is not None and self.processed is None
        return Moment(self.draw.first_us + limit) if waits and limit is not None and self.draw else None

    @property
    def key(self) -> str:
        """What tells its inputs apart on a page."""
        return "-".join(str(part) for part in (*self.expected.place, self.draw.pk if self.draw else "") if part != "")


def of_use(row: Processed) -> bool:
    """Whether what was made of a tube is good: enough, and not haemolysed."""
    return row.enough and row.haemolysis != MARKED


def window_of(expected: Expected, at: Moment) -> Standing:
    """Of a tube of which nothing is written: whether its window is to come, open or over."""
    if expected.opens is not None and at < expected.opens:
        return Standing.TO_COME
    return Standing.MISSED if expected.closes is not None and at >= expected.closes else Standing.DUE


def label_of(person: Person, sample: Sample, expected: Expected, number: int = 1) -> str:
    """What stands on a tube: the study's own code, visit and kind, and nothing that a hospital knows."""
    visit = expected.visit if expected.day is None else f"{expected.visit}.{expected.day}"
    parts = [person.code, visit, sample.code, *([str(number)] if number > 1 else [])]
    return "-".join(parts)


@dataclass(frozen=True)
class Collection:
    """The samples of one participant: the tubes in order of time, and what may be done with them."""

    person: Person
    protocol: Protocol
    use: Use
    tubes: tuple[Tube, ...]

    @property
    def aliquots(self) -> list[Held]:
        """Every aliquot, in the order in which they were made."""
        return [held for tube in self.tubes for held in tube.aliquots]


def collection(person: Person, at: Moment | None = None) -> Collection:
    """The samples of a participant at a moment (default: now)."""
    return collections([person], at)[0]


def collections(persons: Sequence[Person], at: Moment | None = None) -> list[Collection]:
    """The same for many, in the order of their codes; people of a protocol without samples have no tubes."""
    with read_once():
        known = with_history(persons)
        rows, when = _Rows(known), at or now()
        return [_collection(each, rows, when) for each in known]


class _Rows:
    """What is written of the tubes of people, by person."""

    def __init__(self, persons: Sequence[Person]) -> None:
        keys = [person.pk for person in persons]
        draws = counting(Draw.objects.filter(person__in=keys)).select_related("event", "person").order_by("pk")
        missed = counting(NotDrawn.objects.filter(person__in=keys)).select_related("event").order_by("pk")
        processed = counting(Processed.objects.filter(draw__person__in=keys)).select_related("event")
        self.uses = Uses()
        self.draws: dict[int, list[Draw]] = {}
        for draw in draws:
            self.draws.setdefault(draw.person_id, []).append(draw)
        self.not_drawn = {(each.person_id, each.kind, each.visit, each.day): each for each in missed}
        self.processed = {each.draw_id: each for each in processed}
        self.aliquots: dict[int, list[Held]] = {}
        for held in held_of(Aliquot.objects.filter(processed__draw__person__in=keys), self.uses):
            self.aliquots.setdefault(held.draw.pk, []).append(held)


def _collection(person: Person, rows: _Rows, at: Moment) -> Collection:
    protocol = protocol_for(person)
    state = consent_of(person, protocol)
    expected = expected_of(person, protocol, state) if state.basis is Basis.GIVEN and protocol.samples else []
    use = use_of(state, asked_of(person) is not None)
    return Collection(person, protocol, use, tuple(_tubes(person, protocol, expected, rows, at)))


def _tubes(person: Person, protocol: Protocol, expected: Sequence[Expected], rows: _Rows, at: Moment) -> Iterator[Tube]:
    """Those that are to be drawn, each with its draws; then those that were drawn although nothing asks for them."""
    of: dict[tuple[str, str, int | None], list[Draw]] = {}
    for draw in rows.draws.get(person.pk, ()):
        of.setdefault((draw.kind, draw.visit, draw.day), []).append(draw)
    beside = [Expected(*place) for place in of if place not in {each.place for each in expected}]
    for each in (*expected, *beside):
        drawn = of.get(each.place, ())
        if not drawn:
            yield Tube(person, protocol, each, at, not_drawn=rows.not_drawn.get((person.pk, *each.place)))
        for draw in drawn:
            held = tuple(rows.aliquots.get(draw.pk, ()))
            processed, last = rows.processed.get(draw.pk), draw == drawn[-1]
            yield Tube(person, protocol, each, at, draw, None, processed, held, last)
