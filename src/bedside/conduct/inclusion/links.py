"""Where each thing that a criterion lacks is written: in a field of the eligibility page, or on its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from bedside.conduct.casebook.places import UNSCHEDULED, Place
from bedside.conduct.inclusion import words
from bedside.conduct.inclusion.measuring import Book, Group
from bedside.conduct.inclusion.questions import asked_of, inclusion_visit
from bedside.conduct.inclusion.wanted import measured, records
from bedside.conduct.participants.consent import questions_of
from bedside.protocol.model import Form, Item, Protocol
from bedside.values.wording import Text

MOST = 8
"""How many of one place are named one by one."""


@dataclass(frozen=True)
class Link:
    """Something that is missing, in words; the `place` where it is written, and its address (empty: nowhere)."""

    text: Text
    place: Text
    address: str


@dataclass(frozen=True)
class Lacks:
    """What is missing in one place; `links` are all of it."""

    place: Text
    links: tuple[Link, ...]

    @property
    def many(self) -> bool:
        """Too many to be named one by one."""
        return len(self.links) > MOST

    @property
    def alone(self) -> tuple[Lacks, ...]:
        """The place by itself, as a list of places."""
        return (self,)


def grouped(names: Iterable[str], links: Mapping[str, Link]) -> list[Lacks]:
    """What is missing by the place where it is written, in the order of the places."""
    found: dict[Text, dict[Link, None]] = {}
    wanted = frozenset(names)
    for name, link in links.items():
        if name in wanted:
            found.setdefault(link.place, {})[link] = None
    return [Lacks(place, tuple(held)) for place, held in found.items()]


def least_first(lacks: Sequence[Lacks]) -> list[Lacks]:
    """The places with the least to write first."""
    return sorted(lacks, key=lambda each: len(each.links))


def links_of(book: Book, groups: Sequence[Group]) -> dict[str, Link]:
    """By variable that the criteria read, where it is written, in the order of the visit's forms and their items."""
    protocol, code = book.protocol, book.person.code
    here = {each.wanted.form.id: each for each in groups}
    typed, found = measured(protocol), {}
    for name, (form, item) in _places(protocol).items():
        group = here.get(form.id)
        if name in typed and group is not None and item.id in group.wanted.items:
            address = f"#f-{group.key(item.id)}"
        else:
            address = f"{_place(book, form).address(code)}#f-{item.id}"
        found[name] = Link(_text(protocol, name, item), form.text, address)
    consent = reverse("consent", kwargs={"code": code})
    for each in asked_of(protocol):
        found[each.variable.name] = Link(each.text, words.WORDS["answers"], f"#q-{each.variable.name}")
    for name in sorted(questions_of(protocol)):
        found[name] = Link(_label(protocol, name), words.WORDS["consent"], consent)
    return found


@lru_cache(maxsize=16)
def _places(protocol: Protocol) -> Mapping[str, tuple[Form, Item]]:
    """By variable, the form and item to type: of the inclusion visit, or else the first form that records it."""
    visit = inclusion_visit(protocol).forms
    forms = [protocol.form(name) for name in visit] + [form for form in protocol.forms if form.id not in visit]
    order = {(form.id, item.id): (form, item) for form in forms for item in form.items}
    places = {name: held[0] for name, held in measured(protocol).items()}
    for place, (_, item) in order.items():
        for name in (item.variable, *(code.variable for code in item.codes)):
            if name:
                places.setdefault(name, place)
    turn = {place: number for number, place in enumerate(order)}
    return {name: order[place] for name, place in sorted(places.items(), key=lambda each: turn[each[1]])}


def _place(book: Book, form: Form) -> Place:
    """The sheet of the inclusion visit, or of a form that it does not ask for the next unscheduled one."""
    visit = inclusion_visit(book.protocol)
    if form.id in visit.forms:
        return Place(visit.id, form.id)
    numbers = [each.number for each, _ in book.sheets if (each.visit, each.form) == (UNSCHEDULED, form.id)]
    return Place(UNSCHEDULED, form.id, None, max(numbers, default=0) + 1)


def _text(protocol: Protocol, name: str, item: Item) -> Text:
    """The variable; of what an item vouches for, the forms that it does it for."""
    if item.up_to_date and not records(item, name):
        return Text.joined(", ", (protocol.form(form).text for form in item.up_to_date))
    return _label(protocol, name)


def _label(protocol: Protocol, name: str) -> Text:
    variable = protocol.vocabulary.get(name)
    return Text(variable.say("en"), variable.say("fr")) if variable else Text(name, name)
