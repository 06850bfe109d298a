"""Listings that leave: adverse events line by line for a data monitoring board, and the year's for the authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils import timezone

from bedside.conduct.casebook.times import shown
from bedside.conduct.frame.words import say, told
from bedside.conduct.participants.models import Person
from bedside.conduct.safety.case import Case
from bedside.values.moment import Moment, to_datetime
from bedside.values.wording import Text

ANSWERS = {True: "yes", False: "no", None: "cannot_tell"}
COLUMNS = (
    "participant", "site", "event", "term", "grade", "above_baseline", "began", "ended", "emergent", "serious",
    "criterion", "exempt_column", "by_investigator", "by_sponsor", "related", "unexpected", "susar", "outcome",
    "action", "reports",
)  # fmt: skip
"""The columns of a line listing, by their words."""
OF_WHOM = COLUMNS[:3]
TIMES = frozenset({"began", "ended"})


def header() -> list[str]:
    """The columns in the reader's language."""
    return [say(f"safety.{name}") for name in COLUMNS]


def line(case: Case) -> list[str]:
    """One event."""
    held, values = case.safety, case.values
    return [
        number_of(case.person), case.person.site, str(case.sheet.number), values.get(held.term, ""),
        told(case.said(held.grade)), "" if case.above_baseline is None else str(case.above_baseline),
        values.get(held.began, ""), values.get(held.ended, ""), answer(case.emergent), answer(case.serious),
        told(case.said(held.criterion.item)) if case.serious else "", told(case.exempt.text) if case.exempt else "",
        answer(case.by_investigator), answer(case.by_sponsor), answer(case.related),
        answer(case.unexpected), answer(case.susar), told(case.said(held.outcome.item)),
        told(case.said(held.action.item)), str(len(case.reports)),
    ]  # fmt: skip


def on_screen(case: Case) -> list[str]:
    """The same as people read it: its times on the sites' clock."""
    zone = timezone.get_current_timezone()
    return [shown(cell, zone) if name in TIMES else cell for name, cell in zip(COLUMNS, line(case), strict=True)]


def facts(case: Case) -> list[tuple[str, str]]:
    """The same, each cell with its column; whose it is stands elsewhere."""
    return list(zip(header(), on_screen(case), strict=True))[len(OF_WHOM) :]


def answer(value: bool | None) -> str:
    """Yes, no, or that it cannot be told."""
    return say(f"safety.{ANSWERS[value]}")


def number_of(person: Person) -> str:
    """How a participant is named outside the site: the number, else the code of the screening."""
    return str(person.enrolled.number) if hasattr(person, "enrolled") else str(person.code)


def in_year(cases: Iterable[Case], first: date, last: date) -> Iterator[Case]:
    """Serious events that the sponsor was told of on these days (both included), on the sponsor's clock."""
    for case in cases:
        if case.serious and case.reports:
            at = case.reports[0].told_us
            if first <= timezone.localtime(to_datetime(Moment(at))).date() <= last:
                yield case


def counts(cases: Iterable[Case]) -> Sequence[tuple[Text, int, int, int]]:
    """Serious events by term: all, those related to the drug by either, SUSARs; the most frequent first.

    Terms are compared without capitals; they are MedDRA's only once somebody has coded them.
    """
    names: dict[str, str] = {}
    tally: dict[str, Counter[str]] = {}
    for case in cases:
        term = case.values.get(case.safety.term, "").strip()
        key = term.casefold()
        names.setdefault(key, term)
        found = tally.setdefault(key, Counter())
        found.update({"all": 1, "related": case.related is True, "susar": case.susar is True})
    rows = [(names[key], each["all"], each["related"], each["susar"]) for key, each in tally.items()]
    return [(Text(name, name), *numbers) for name, *numbers in sorted(rows, key=lambda row: (-row[1], row[0]))]  # type: ignore[misc]
