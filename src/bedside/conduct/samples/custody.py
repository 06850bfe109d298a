"""Aliquots as they stand: the steps of each that count, where it is now, and everything that was ever said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of
from bedside.conduct.samples.models import (
    Aliquot,
    Batch,
    DestructionAsked,
    Draw,
    Freezer,
    Handling,
    Timed,
    counting,
)
from bedside.conduct.samples.spans import Span
from bedside.conduct.samples.states import (
    HELD,
    ON_PAPER,
    SIGNS,
    STATES,
    TABLE,
    TONES,
    State,
    Step,
    Use,
    possible,
    state_after,
    use_of,
)
from bedside.values.wording import Text


@dataclass(frozen=True)
class Position:
    """A place in a freezer; one holds one aliquot."""

    freezer: Freezer
    shelf: str
    rack: str
    box: str
    position: str

    @property
    def key(self) -> tuple[int, str, str, str, str]:
        """What makes two of them the same place."""
        return self.freezer.pk, self.shelf, self.rack, self.box, self.position

    @property
    def text(self) -> str:
        """As people read it: `Freezer A · 2 / 1 / B3 / 12`."""
        return f"{self.freezer.name} · {' / '.join(part or '–' for part in self.key[1:])}"


@dataclass(frozen=True)
class Held:
    """An aliquot with the steps of it that count, in their order; `use` is what may be done with it."""

    aliquot: Aliquot
    steps: tuple[Handling, ...]
    use: Use

    @property
    def draw(self) -> Draw:
        """The tube that it was made of."""
        return self.aliquot.processed.draw

    @property
    def person(self) -> Person:
        """Whose it is."""
        return self.draw.person

    @property
    def state(self) -> State:
        """Where it stands."""
        return state_after(Step(each.step) for each in self.steps)

    @property
    def text(self) -> Text:
        """The state in words."""
        return STATES[self.state]

    @property
    def sign(self) -> str:
        """The state as a sign, beside its words."""
        return SIGNS[self.state]

    @property
    def tone(self) -> str:
        """The state as a class of the style sheet."""
        return TONES[self.state]

    @property
    def position(self) -> Position | None:
        """Where in a freezer it is; None where it is in none."""
        put = [each for each in self.steps if each.freezer is not None]
        return position_of(put[-1]) if put and self.state in HELD else None

    @property
    def batches(self) -> list[Batch]:
        """The runs in which it was assayed, in their order."""
        return [each.batch for each in self.steps if each.batch is not None]

    @property
    def last(self) -> Span:
        """When the last thing was done with it."""
        done = [each for each in self.steps if each.step not in ON_PAPER]
        return span_of(done[-1] if done else self.aliquot.processed)

    @property
    def thaws(self) -> int:
        """How often it was thawed."""
        return sum(each.thawed for each in self.steps)

    def can(self, step: Step) -> bool:
        """Whether a step may be taken now."""
        return possible(self.state, self.use, step)

    @property
    def ways(self) -> list[Text]:
        """What may be done now, in words."""
        return [rule.text for rule in TABLE if self.can(rule.step)]


@dataclass
class Uses:
    """What may be done with the samples of people, each asked once."""

    known: dict[int, Use] = field(default_factory=dict)

    def of(self, person: Person) -> Use:
        """Of one of them."""
        if person.pk not in self.known:
            self.known[person.pk] = use_of(consent_of(person), asked_of(person) is not None)
        return self.known[person.pk]


def asked_of(person: Person) -> DestructionAsked | None:
    """That somebody asked for the destruction of their samples."""
    return counting(DestructionAsked.objects.filter(person=person)).select_related("event").order_by("pk").first()


def held_of(aliquots: QuerySet[Aliquot], uses: Uses | None = None) -> list[Held]:
    """These aliquots as they stand, but for those whose making was taken back."""
    known, steps = uses or Uses(), _steps(aliquots)
    rows = aliquots.filter(processed__event__sample_taken_back=None).order_by("pk")
    rows = rows.select_related("event", "processed__event", "processed__draw__event", "processed__draw__person")
    return [Held(each, tuple(steps.get(each.pk, ())), known.of(each.processed.draw.person)) for each in rows]


def one(aliquot: Aliquot) -> Held:
    """One aliquot as it stands."""
    return held_of(Aliquot.objects.filter(pk=aliquot.pk))[0]


def at_site(site: str) -> list[Held]:
    """Every aliquot of a site."""
    return held_of(Aliquot.objects.filter(processed__draw__person__site=site))


def held_now(aliquots: Sequence[Held]) -> dict[tuple[int, str, str, str, str], Held]:
    """Which of these aliquots is at which position of a freezer."""
    return {each.position.key: each for each in aliquots if each.position is not None}


def in_freezer(freezer: Freezer) -> list[Held]:
    """The aliquots that are, or ever were, in a freezer."""
    return held_of(Aliquot.objects.filter(pk__in=Handling.objects.filter(freezer=freezer).values("aliquot")))


def span_of(row: Timed) -> Span:
    """When something is said to have happened."""
    return Span(row.first_us, row.last_us, row.typed)


def position_of(row: Handling) -> Position:
    """Where in a freezer a step put an aliquot."""
    assert row.freezer is not None
    return Position(row.freezer, row.shelf, row.rack, row.box, row.position)


def _steps(aliquots: QuerySet[Aliquot]) -> dict[int, list[Handling]]:
    rows = counting(Handling.objects.filter(aliquot__in=aliquots.values("pk"))).order_by("pk")
    found: dict[int, list[Handling]] = {}
    for row in rows.select_related("event", "freezer", "shipment", "batch"):
        found.setdefault(row.aliquot_id, []).append(row)
    return found
