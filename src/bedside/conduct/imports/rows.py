"""From rows to results: whose, of what, when and how much, or why a row cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bedside.conduct.casebook import numbers, times
from bedside.conduct.casebook.reading import zone
from bedside.conduct.imports.files import Table, cells
from bedside.conduct.imports.layouts import CLOCK, CODE, NEEDED, TAKEN, UNIT, VALUE, WHO, Read
from bedside.conduct.imports.words import WORDS
from bedside.conduct.laboratory.analytes import variables
from bedside.conduct.participants.actions import source_key
from bedside.conduct.participants.models import Person
from bedside.errors import UnreadableFile
from bedside.values.moment import Moment, now, of_datetime, to_datetime
from bedside.values.wording import Text

Offered = Mapping[str, tuple[str, ...]]
"""The units that items offer, by laboratory variable."""


@dataclass(frozen=True)
class Result:
    """One result of a file: `text` is the number as written (decimal comma or point, `<`, `>`), `unit` its UCUM code,
    `taken` the exact time of the sample, `at` the same as ISO 8601 with its offset."""

    row: int
    person: Person
    variable: str
    text: str
    unit: str
    taken: Moment
    at: str


@dataclass(frozen=True)
class Unusable:
    """A row that cannot be used, and why."""

    row: int
    why: Text


def results(table: Table, layout: Read, site: str) -> Iterator[Result | Unusable]:
    """Every row, read by a layout. Raises UnreadableFile when a column is missing that the layout names."""
    lacking = [layout.columns[name] for name in (*NEEDED, CLOCK, UNIT)
               if layout.columns.get(name) and layout.columns[name] not in table.header]  # fmt: skip
    if lacking:
        what = f"the first line must name the columns {', '.join(filter(None, layout.columns.values()))}."
        raise UnreadableFile(what, f"missing: {', '.join(lacking)}", "Choose the layout of this file, or correct it.")
    people: dict[str, Person | Text] = {}
    offered = {name: units for name, (_, units) in variables().items()}
    for number, cell in cells(table):
        if cell is None:
            yield Unusable(number, WORDS["wrong_cells"])
            continue
        told = {name: cell[heading] for name, heading in layout.columns.items() if heading}
        who = told[WHO]
        if who not in people:
            people[who] = _person(who, layout, site)
        yield _result(number, told, people[who], layout, offered)


def _result(
    number: int, told: Mapping[str, str], person: Person | Text, layout: Read, offered: Offered
) -> Result | Unusable:
    if isinstance(person, Text):
        return Unusable(number, person)
    meant = _meaning(told[CODE], told.get(UNIT, ""), layout, offered)
    if isinstance(meant, Text):
        return Unusable(number, meant)
    if numbers.read(told[VALUE]) is None:
        return Unusable(number, WORDS["no_number"].filled(typed=told[VALUE][:40]))
    at = _time(" ".join(filter(None, (told[TAKEN], told.get(CLOCK, "")))))
    if at is None:
        return Unusable(number, WORDS["no_time"])
    return Result(number, person, meant[0], told[VALUE], meant[1], of_datetime(datetime.fromisoformat(at)), at)


def _person(who: str, layout: Read, site: str) -> Person | Text:
    """Who is meant, by code, number or stay; of a stay only its keyed digest is looked for."""
    known = Person.objects.select_related("event", "enrolled", "not_enrolled")
    if layout.source:
        found = known.filter(site=site, source_key=source_key(layout.source, who)).first()
        return found or WORDS["no_stay"]
    found = known.filter(code=who).first() or known.filter(enrolled__number=who).first()
    return found if found is not None and found.site == site else WORDS["nobody"]


def _meaning(code: str, unit: str, layout: Read, offered: Offered) -> tuple[str, str] | Text:
    """The variable and UCUM unit of a code with the unit that a row gives."""
    if layout.codes is not None:
        if (code, unit) in layout.codes:
            return layout.codes[code, unit]
        known = any(code == each for each, _ in layout.codes)
        return WORDS["no_unit" if known else "no_code"].filled(code=code[:40], unit=unit[:40])
    if code not in offered:
        return WORDS["no_code"].filled(code=code[:40])
    return (code, unit) if unit in offered[code] else WORDS["no_unit"].filled(code=code, unit=unit[:40])


def _time(text: str) -> str | None:
    """An exact time as ISO 8601 with its offset, read on the sites' clock; None for a day alone, or for none."""
    here = zone()
    try:
        at = times.canonical(text, True, to_datetime(now()).astimezone(here))
    except times.NotATime:
        return None
    return at if "T" in at and text.lower() != "t" and not times.twice(at, here) else None
