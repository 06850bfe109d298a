"""Where a part of a computed value comes from, if not from the form that shows it: a worst value of yesterday's form
counts today as long as it lies in the rule's window, and that must not look like a day that is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bedside.conduct.casebook.charts import Known
from bedside.conduct.casebook.models import Sheet
from bedside.conduct.casebook.places import visit_text
from bedside.conduct.casebook.reading import zone
from bedside.protocol.model import Protocol
from bedside.rules.chart import LONG_AGO, UNRECORDED, Fact
from bedside.rules.meaning import Meaning, Reading
from bedside.rules.nodes import Arithmetic, Operation, Over, Pick
from bedside.values.moment import to_datetime
from bedside.values.wording import Text

ONE = (Pick.LATEST, Pick.HIGHEST, Pick.LOWEST)
"""Picks that take one record of those they find: what the others say does not come into the answer."""
_OF_DAY = Text("from “{form}” of day {day}, until {at}", "du formulaire «\u00a0{form}\u00a0» du jour {day}, "
                                                         "jusqu’au {at}")  # fmt: skip
_OF_VISIT = Text("from “{form}”, {visit}, until {at}", "du formulaire «\u00a0{form}\u00a0», {visit}, jusqu’au {at}")
_SOURCE = Text("from a hospital source, {at}", "d’une source de l’hôpital, {at}")


def elsewhere(protocol: Protocol, part: Meaning, sheet: Sheet, known: Known) -> tuple[Text, ...]:
    """What a part of a value shown on a sheet stands on beside it, each source once.

    Another sheet of the same form is always told; one of another form, or a source, only where nothing of this sheet
    comes into the part: what lasts is written on forms of its own, and stands beside what was measured.
    """
    facts = list(_decisive(part, sheet, known))
    here = any(known.on(fact, sheet) for fact in facts)
    found: dict[tuple[int, str], Fact] = {}
    for fact in facts:
        entry = known.entry_of(fact)
        if known.on(fact, sheet) or (here and (entry is None or entry.sheet.form != sheet.form)):
            continue
        key = (entry.sheet_id if entry else 0, "" if entry else fact.origin)
        if key not in found or fact.start > found[key].start:
            found[key] = fact
    return tuple(_said(protocol, fact, known) for fact in sorted(found.values(), key=lambda each: each.start))


def _decisive(meaning: Meaning, sheet: Sheet, known: Known) -> Iterator[Fact]:
    """The records that the answer stands on; of those that say the same, the ones of the sheet itself."""
    for reading in _taken(meaning, sheet, known):
        if reading.fact.start > LONG_AGO and reading.fact.origin != UNRECORDED:
            yield reading.fact
        for part in reading.parts:
            yield from _decisive(part, sheet, known)
    for part in _deciding(meaning):
        yield from _decisive(part, sheet, known)


def _deciding(meaning: Meaning) -> Iterable[Meaning]:
    """Of the greatest or the least of several, those that are it."""
    if isinstance(meaning.rule, Arithmetic) and meaning.rule.operation in (Operation.GREATEST, Operation.LEAST):
        return [part for part in meaning.parts if part.value == meaning.value] or meaning.parts
    return meaning.parts


def _taken(look: Meaning, sheet: Sheet, known: Known) -> Iterable[Reading]:
    """A total is made of all its records; in any other look, the records of the sheet itself stand for the others."""
    if isinstance(look.rule, Over) and look.rule.pick is Pick.TOTAL:
        return look.readings
    picked = isinstance(look.rule, Over) and look.rule.pick in ONE
    same = [each for each in look.readings if each.certain and each.value == look.value] if picked else []
    return [each for each in same or look.readings if known.on(each.fact, sheet)] or same or look.readings


def _said(protocol: Protocol, fact: Fact, known: Known) -> Text:
    entry = known.entry_of(fact)
    at = to_datetime(fact.start).astimezone(zone()).strftime("%Y-%m-%d %H:%M")
    if entry is None:
        return _SOURCE.filled(at=at)
    held = next((form.text for form in protocol.forms if form.id == entry.sheet.form), _named(entry.sheet.form))
    if entry.sheet.day is not None:
        return _OF_DAY.filled(form=held, day=entry.sheet.day, at=at)
    return _OF_VISIT.filled(form=held, visit=visit_text(protocol, entry.sheet.visit), at=at)


def _named(name: str) -> Text:
    return Text(name, name)
