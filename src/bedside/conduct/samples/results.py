"""Assays beside the casebook: which results a run is to give, which are there, and results that no run explains.

The link is worked out: a run holds an aliquot, the aliquot is of a tube of a visit, and the protocol says in which
items of that visit's forms its results are written. Nothing is stored that could disagree with the casebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import Place, visit_text
from bedside.conduct.casebook.reading import latest_of
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.samples.custody import Held
from bedside.conduct.samples.models import Batch
from bedside.conduct.samples.states import Step
from bedside.conduct.study.protocol import read_once
from bedside.protocol.model import Item, Protocol
from bedside.values.moment import Moment
from bedside.values.wording import Text

Place_ = tuple[int, str, str, int | None]
"""A person's key, and a kind of sample, a visit and the day of a daily one."""


@dataclass(frozen=True)
class Result:
    """An item in which a result is written, and what stands in it (None: nothing)."""

    person: Person
    place: Place
    item: Item
    entry: Entry | None

    @property
    def address(self) -> str:
        """The field of the casebook."""
        return f"{self.place.address(self.person.code)}#f-{self.item.id}"

    @property
    def occasion(self) -> Text:
        """The visit, in words."""
        return visit_text(protocol_for(self.person), self.place.visit, self.place.day)

    @property
    def value(self) -> Text | None:
        """What stands there, in words; a limit of the assay as it was typed (`<5 pg/mL`)."""
        return value_text(self.item, self.entry) if self.entry is not None else None

    @property
    def saved(self) -> Moment | None:
        """When it was saved."""
        return Moment(self.entry.event.at_us) if self.entry is not None else None


@dataclass(frozen=True)
class Line:
    """An aliquot that was assayed in a run, with the results of its tube's visit."""

    held: Held
    batch: Batch
    results: tuple[Result, ...]

    @property
    def lacking(self) -> bool:
        """Whether none of its results is there."""
        return bool(self.results) and all(each.entry is None for each in self.results)


class Casebook:
    """What stands in the items in which results of samples are written, of some people."""

    def __init__(self, persons: Sequence[Person]) -> None:
        with read_once():
            self.protocols = {person.pk: protocol_for(person) for person in persons}
        forms = {item.partition(".")[0] for each in self.protocols.values() for item in _items(each)}
        self.sheets = {
            (sheet.person_id, sheet.visit, sheet.day, sheet.form): sheet
            for sheet in Sheet.objects.filter(person__in=self.protocols, form__in=forms, number=1)
        }
        held: dict[int, list[Entry]] = {}
        for entry in Entry.objects.filter(sheet__in=self.sheets.values()).select_related("event").order_by("number"):
            held.setdefault(entry.sheet_id, []).append(entry)
        self.entries = {key: latest_of(each) for key, each in held.items()}

    def results(self, person: Person, kind: str, visit: str, day: int | None) -> Iterator[Result]:
        """The items of a sample's results at a visit, where its forms are asked there or filled."""
        protocol = self.protocols[person.pk]
        asked = {each.id: each.forms for each in protocol.schedule.visits}.get(visit, ())
        for name in protocol.sample(kind).results:
            form, _, item = name.partition(".")
            sheet = self.sheets.get((person.pk, visit, day, form))
            if sheet is not None or form in asked:
                entry = self.entries.get(sheet.pk, {}).get(item) if sheet is not None else None
                said = entry if entry is not None and entry.typed else None
                yield Result(person, Place(visit, form, day), protocol.form(form).item(item), said)


def _items(protocol: Protocol) -> Iterator[str]:
    for each in protocol.samples:
        yield from each.results


def lines(aliquots: Iterable[Held], casebook: Casebook) -> list[Line]:
    """Every assay of these aliquots, the latest run first."""
    found = []
    for held in aliquots:
        draw = held.draw
        for step in held.steps:
            if step.step == Step.ASSAY and step.batch is not None:
                results = tuple(casebook.results(draw.person, draw.kind, draw.visit, draw.day))
                found.append((step.pk, Line(held, step.batch, results)))
    return [line for _, line in sorted(found, key=lambda each: -each[0])]


def without_batch(persons: Iterable[Person], assayed: Iterable[Held], casebook: Casebook) -> list[Result]:
    """Results at a visit of a sample of which no aliquot was assayed."""
    done = {(each.person.pk, each.draw.kind, each.draw.visit, each.draw.day) for each in assayed if each.batches}
    return [
        result
        for person in persons
        for place in _places(person, casebook)
        if place not in done
        for result in casebook.results(person, *place[1:])
        if result.entry is not None
    ]


def _places(person: Person, casebook: Casebook) -> Iterator[Place_]:
    """Where a person's samples are drawn and a sheet was begun."""
    begun = {(visit, day) for key, visit, day, _ in casebook.sheets if key == person.pk}
    for sample in casebook.protocols[person.pk].samples:
        yield from (
            (person.pk, sample.id, visit, day) for visit, day in sorted(begun, key=str) if visit in sample.visits
        )
