"""Adverse events read from the casebook: of somebody, of many, of one sheet, and as known in one of their reports."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bedside.conduct.casebook.missing import NONE
from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.inclusion.filled import time_of
from bedside.conduct.participants.models import Person
from bedside.conduct.people.roles import TABLE, Action, Role
from bedside.conduct.safety.case import NOW, Case, Horizon
from bedside.conduct.safety.infections import Infected, infection_of
from bedside.conduct.safety.infections import standing as standing_links
from bedside.conduct.safety.judgement import Confirmed, Step, Wrote
from bedside.conduct.safety.models import Confirmation, Learned, Report
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import UsageError
from bedside.protocol.forms import Missing
from bedside.values.moment import Moment

JUDGES = frozenset(role.value for role in Role if Action.JUDGE_EVENT in TABLE[role])
"""The roles whose word on an event is a judgement, as the trail keeps them with each entry."""


@dataclass(frozen=True)
class _Written:
    """What stands on a sheet, and every version that ever did, oldest first."""

    entries: Mapping[str, Entry]
    versions: Sequence[Entry]


def cases_of(person: Person) -> list[Case]:
    """Every adverse event of somebody, in the order in which the forms were opened."""
    return list(cases([person]))


def cases(persons: Iterable[Person], horizon: Horizon = NOW) -> Iterator[Case]:
    """Every adverse event of these people: a handful of questions however many they are."""
    known = {person.pk: person for person in persons}
    asked, doses = _forms()
    sheets = _sheets(known, asked | {form for form, _ in doses}, horizon)
    first, confirmed = _first_doses(sheets, doses), _confirmed(known, horizon)
    infections, learned = _infections(known), _learned(known, horizon)
    reports, never = _reports(known, horizon), _never_given(sheets, doses)
    for sheet, written in sheets:
        form = protocol_of(sheet.version).form(sheet.form)
        if form.safety is not None and form.reporting is not None and written.entries:
            told, sheet.person = tuple(reports.get(sheet.pk, ())), known[sheet.person_id]
            yield Case(
                sheet.person, sheet, form, form.safety, form.reporting, written.entries, first.get(sheet.person_id),
                sheet.person_id in never, _history(written.versions, confirmed.get(sheet.pk, ())), told, horizon,
                infections.get(sheet.pk), tuple(learned.get(sheet.pk, ())),
            )  # fmt: skip


def _infections(persons: Collection[int]) -> dict[int, Infected]:
    """The infections that are told as events, by the event's sheet."""
    links = standing_links().filter(told_on__person__in=persons)
    return {link.told_on_id: held for link in links if (held := infection_of(link.infection)) is not None}


def _history(versions: Iterable[Entry], confirmed: Iterable[Confirmation]) -> tuple[Step, ...]:
    steps: list[Step] = [
        Wrote(each.pk, Moment(each.event.at_us), each.item, each.typed or "", each.event.role in JUDGES)
        for each in versions
    ]
    steps += [
        Confirmed(each.pk, Moment(each.event.at_us), frozenset(map(int, each.entries.split()))) for each in confirmed
    ]
    return tuple(sorted(steps, key=lambda step: step.number))


def _confirmed(persons: Collection[int], horizon: Horizon) -> dict[int, list[Confirmation]]:
    found: dict[int, list[Confirmation]] = {}
    held = Confirmation.objects.filter(sheet__person__in=persons, pk__lt=horizon.site).select_related("event")
    for each in held.order_by("pk"):
        found.setdefault(each.sheet_id, []).append(each)
    return found


def _learned(persons: Collection[int], horizon: Horizon) -> dict[int, list[Learned]]:
    found: dict[int, list[Learned]] = {}
    held = Learned.objects.filter(sheet__person__in=persons, pk__lt=horizon.site).select_related("event")
    for each in held.order_by("pk"):
        found.setdefault(each.sheet_id, []).append(each)
    return found


def first_doses(persons: Iterable[Person]) -> dict[int, Moment]:
    """When each of these people first had the study drug, by their key; nobody who had none."""
    _, doses = _forms()
    known = {person.pk for person in persons}
    return _first_doses(_sheets(known, {form for form, _ in doses}, NOW), doses)


def _forms() -> tuple[set[str], set[tuple[str, str]]]:
    """The adverse event forms of every version, and where the first administration is read."""
    versions = (protocol_of(version) for version in Version.objects.values_list("version", flat=True))
    held = [(form.id, form.safety) for protocol in versions for form in protocol.forms if form.safety]
    return {form for form, _ in held}, {(safety.first_dose.form, safety.first_dose.item) for _, safety in held}


def _sheets(persons: Collection[int], forms: Collection[str], horizon: Horizon) -> list[tuple[Sheet, _Written]]:
    held = Sheet.objects.filter(person__in=persons, form__in=forms, pk__lt=horizon.site)
    rows = list(held.select_related("event").order_by("person", "pk"))
    versions: dict[int, list[Entry]] = {}
    written = Entry.objects.filter(sheet__in=rows, pk__lt=horizon.site).select_related("event")
    for entry in written.order_by("pk"):
        versions.setdefault(entry.sheet_id, []).append(entry)
    return [
        (sheet, _Written({each.item: each for each in held}, held))
        for sheet in rows
        for held in (versions.get(sheet.pk, []),)
    ]


def _first_doses(sheets: Iterable[tuple[Sheet, _Written]], doses: Collection[tuple[str, str]]) -> dict[int, Moment]:
    found: dict[int, Moment] = {}
    for sheet, written in sheets:
        for at in (time_of(written.entries.get(item)) for form, item in doses if form == sheet.form):
            if at is not None:
                found[sheet.person_id] = min(at, found.get(sheet.person_id, at))
    return found


def _never_given(sheets: Iterable[tuple[Sheet, _Written]], doses: Collection[tuple[str, str]]) -> set[int]:
    """Those of whom somebody has said that there was no administration."""
    return {
        sheet.person_id
        for sheet, written in sheets
        for form, item in doses
        if form == sheet.form and (entry := written.entries.get(item)) is not None and _none(entry)
    }


def _none(entry: Entry) -> bool:
    return (entry.missing, entry.because) == (Missing.NOT_APPLICABLE, NONE)


def _reports(persons: Collection[int], horizon: Horizon) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    held = Report.objects.filter(sheet__person__in=persons, pk__lt=horizon.sponsor)
    held = held.select_related("event", "message", "language")
    held = held.prefetch_related(
        "receipts__event", "assessments__event", "assessments__informed", "submissions__event", "submissions__unsent"
    )
    for report in held.order_by("number"):
        found.setdefault(report.sheet_id, []).append(report)
    return found


def case_of(sheet: Sheet, horizon: Horizon = NOW) -> Case:
    """The event of a sheet. Raises UsageError where the sheet is of no adverse event."""
    found = next((each for each in cases([sheet.person], horizon) if each.sheet.pk == sheet.pk), None)
    if found is None:
        raise UsageError("this form is of no adverse event.", f"sheet {sheet.pk}", "Open one of the list of safety.")
    return found


def known_in(report: Report) -> Case:
    """The event as it was known in one of its reports: the forms as they stood when it was made, and what the sponsor
    had written before the next report was (until now, of the last one).
    """
    following = Report.objects.filter(sheet=report.sheet_id, number=report.number + 1).first()
    return case_of(report.sheet, Horizon(report.pk, following.pk if following else sys.maxsize))
