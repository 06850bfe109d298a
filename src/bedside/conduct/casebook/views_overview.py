"""The casebook of one person at a glance."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.casebook import gate
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.models import Draft, Entry, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place, place_of_sheet, visit_text
from bedside.conduct.casebook.progress import Progress, progress_of
from bedside.conduct.casebook.reading import sheets_of
from bedside.conduct.casebook.states import periods_of, states_in
from bedside.conduct.casebook.views import person_of
from bedside.conduct.casebook.words import WORDS
from bedside.conduct.frame.pages import allowed, page, reader
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Protocol
from bedside.protocol.schedule import Due, due
from bedside.values.moment import DAY, Moment, now, read_length
from bedside.values.wording import Text

Kept = Mapping[Place, tuple[Sheet, Mapping[str, Entry]]]


@dataclass(frozen=True)
class Cell:
    """One occasion of one form in the overview."""

    form: Form
    address: str
    progress: Progress
    number: int
    closed: bool


@dataclass(frozen=True)
class Row:
    """A visit, event or unscheduled form, with the forms asked there; `add` opens another sheet."""

    text: Text
    cells: tuple[Cell, ...]
    opens: Moment | None = None
    closes: Moment | None = None
    add: tuple[tuple[Form, str], ...] = ()

    def begins(self, by: Moment) -> bool:
        """Whether its window is open by then, or something is answered already."""
        return self.opens is None or self.opens <= by or any(cell.progress.answered for cell in self.cells)


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def casebook(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is asked of a person, and how far each of it has come."""
    person = person_of(code)
    allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    protocol = protocol_for(person)
    unsaved = {each.sheet_id for each in Draft.objects.filter(user=reader(request), sheet__person=person) if each.typed}
    overview = _Overview(person, protocol, unsaved)
    near, later = _near(list(overview.planned()), now())
    context = {
        "here": person.site, "person": person, "protocol": protocol,
        "planned": near, "later": later,
        "events": list(overview.events()), "unscheduled": list(overview.unscheduled()),
        "enrolled": hasattr(person, "enrolled"), "title": WORDS["casebook"],
    }  # fmt: skip
    return render(request, "casebook/casebook.html", context)


def _near(planned: list[Row], at: Moment) -> tuple[list[Row], list[Row]]:
    """The visits begun or open by now with the next one, and those after it."""
    ahead = [row for row in planned if not row.begins(at)]
    return [row for row in planned if row.begins(at) or row is ahead[0]], ahead[1:]


class _Overview:
    """What the rows of one casebook share; `unsaved` are the sheets on which the reader typed and did not save."""

    def __init__(self, person: Person, protocol: Protocol, unsaved: Container[int]) -> None:
        self.unsaved = unsaved
        self.person, self.protocol, self.gate = person, protocol, gate.gate_of(person, protocol)
        sheets, self.of = sheets_of(person), cache(protocol_of)
        self.kept: Kept = {place_of_sheet(sheet): (sheet, entries) for sheet, entries in sheets}
        enrolled = getattr(person, "enrolled", None)
        self.included = Moment(enrolled.at_us) if enrolled else None
        self.shown: set[Place] = set()
        self.asked: tuple[Due, ...] = ()
        if self.included is not None:
            held, happened = known_of(person, protocol, sheets), self.gate.happened
            periods = periods_of(protocol.schedule, *states_in(held, protocol.schedule), happened)
            self.asked = due(protocol.schedule, self.included, happened, periods)

    def planned(self) -> Iterator[Row]:
        """Visits in the order of their time; before inclusion, those that open before it."""
        if self.included is None:
            for visit in self.protocol.schedule.visits:
                if visit.day == 0 or visit.day * DAY < read_length(visit.before):
                    yield self._row(visit.id, None, visit.forms)
            return
        daily = {visit.id for visit in self.protocol.schedule.visits if visit.until_day is not None}
        for each in self.asked:
            if each.day is not None:
                day = each.day if each.visit in daily else None
                yield self._row(each.visit, day, each.forms, each.opens, each.closes)
        yield from self._no_longer_asked(daily)

    def _no_longer_asked(self, daily: set[str]) -> Iterator[Row]:
        """Sheets of visits that are not due (any more), or that the protocol no longer has, stay in sight."""
        elsewhere = {UNSCHEDULED, *(event.id for event in self.protocol.schedule.events)}
        left = sorted(
            (p for p in self.kept if p.visit not in elsewhere and p not in self.shown),
            key=lambda p: (p.visit, p.day or 0),
        )
        for visit, day in dict.fromkeys((p.visit, p.day) for p in left):
            yield self._row(
                visit, day, tuple(p.form for p in left if (p.visit, p.day) == (visit, day) and p.number == 1)
            )

    def events(self) -> Iterator[Row]:
        """What became due with something that happened."""
        for each in self.asked:
            if each.day is None:
                yield self._row(each.visit, None, each.forms, each.opens)

    def unscheduled(self) -> Iterator[Row]:
        """Forms that no visit asks for, one row each, and unscheduled sheets of the others."""
        asked = {name for visit in self.protocol.schedule.visits for name in visit.forms}
        known = {form.id: form for form in self.protocol.forms}
        former = {p.form: self._form(p) for p in self.kept if p.visit == UNSCHEDULED and p.form not in known}
        for form in (known | former).values():
            held = sorted(p.number for p in self.kept if (p.visit, p.form) == (UNSCHEDULED, form.id))
            if not held and form.id in asked:
                continue
            cells = tuple(self._cell(Place(UNSCHEDULED, form.id, None, number)) for number in held)
            after = Place(UNSCHEDULED, form.id, None, (held or [0])[-1] + 1)
            offered = form.id in known and not self._closed(after)
            yield Row(form.text, cells, add=((form, after.address(self.person.code)),) if offered else ())
        first = {form.id: Place(UNSCHEDULED, form.id) for form in self.protocol.forms if form.id in asked}
        rest = tuple(
            (self.protocol.form(name), place.address(self.person.code))
            for name, place in first.items()
            if place not in self.kept and not self._closed(place)
        )
        if rest:
            yield Row(WORDS["other_form"], (), add=rest)

    def _row(
        self,
        visit: str,
        day: int | None,
        forms: tuple[str, ...],
        opens: Moment | None = None,
        closes: Moment | None = None,
    ) -> Row:
        cells, add = [], []
        for name in forms:
            form = self._form(Place(visit, name, day))
            held = sorted({1, *(p.number for p in self.kept if (p.visit, p.day, p.form) == (visit, day, name))})
            cells += [self._cell(Place(visit, name, day, number)) for number in held]
            after = Place(visit, name, day, held[-1] + 1)
            if form.repeats and Place(visit, name, day) in self.kept and not self._closed(after):
                add.append((form, after.address(self.person.code)))
        begun = next((sheet for p, (sheet, _) in self.kept.items() if (p.visit, p.day) == (visit, day)), None)
        protocol = self.of(begun.version) if begun and opens is None else self.protocol
        return Row(visit_text(protocol, visit, day), tuple(cells), opens, closes, tuple(add))

    def _form(self, place: Place) -> Form:
        """The form of an occasion: by the version of its sheet where one was begun."""
        sheet = self.kept.get(place, (None, {}))[0]
        return (self.of(sheet.version) if sheet else self.protocol).form(place.form)

    def _cell(self, place: Place) -> Cell:
        self.shown.add(place)
        sheet, entries = self.kept.get(place, (None, {}))
        form = self._form(place)
        progress = progress_of(self.of(sheet.version) if sheet else self.protocol, form, entries)
        if sheet is not None and sheet.pk in self.unsaved:
            progress = replace(progress, waiting=True)
        return Cell(form, place.address(self.person.code), progress, place.number, self._closed(place))

    def _closed(self, place: Place) -> bool:
        return self.gate.closed(place.form, place.visit) is not None
