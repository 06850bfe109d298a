"""One adverse event: its form, what was told of it, what the sponsor made of it, and its clocks; as all this stands
now, or as it was known in one of its reports (`known_in`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.places import place_of_sheet
from bedside.conduct.casebook.reading import zone
from bedside.conduct.inclusion.filled import time_of
from bedside.conduct.participants.models import Person
from bedside.conduct.safety.deadlines import Clock, Duty, Reaction, clocks, either, notified_by, susar
from bedside.conduct.safety.models import Assessment, Receipt, Report, Submission
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.models import Kept
from bedside.errors import UsageError
from bedside.protocol.casebook import Form, Item, Reporting
from bedside.protocol.forms import read_time
from bedside.protocol.safety import RELATED, Exemption, Safety
from bedside.values.moment import Moment, read_length
from bedside.values.wording import Text

CRITERIA: Mapping[str, Text] = {
    "patient": Text("identifiable patient", "patient identifiable"),
    "reporter": Text("identifiable reporter", "notificateur identifiable"),
    "drug": Text("suspect drug", "médicament suspect"),
    "event": Text("adverse event", "événement indésirable"),
}
"""The minimum criteria of a report (ICH E2A section II.C; E2B(R3) section 3.3.1)."""


@dataclass(frozen=True)
class Horizon:
    """What is known at some point of the trail: rows with a number below `site` (forms), below `sponsor` (the rest)."""

    site: int = sys.maxsize
    sponsor: int = sys.maxsize


NOW = Horizon()


@dataclass(frozen=True)
class Case:
    """An adverse event of somebody: its sheet with the latest entries, its reports oldest first.

    `first_dose` is the first administration of the study drug (None: none is recorded). Nothing beyond the `horizon`
    is in it, so that what it says of an earlier report is the same whenever it is asked.
    """

    person: Person
    sheet: Sheet
    form: Form
    safety: Safety
    asked: Reporting
    entries: Mapping[str, Entry]
    first_dose: Moment | None
    reports: tuple[Report, ...] = field(default=())
    horizon: Horizon = NOW

    # --- what the form says ------------------------------------------------------------------------------------

    @cached_property
    def values(self) -> dict[str, str]:
        """Item -> what stands there; a redacted text is left out."""
        return {name: entry.typed for name, entry in self.entries.items() if entry.typed}

    @property
    def serious(self) -> bool:
        """Whether it is one that the protocol asks to be told (or exempts): as last told, else as written."""
        return self._serious(self.last_told)

    def _serious(self, values: Mapping[str, str]) -> bool:
        return values.get(self.asked.item, "") in self.asked.holds

    @property
    def exempt(self) -> Exemption | None:
        """Why it is not told at once; recorded it is in any case."""
        return self.safety.exemption(self.values) if self.serious else None

    @property
    def began(self) -> tuple[Moment, Moment] | None:
        """The first and last moment at which it may have begun."""
        try:
            return read_time(self.values[self.safety.began], zone=zone())
        except (KeyError, UsageError):
            return None

    @property
    def emergent(self) -> bool | None:
        """Whether it began at or after the first administration; None: it cannot be told."""
        if self.began is None:
            return None
        if self.first_dose is None:
            return False
        first, last = self.began
        return True if first >= self.first_dose else False if last < self.first_dose else None

    @property
    def above_baseline(self) -> int | None:
        """By how many grades it is above what it was before treatment; None: one of the two is not known."""
        means = [self._grade(name) for name in (self.safety.grade, self.safety.baseline)]
        return None if means[0] is None or means[1] is None else means[0] - means[1]

    def _grade(self, item: str) -> int | None:
        digits = "".join(each for each in self.values.get(item, "") if each.isdigit())
        return int(digits) if digits else None

    def said(self, item: str) -> Text:
        """What an item holds, in words; empty where nothing stands."""
        value = self.values.get(item, "")
        held = next((code.text for code in self.form.item(item).codes if code.code == value), None)
        return held or Text(value, value)

    @property
    def term(self) -> str:
        """The name of the event as typed."""
        return self.values.get(self.safety.term, "")

    @property
    def grade_said(self) -> Text:
        """Its grade in words."""
        return self.said(self.safety.grade)

    @property
    def criterion_said(self) -> Text:
        """Why it is serious, in words."""
        return self.said(self.safety.criterion.item)

    @property
    def outcome(self) -> str:
        """How it ended, in the words of ICH; empty where nobody says."""
        return self.safety.outcome.meaning(self.values)

    @property
    def outcome_said(self) -> Text:
        """The same in the words of the form."""
        return self.said(self.safety.outcome.item)

    # --- what was told -----------------------------------------------------------------------------------------

    @cached_property
    def last_told(self) -> dict[str, str]:
        """The form as last told; as written, before anything was told and where what was told is redacted."""
        return (contents(self.reports[-1]) if self.reports else {}) or self.values

    @property
    def told(self) -> bool:
        """Whether an initial report was made."""
        return bool(self.reports)

    @property
    def notified(self) -> Moment | None:
        """When the sponsor was told first: by a report, or as the form says; None: nobody says so."""
        return Moment(self.reports[0].told_us) if self.reports else time_of(self.entries.get(self.asked.told))

    @property
    def untold(self) -> list[tuple[Item, str, str]]:
        """What the form says otherwise than the last report: the item, what was told, what stands there now."""
        told, redacted = self.last_told, {name for name, entry in self.entries.items() if entry.typed is None}
        rows = [(item, told.get(item.id, ""), self.values.get(item.id, "")) for item in self.form.items]
        return [row for row in rows if row[1] != row[2] and row[0].id not in redacted]

    @property
    def pressing_since(self) -> Moment | None:
        """Since when the form says that it is serious, fatal or life-threatening, and the last report did not.

        It is when that was written down: when somebody knew is asked with the follow-up. None: there is no such news.
        """
        if not self.reports or not self._presses(self.values):
            return None
        values, since = dict(self.last_told), None
        written = Entry.objects.filter(sheet=self.sheet, pk__gt=self.reports[-1].pk, pk__lt=self.horizon.site)
        for entry in written.select_related("event").order_by("pk"):
            values[entry.item] = entry.typed or ""
            since = (since or Moment(entry.event.at_us)) if self._presses(values) else None
        return since

    def _presses(self, values: Mapping[str, str]) -> bool:
        return any(says(values) and not says(self.last_told) for says in (self._serious, self.safety.urgent))

    @property
    def aware(self) -> Moment:
        """From when the 24 hours run: when somebody knew, else when it was written that it is serious."""
        entry = self.entries[self.asked.item]
        return time_of(self.entries.get(self.asked.aware)) or Moment(entry.event.at_us)

    @property
    def number(self) -> str:
        """How the participant is named outside the site: the number, else the code of the screening."""
        enrolled = getattr(self.person, "enrolled", None)
        return str(enrolled.number if enrolled is not None and self._known(enrolled) else self.person.code)

    @property
    def address(self) -> str:
        """Of its form in the casebook."""
        return place_of_sheet(self.sheet).address(self.person.code)

    @property
    def minimum(self) -> Moment | None:
        """When the sponsor first held all minimum criteria, over all that it had received."""
        held: set[str] = set()
        for received, criteria, _ in self._received():
            held |= criteria
            if held >= set(CRITERIA):
                return received
        return None

    @property
    def urgent_since(self) -> Moment | None:
        """When the sponsor first received that it is fatal or life-threatening."""
        return next((at for at, _, report in self._received() if self.safety.urgent(contents(report))), None)

    @property
    def to_receive(self) -> Report | None:
        """The earliest report whose receipt nobody has written down."""
        return next((each for each in self.reports if self.receipt_of(each) is None), None)

    def receipt_of(self, report: Report) -> Receipt | None:
        """That the sponsor received a report; None where it is not written."""
        held = getattr(report, "receipt", None)
        return held if held is not None and self._known(held) else None

    def language_of(self, report: Report) -> str:
        """The language in which the texts of a report are written; empty where nobody has said."""
        held = getattr(report, "language", None)
        return held.code if held is not None else ""

    @property
    def known_at(self) -> Moment:
        """When the last of what is known of its reports was written."""
        receipts = (receipt for each in self.reports if (receipt := self.receipt_of(each)) is not None)
        rows = (*self.reports, *receipts, *self.assessments, *self.submissions)
        return Moment(max(row.event.at_us for row in rows))

    def _received(self) -> Iterator[tuple[Moment, set[str], Report]]:
        rows = [(receipt, each) for each in self.reports if (receipt := self.receipt_of(each)) is not None]
        for receipt, report in sorted(rows, key=lambda row: (row[0].received_us, row[1].number)):
            yield Moment(receipt.received_us), set(receipt.criteria.split()), report

    def _known(self, row: Kept) -> bool:
        return row.pk < self.horizon.sponsor

    # --- what the sponsor made of it ---------------------------------------------------------------------------

    @cached_property
    def assessments(self) -> list[Assessment]:
        """The sponsor's, oldest first."""
        rows = (row for each in self.reports for row in each.assessments.all() if self._known(row))
        return sorted(rows, key=lambda row: row.pk)

    @cached_property
    def submissions(self) -> list[Submission]:
        """Reports that left for the authority, oldest first."""
        rows = (row for each in self.reports for row in each.submissions.all() if self._known(row))
        return sorted(rows, key=lambda row: (row.at_us, row.pk))

    @property
    def by_investigator(self) -> bool | None:
        """Whether the investigator relates it to the drug, as last told (as written, before anything was told)."""
        return self.safety.related(self.last_told)

    @property
    def by_sponsor(self) -> bool | None:
        """Whether the sponsor does."""
        return self.assessments[-1].relation == RELATED if self.assessments else None

    @property
    def related(self) -> bool | None:
        """The causality of the report: the higher of both."""
        return either(self.by_investigator, self.by_sponsor)

    @property
    def unexpected(self) -> bool | None:
        """Whether the reference safety information does not expect it; None: nobody has looked."""
        return self.assessments[-1].expected == "unexpected" if self.assessments else None

    @property
    def susar(self) -> bool | None:
        """Whether it is a suspected unexpected serious adverse reaction."""
        return susar(self.serious, self.related, self.unexpected)

    # --- clocks ------------------------------------------------------------------------------------------------

    @property
    def clocks(self) -> list[Clock]:
        """All that run or ran for it: towards the sponsor, then towards the authority."""
        reaction = Reaction(
            self.susar, self.minimum, self.urgent_since, tuple(Moment(row.at_us) for row in self.submissions)
        )
        own = [self._notification()] if self.told or (self.serious and not self.exempt) else []
        return [*own, *self._news(), *clocks(reaction, zone())]

    def _news(self) -> Iterator[Clock]:
        if (since := self.pressing_since) is not None:
            yield Clock(Duty.NEWS, since, notified_by(since, read_length(self.asked.within)))

    def _notification(self) -> Clock:
        aware = Moment(self.reports[0].aware_us) if self.reports else self.aware
        return Clock(Duty.NOTIFY, aware, notified_by(aware, read_length(self.asked.within)), self.notified)


def contents(report: Report) -> dict[str, str]:
    """The form as it was told; nothing where it was redacted."""
    held: dict[str, str] = json.loads(report.contents or "{}")
    return held


def cases_of(person: Person) -> list[Case]:
    """Every adverse event of somebody, in the order in which the forms were opened."""
    return list(cases([person]))


def cases(persons: Iterable[Person], horizon: Horizon = NOW) -> Iterator[Case]:
    """Every adverse event of these people: a handful of questions however many they are."""
    known = {person.pk: person for person in persons}
    asked, doses = _forms()
    sheets = _sheets(known, asked | {form for form, _ in doses}, horizon)
    first = _first_doses(sheets, doses)
    reports = _reports(known, horizon)
    for sheet, entries in sheets:
        form = protocol_of(sheet.version).form(sheet.form)
        if form.safety is not None and form.reporting is not None and entries:
            told, sheet.person = tuple(reports.get(sheet.pk, ())), known[sheet.person_id]
            dose = first.get(sheet.person_id)
            yield Case(sheet.person, sheet, form, form.safety, form.reporting, entries, dose, told, horizon)


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


def _sheets(persons: Collection[int], forms: Collection[str], horizon: Horizon) -> list[tuple[Sheet, dict[str, Entry]]]:
    held = Sheet.objects.filter(person__in=persons, form__in=forms, pk__lt=horizon.site)
    rows = list(held.select_related("event").order_by("person", "pk"))
    entries: dict[int, dict[str, Entry]] = {}
    written = Entry.objects.filter(sheet__in=rows, pk__lt=horizon.site).select_related("event")
    for entry in written.order_by("number"):
        entries.setdefault(entry.sheet_id, {})[entry.item] = entry
    return [(sheet, entries.get(sheet.pk, {})) for sheet in rows]


def _first_doses(
    sheets: Iterable[tuple[Sheet, Mapping[str, Entry]]], doses: Collection[tuple[str, str]]
) -> dict[int, Moment]:
    found: dict[int, Moment] = {}
    for sheet, entries in sheets:
        for at in (time_of(entries.get(item)) for form, item in doses if form == sheet.form):
            if at is not None:
                found[sheet.person_id] = min(at, found.get(sheet.person_id, at))
    return found


def _reports(persons: Collection[int], horizon: Horizon) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    held = Report.objects.filter(sheet__person__in=persons, pk__lt=horizon.sponsor)
    held = held.select_related("event", "receipt__event", "message", "language")
    for report in held.prefetch_related("assessments__event", "submissions__event").order_by("number"):
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
