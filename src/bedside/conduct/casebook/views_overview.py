"""The casebook of one person at a glance, and their laboratory results as a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bedside.conduct.casebook import gate, numbers
from bedside.conduct.casebook.charts import known_of
from bedside.conduct.casebook.computing import sheet_time
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import UNSCHEDULED, Place, place_of_sheet, visit_text
from bedside.conduct.casebook.progress import Progress, progress_of
from bedside.conduct.casebook.reading import sheets_of
from bedside.conduct.casebook.showing import value_text
from bedside.conduct.casebook.views import person_of
from bedside.conduct.casebook.words import WORDS
from bedside.conduct.frame.pages import allowed, page
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.conduct.people.roles import Action
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.forms import Missing
from bedside.protocol.model import Form, Item, ItemKind, Protocol
from bedside.protocol.schedule import Due, Period, due
from bedside.rules.chart import Chart
from bedside.rules.words import said_decimal
from bedside.values.interval import MET
from bedside.values.moment import DAY, EVER, Moment, read_length
from bedside.values.quantity import shown
from bedside.values.variable import Kind, Variable
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


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def casebook(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that is asked of a person, and how far each of it has come."""
    person = person_of(code)
    allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    protocol = protocol_for(person)
    overview = _Overview(person, protocol)
    planned = list(overview.planned())
    context = {
        "here": person.site, "person": person, "protocol": protocol, "planned": planned,
        "events": list(overview.events()), "unscheduled": list(overview.unscheduled()),
        "enrolled": hasattr(person, "enrolled"), "title": WORDS["casebook"],
    }  # fmt: skip
    return render(request, "casebook/casebook.html", context)


class _Overview:
    """What the rows of one casebook share."""

    def __init__(self, person: Person, protocol: Protocol) -> None:
        self.person, self.protocol, self.gate = person, protocol, gate.gate_of(person, protocol)
        sheets, self.of = sheets_of(person), cache(protocol_of)
        self.kept: Kept = {place_of_sheet(sheet): (sheet, entries) for sheet, entries in sheets}
        enrolled = getattr(person, "enrolled", None)
        self.included = Moment(enrolled.at_us) if enrolled else None
        self.shown: set[Place] = set()
        self.asked: tuple[Due, ...] = ()
        if self.included is not None:
            periods = _periods(known_of(person, protocol, sheets).chart, protocol)
            self.asked = due(protocol.schedule, self.included, self.gate.happened, periods)

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
        """Sheets of visits that are not due (any more) stay in sight."""
        visits = {visit.id for visit in self.protocol.schedule.visits}
        left = sorted(
            (p for p in self.kept if p.visit in visits and p not in self.shown), key=lambda p: (p.visit, p.day or 0)
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
        for form in self.protocol.forms:
            held = sorted(p.number for p in self.kept if (p.visit, p.form) == (UNSCHEDULED, form.id))
            if not held and form.id in asked:
                continue
            cells = tuple(self._cell(Place(UNSCHEDULED, form.id, None, number)) for number in held)
            after = Place(UNSCHEDULED, form.id, None, (held or [0])[-1] + 1)
            add = () if self._closed(after) else ((form, after.address(self.person.code)),)
            yield Row(form.text, cells, add=add)
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
            form = self.protocol.form(name)
            held = sorted({1, *(p.number for p in self.kept if (p.visit, p.day, p.form) == (visit, day, name))})
            cells += [self._cell(Place(visit, name, day, number)) for number in held]
            after = Place(visit, name, day, held[-1] + 1)
            if form.repeats and Place(visit, name, day) in self.kept and not self._closed(after):
                add.append((form, after.address(self.person.code)))
        return Row(visit_text(self.protocol, visit, day), tuple(cells), opens, closes, tuple(add))

    def _cell(self, place: Place) -> Cell:
        self.shown.add(place)
        sheet, entries = self.kept.get(place, (None, {}))
        protocol = self.of(sheet.version) if sheet else self.protocol
        form = protocol.form(place.form)
        progress = progress_of(protocol, form, entries)
        return Cell(form, place.address(self.person.code), progress, place.number, self._closed(place))

    def _closed(self, place: Place) -> bool:
        started = bool(self.kept.get(place, (None, {}))[1])
        return self.gate.closed(place.form, place.visit, started) is not None


def _periods(chart: Chart, protocol: Protocol) -> dict[str, list[Period]]:
    """When the states that daily visits depend on were in force, as far as the casebook says."""
    found: dict[str, list[Period]] = {}
    for visit in protocol.schedule.visits:
        for fact in chart.facts.get(visit.during, ()) if visit.during else ():
            if fact.value == MET:
                end = fact.end if fact.end < max(fact.start, 0) + EVER else None
                found.setdefault(visit.during, []).append((fact.start, end))
    return found


# --- laboratory -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """One value of the grid: in the variable's own unit, as typed, and the sheet it stands on."""

    text: Text
    typed: Text
    same: bool
    address: str


@page(Action.SEE_IDENTITY_FREE_DATA)
@require_GET
def laboratory(request: HttpRequest, code: str) -> HttpResponse:
    """Analytes by time: every measurement whose item takes limits or names an assay, in one unit an analyte."""
    person = person_of(code)
    allowed(request, Action.SEE_IDENTITY_FREE_DATA, person.site)
    columns, rows = _grid(person)
    context: dict[str, Any] = {
        "here": person.site,
        "person": person,
        "columns": columns,
        "rows": rows,
        "title": WORDS["laboratory"],
    }
    return render(request, "casebook/laboratory.html", context)


def _grid(person: Person) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    found: dict[str, dict[int, Result]] = {}
    variables: dict[str, Variable] = {}
    columns: list[dict[str, Any]] = []
    of = cache(protocol_of)
    for sheet, entries in sheets_of(person):
        protocol = of(sheet.version)
        form = protocol.form(sheet.form)
        at, address = sheet_time(form, dict(entries)), place_of_sheet(sheet).address(person.code)
        results = {item.variable: (item, entries[item.id]) for item in _analytes(protocol, form) if item.id in entries}
        results = {name: each for name, each in results.items() if each[1].typed or each[1].missing == Missing.AWAITED}
        if not results:
            continue
        when = at if isinstance(at, int) else None
        columns.append({"at": when, "form": form, "address": address, "pk": sheet.pk,
                        "visit": visit_text(protocol, sheet.visit, sheet.day)})  # fmt: skip
        for name, (item, entry) in results.items():
            variables[name] = protocol.vocabulary[name]
            found.setdefault(name, {})[sheet.pk] = _result(item, entry, variables[name], f"{address}#f-{item.id}")
    columns.sort(key=lambda each: (each["at"] is None, each["at"] or 0, each["pk"]))
    rows = [
        {
            "text": Text(variables[name].say("en"), variables[name].say("fr")), "unit": shown(variables[name].unit),
            "cells": [results.get(column["pk"]) for column in columns],
        }
        for name, results in found.items()
    ]  # fmt: skip
    return columns, rows


def _analytes(protocol: Protocol, form: Form) -> Iterator[Item]:
    for item in form.items:
        laboratory = item.kind is ItemKind.NUMBER and item.variable and (item.limits or item.assay)
        if laboratory and protocol.vocabulary[item.variable].kind is Kind.MEASUREMENT:
            yield item


def _result(item: Item, entry: Entry, variable: Variable, address: str) -> Result:
    typed = value_text(item, entry)
    read = numbers.read(entry.typed or "")
    if read is None:
        return Result(typed, typed, True, address)
    number: Decimal = numbers.in_unit_of(variable, read.number, entry.unit or item.units[0])
    text = Text(*(f"{read.limit}{said_decimal(number, '1', language)}".strip() for language in ("en", "fr")))
    return Result(text, typed, (entry.unit or item.units[0]) == variable.unit, address)
