"""The measured values that the criteria read and that are known: what each is, when it was, who or what says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bedside.conduct.casebook.models import Entry
from bedside.conduct.casebook.originators import said
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.reading import zone
from bedside.conduct.casebook.values_said import YES_NO, value_text
from bedside.conduct.frame.words import language
from bedside.conduct.inclusion.links import Link
from bedside.conduct.inclusion.measuring import Book, waited_for
from bedside.conduct.inclusion.wanted import measured
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.form_words import origin_said
from bedside.rules.chart import UNRECORDED, Fact
from bedside.rules.words import said_time, said_value
from bedside.values.interval import MET, Interval
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text


@dataclass(frozen=True)
class KnownValue:
    """One of them; `address` is where it is corrected, or typed anew where a hospital source says it."""

    text: Text
    value: Text
    when: str
    origin: Text
    address: str


def known_values(book: Book, links: Mapping[str, Link]) -> list[KnownValue]:
    """The latest value of each variable for which no criterion waits, in the order of the forms."""
    waiting, names = waited_for(book.found), measured(book.protocol)
    latest = {name: pair for name in names if name not in waiting and (pair := _latest(book, name)) is not None}
    return [_known(book, links[name], *latest[name]) for name in links if name in latest]


def _latest(book: Book, name: str) -> tuple[Fact, Entry | None] | None:
    return max(_read(book, name), key=lambda pair: (pair[0].start, pair[0].available), default=None)


def _read(book: Book, name: str) -> Iterator[tuple[Fact, Entry | None]]:
    """What was recorded of a variable and could be read by the moment that is looked at."""
    for fact in book.known.chart.about(book.protocol.vocabulary[name], book.found.known):
        if fact.start <= book.found.at and fact.origin != UNRECORDED:
            yield fact, book.known.entry_of(fact)


def _known(book: Book, link: Link, fact: Fact, entry: Entry | None) -> KnownValue:
    variable = book.protocol.vocabulary[fact.variable]
    when = said_time(fact.start, fact.end, variable.lasting, language(), zone())
    if entry is None:
        value = _said(fact.value, variable)
        return KnownValue(link.text, value, when, origin_said(book.protocol, fact.origin), link.address)
    form = protocol_of(entry.sheet.version).form(entry.sheet.form)
    origin = Text.joined(", ", (form.text, said(entry.originator)))
    address = f"{place_of_sheet(entry.sheet).address(book.person.code)}#f-{entry.item}"
    return KnownValue(link.text, value_text(form.item(entry.item), entry), when, origin, address)


def _said(value: Interval, variable: Variable) -> Text:
    if variable.truth and value.known:
        return dict(YES_NO)["yes" if value == MET else "no"]
    return Text(*(said_value(value, variable.unit, variable.truth, each) for each in LANGUAGES))
