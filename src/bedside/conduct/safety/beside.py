"""What the casebook says beside an event: age, sex and death of the participant, and the doses of the study drug.

Which items say it is content of the protocol (`Safety.case_report`). Nothing is read beyond the horizon of the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.casebook.numbers import read
from bedside.conduct.inclusion.filled import time_of
from bedside.conduct.participants.reading import DEATH
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.safety.case import Case
from bedside.conduct.study.protocol import protocol_of
from bedside.values.moment import DAY, Moment
from bedside.values.wording import Text

YEAR = DAY * 146_097 // 400
"""The mean year of the calendar."""


@dataclass(frozen=True)
class Doses:
    """A stretch in which the same was given in the same way: its first and last times as typed, how often.

    `amount` is the dose as typed, `number` its number where it is one; `route` is in the form's words.
    """

    first: str
    last: str
    times: int
    amount: str
    number: str
    unit: str
    route: Text | None


@dataclass(frozen=True)
class Died:
    """A death that is recorded: when, as typed (empty: the form of deaths does not say), and of what."""

    at: str
    cause: str


def sex_of(case: Case) -> str:
    """`female` or `male`; empty where it is not recorded."""
    asked = case.safety.case_report and case.safety.case_report.patient
    if not asked:
        return ""
    found = (asked.sex.meaning(_texts(entries)) for _, entries in sheets_by(case, asked.form))
    return next((each for each in found if each), "")


def age_of(case: Case) -> int | None:
    """Whole years at the beginning of the event: those recorded, and the whole years since they were.

    It may be one too low where a birthday lies between; None where age, its time or the beginning is not known.
    """
    asked = case.safety.case_report and case.safety.case_report.patient
    for _, entries in sheets_by(case, asked.form) if asked else ():
        held, at = entries.get(asked.age), time_of(entries.get(asked.age_at))
        years = read(held.typed or "") if held else None
        if years is not None and at is not None and case.began is not None:
            return int(years.number) + int((case.began[0] - at) / YEAR)
    return None


def death_of(case: Case) -> Died | None:
    """The participant’s death, as the form of deaths says, or the schedule’s event; None: none is recorded."""
    asked, at, cause = case.safety.case_report and case.safety.case_report.death, "", ""
    for _, entries in sheets_by(case, asked.form) if asked else ():
        texts = _texts(entries)
        at, cause = texts.get(asked.at, at), texts.get(asked.cause, cause)
    until = case.horizon.site
    for row in case.person.happened.filter(what=DEATH, pk__lt=until).exclude(taken_back__pk__lt=until).order_by("pk"):
        at = at or with_offset(Moment(row.at_us))
    return Died(at, cause) if at or cause else None


def doses_of(case: Case) -> list[Doses]:
    """The doses of the study drug, each stretch of the same dose and route once, in order of time."""
    return list(_stretches(_given(case)))


def _stretches(given: list[tuple[Moment, Doses]]) -> Iterator[Doses]:
    held: Doses | None = None
    for _, each in sorted(given, key=lambda row: row[0]):
        if held is not None and (held.amount, held.unit, held.route) == (each.amount, each.unit, each.route):
            held = replace(held, last=each.last, times=held.times + 1)
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held


def _given(case: Case) -> list[tuple[Moment, Doses]]:
    first, found = case.safety.first_dose, []
    for sheet, entries in sheets_by(case, first.form):
        at = time_of(entries.get(first.item))
        if at is not None:
            found.append((at, _dose(case, sheet, entries)))
    return found


def _dose(case: Case, sheet: Sheet, entries: Mapping[str, Entry]) -> Doses:
    """A dose as typed, in the unit that was chosen beside it, else in that of which the protocol says the form asks."""
    texts, report = _texts(entries), case.safety.case_report
    when = texts[case.safety.first_dose.item]
    asked = report.doses if report else None
    if asked is None:
        return Doses(when, when, 1, "", "", "", None)
    amount = texts.get(asked.dose, "")
    read_ = read(amount)
    number = str(read_.number) if read_ and not read_.limit else ""
    held = entries.get(asked.dose)
    unit = (held.unit if held else "") or asked.unit
    return Doses(when, when, 1, amount, number, unit, _route(sheet, asked.route, texts))


def _route(sheet: Sheet, item: str, texts: Mapping[str, str]) -> Text | None:
    codes = protocol_of(sheet.version).form(sheet.form).item(item).codes
    return next((code.text for code in codes if code.code == texts.get(item)), None)


def sheets_by(case: Case, form: str | None = None) -> Iterator[tuple[Sheet, dict[str, Entry]]]:
    """The sheets of this person (of one form), each with what stood on it by then."""
    sheets = Sheet.objects.filter(person=case.person, pk__lt=case.horizon.site).order_by("pk")
    sheets = sheets if form is None else sheets.filter(form=form)
    held: dict[int, dict[str, Entry]] = {}
    for entry in Entry.objects.filter(sheet__in=sheets, pk__lt=case.horizon.site).order_by("number"):
        held.setdefault(entry.sheet_id, {})[entry.item] = entry
    return ((sheet, held.get(sheet.pk, {})) for sheet in sheets)


def _texts(entries: Mapping[str, Entry]) -> dict[str, str]:
    return {name: entry.typed for name, entry in entries.items() if entry.typed}
