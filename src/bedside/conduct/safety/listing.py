"""Listings that leave: adverse events line by line for a data monitoring board, and the year's for the authority."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from bedside.conduct.casebook.offering import terms_of
from bedside.conduct.casebook.times import shown
from bedside.conduct.frame.words import say, told
from bedside.conduct.participants.typed_times import with_offset
from bedside.conduct.safety.beside import age_of, sex_of
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.icsr import Names
from bedside.values.moment import DAY

ANSWERS = {True: "yes", False: "no", None: "cannot_tell"}
COLUMNS = (
    "participant", "site", "event", "term", "grade", "above_baseline", "began", "ended", "emergent", "serious",
    "criterion", "exempt_column", "by_investigator", "by_sponsor", "related", "unexpected", "susar", "outcome",
    "action", "reports", "listed",
)  # fmt: skip
"""The columns of a line listing, by their words."""
MORE = ("case", "age", "sex", "first_dose", "days_of_drug", "day_zero")
"""What the annual listing says beside (ICH E2F, section 7.2: line listings)."""
OF_WHOM = COLUMNS[:3]
TIMES = frozenset({"began", "ended", "first_dose", "day_zero"})


def header(annual: bool = False) -> list[str]:
    """The columns in the reader's language."""
    return [say(f"safety.{name}") for name in (*COLUMNS, *(MORE if annual else ()))]


def line(case: Case) -> list[str]:
    """One event."""
    held, values, terms = case.safety, case.values, terms_of(case.safety)
    return [
        case.number, case.person.site, str(case.sheet.number), told(case.term_said),
        told(case.said(held.grade)), "" if case.above_baseline is None else str(case.above_baseline),
        values.get(held.began, ""), values.get(held.ended, ""), answer(case.emergent),
        proposed(case, (case.asked.item,), answer(case.serious)),
        proposed(case, held.criterion_items, told(case.criterion_said)) if case.serious else "",
        told(case.exempt.text) if case.exempt else "", by_investigator(case),
        judged(case, case.by_sponsor), answer(case.related), judged(case, case.unexpected), answer(case.susar),
        told(case.said(held.outcome.item)),
        told(case.said(held.action.item)), str(len(case.reports)),
        answer(terms.says(case.term)) if terms is not None and case.term else "",
    ]  # fmt: skip


def annual_line(case: Case) -> list[str]:
    """One event, and what the annual listing says beside: reference, age, sex, first dose, days from it on, day 0."""
    age, sex, first = age_of(case), sex_of(case), case.first_dose
    zero = None if case.susar is False else case.zero
    days = "" if first is None or case.began is None else str((case.began[0] - first) // DAY)
    return [
        *line(case), Names(case).case, "" if age is None else str(age), say(f"safety.sex_{sex}") if sex else "",
        "" if first is None else with_offset(first), days, with_offset(zero) if zero is not None else "",
    ]  # fmt: skip


def on_screen(case: Case) -> list[str]:
    """A line as people read it: its times on the sites' clock."""
    return _read(COLUMNS, line(case))


def annual_on_screen(case: Case) -> list[str]:
    """The same of the annual listing."""
    return _read((*COLUMNS, *MORE), annual_line(case))


def _read(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    zone = timezone.get_current_timezone()
    return [shown(cell, zone) if name in TIMES else cell for name, cell in zip(names, cells, strict=True)]


def facts(case: Case) -> list[tuple[str, str]]:
    """The same, each cell with its column; whose it is stands elsewhere."""
    return list(zip(header(), on_screen(case), strict=True))[len(OF_WHOM) :]


def by_investigator(case: Case) -> str:
    """Whether the investigator relates it to the drug: as judged, or as somebody has proposed."""
    relation = (case.safety.relation.item,)
    return proposed(case, relation, answer(case.safety.related(case.last_told)))


def proposed(case: Case, items: Sequence[str], said: str) -> str:
    """What items say, and whether that is but proposed."""
    return say("safety.proposed", what=said) if said and case.proposed(*items) else said


def judged(case: Case, of_sponsor: bool | None) -> str:
    """A judgement of the sponsor's in words; that there is none yet is no “cannot tell”."""
    return answer(of_sponsor) if case.assessments else say("safety.not_assessed")


def answer(value: bool | None) -> str:
    """Yes, no, or that it cannot be told."""
    return say(f"safety.{ANSWERS[value]}")
