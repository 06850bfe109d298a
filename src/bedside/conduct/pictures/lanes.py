"""What happened to a participant, in rows on one axis of time: as the forms of the protocol say that they are drawn.

What lasts and was typed without an end has the end that the rules know of it: that of the same thing typed again, of a
stay the next discharge or a death. The same thing typed twice is drawn once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bedside.conduct.casebook.charts import Known, known_of
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import Place
from bedside.conduct.casebook.reading import sheets_of, zone
from bedside.conduct.casebook.values_said import value_text
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.forms import read_time
from bedside.protocol.model import Drawn, Form
from bedside.rules.chart import Fact
from bedside.values.moment import EVER, Moment
from bedside.values.wording import Text


@dataclass(frozen=True)
class Mark:
    """One sheet: from when until when (None: it goes on; the same: of one moment), what it says, and where it is."""

    began: Moment
    ended: Moment | None
    says: Text
    address: str


@dataclass(frozen=True)
class Lane:
    """The marks of one form, or of one answer on it, in order of time."""

    form: Text
    of: Text | None
    marks: tuple[Mark, ...]

    @property
    def text(self) -> Text:
        """What stands before the row."""
        return self.of or self.form


def lanes(person: Person) -> list[Lane]:
    """Every row with something on it, in the order of the protocol's forms. A sheet that says no time is left out."""
    found: dict[tuple[str, str], tuple[Form, Text | None, list[Mark]]] = {}
    sheets = sheets_of(person)
    lasting = _Lasting(known_of(person, sheets=sheets))
    for sheet, entries in sheets:
        form = protocol_of(sheet.version).form(sheet.form)
        mark = _mark(person, form, sheet, entries, lasting) if form.drawn else None
        if form.drawn is not None and mark is not None:
            of = _said(form, form.drawn.by, entries)
            found.setdefault((form.id, of.en if of else ""), (form, of, []))[2].append(mark)
    order = [form.id for form in protocol_for(person).forms]
    rows = sorted(found.items(), key=lambda each: order.index(each[0][0]) if each[0][0] in order else len(order))
    return [Lane(form.text, of, tuple(sorted(marks, key=lambda m: m.began))) for _, (form, of, marks) in rows]


class _Lasting:
    """How long what was typed without an end lasts, as the rules read it."""

    def __init__(self, known: Known) -> None:
        self._said, self._held = _by_sheet(known.said), _by_sheet(known.held)
        self._drawn: set[frozenset[tuple[object, ...]]] = set()

    def end(self, form: Form, sheet: Sheet) -> tuple[bool, Moment | None]:
        """Whether the record of a sheet that says no end is to be drawn, and until when (None: it goes on)."""
        if not _until(form, self._said.get(sheet.pk, ())):
            return True, None
        stands = [fact for fact in _until(form, self._held.get(sheet.pk, ())) if fact.superseded is None]
        same = frozenset((fact.variable, fact.start, fact.end, fact.value) for fact in stands)
        if not stands or same in self._drawn:
            return False, None
        self._drawn.add(same)
        last = max(fact.end for fact in stands)
        return True, None if last >= EVER // 4 else last


def _by_sheet(said: Iterable[tuple[Fact, Entry | None]]) -> dict[int, list[tuple[Fact, Entry]]]:
    found: dict[int, list[tuple[Fact, Entry]]] = {}
    for fact, entry in said:
        if entry is not None:
            found.setdefault(entry.sheet_id, []).append((fact, entry))
    return found


def _until(form: Form, said: Iterable[tuple[Fact, Entry]]) -> list[Fact]:
    """The facts that last until the end that is drawn."""
    drawn = form.drawn
    lasting = {item.id for item in form.items if drawn and drawn.ended and item.until == drawn.ended}
    return [fact for fact, entry in said if entry.item in lasting]


def _mark(person: Person, form: Form, sheet: Sheet, entries: Mapping[str, Entry], lasting: _Lasting) -> Mark | None:
    drawn = form.drawn
    assert drawn is not None
    began = _time(entries.get(drawn.began))
    if began is None:
        return None
    shown, ended = True, _time(entries.get(drawn.ended)) if drawn.ended else began
    if ended is None:
        shown, ended = lasting.end(form, sheet)
    if not shown:
        return None
    address = Place(sheet.visit, sheet.form, sheet.day, sheet.number).address(person.code)
    return Mark(began, ended, _all_said(form, drawn, entries), address)


def _all_said(form: Form, drawn: Drawn, entries: Mapping[str, Entry]) -> Text:
    said = list(_each_said(form, drawn, entries))
    return Text(*(", ".join(text.say(language) for text in said) for language in ("en", "fr")))


def _each_said(form: Form, drawn: Drawn, entries: Mapping[str, Entry]) -> Iterator[Text]:
    for name in drawn.says:
        text = _said(form, name, entries)
        if text is not None:
            yield text


def _said(form: Form, name: str, entries: Mapping[str, Entry]) -> Text | None:
    entry = entries.get(name)
    return value_text(form.item(name), entry) if entry is not None and entry.typed else None


def _time(entry: Entry | None) -> Moment | None:
    """The (first) moment that an entry says."""
    if entry is None or not entry.typed:
        return None
    try:
        return read_time(entry.typed, zone=zone())[0]
    except UsageError:
        return None
