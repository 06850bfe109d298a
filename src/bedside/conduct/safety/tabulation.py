"""Adverse events counted: the year's serious ones beside all since the beginning, and all of them for a board.

The layout is that of the development safety update report (ICH E2F, section 7): a line listing of the period, and a
cumulative tabulation by system organ class and term. A term has both only once somebody has coded it; till then it
counts as it was written, without capitals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bedside.conduct.coding.books import Kind
from bedside.conduct.coding.standing import State, lines
from bedside.conduct.frame.words import say, told
from bedside.conduct.safety.case import Case
from bedside.conduct.study.clock import on_day, today
from bedside.errors import UsageError
from bedside.protocol.safety import FATAL
from bedside.values.moment import Moment

YEAR = timedelta(days=364)
"""From its first day to its last."""
Numbers = tuple[int, int, int, int]
"""How many there are, how many of them are related, unexpected and related, fatal."""


@dataclass(frozen=True)
class Term:
    """What an event counts under: its class (empty: not coded) and its name."""

    system: str
    name: str


@dataclass(frozen=True)
class Count:
    """Serious events of one term."""

    system: str
    term: str
    period: Numbers
    whole: Numbers


@dataclass(frozen=True)
class Annual:
    """The listing of a period: its events, the counts beside those since the beginning, who had the drug by its end."""

    cases: tuple[Case, ...]
    counts: tuple[Count, ...]
    exposed: int


def period(first: date | None, last: date | None) -> tuple[date, date]:
    """The days asked for; the last year by default. Raises UsageError for the wrong way round."""
    until = last or today()
    since = first or until - YEAR
    if since > until:
        raise UsageError("the days are the wrong way round.", "annual listing", "Correct one of them.")
    return since, until


def annual(found: Iterable[Case], doses: Mapping[int, Moment], first: date, last: date) -> Annual:
    """Serious events that the sponsor was told of on these days (both included), on the sponsor's clock.

    `doses` is when each participant first had the drug.
    """
    whole = [
        case for case in found if case.serious and case.reports and on_day(Moment(case.reports[0].told_us)) <= last
    ]
    inside = [case for case in whole if on_day(Moment(case.reports[0].told_us)) >= first]
    exposed = sum(on_day(Moment(at)) <= last for at in doses.values())
    return Annual(tuple(inside), tuple(_counts(inside, whole)), exposed)


def summary(found: Iterable[Case], doses: Mapping[int, Moment]) -> Iterator[tuple[str, str]]:
    """Numbers over all events, in words: who had the drug, events, people, by grade, serious, related, fatal."""
    held = list(found)
    yield say("safety.sum_exposed"), str(len(doses))
    yield say("safety.sum_events"), str(len(held))
    yield say("safety.sum_people"), str(len({case.person.pk for case in held}))
    grades: dict[str, int] = {}
    for case in held:
        grades[told(case.grade_said)] = grades.get(told(case.grade_said), 0) + 1
    for grade in sorted(grades):
        yield say("safety.sum_grade", grade=grade or "–"), str(grades[grade])
    for name, holds in _KINDS.items():
        yield say(f"safety.sum_{name}"), str(sum(holds(case) for case in held))


_KINDS = {
    "emergent": lambda case: case.emergent is True,
    "serious": lambda case: case.serious,
    "related": lambda case: case.serious and case.related is True,
    "susar": lambda case: case.susar is True,
    "fatal": lambda case: case.outcome == FATAL,
}


def _counts(inside: list[Case], whole: list[Case]) -> Iterator[Count]:
    """By class and term, the most frequent term of a class first."""
    named = _named(whole)
    of: dict[Term, list[Case]] = {}
    for case in whole:
        of.setdefault(named[case.sheet.pk], []).append(case)
    keys = {case.sheet.pk for case in inside}
    for term, held in sorted(of.items(), key=lambda row: (row[0].system, -len(row[1]), row[0].name)):
        shown = next((case.term for case in held if case.term.casefold() == term.name), term.name)
        yield Count(term.system, shown, _numbers(case for case in held if case.sheet.pk in keys), _numbers(held))


def _named(cases: Iterable[Case]) -> Mapping[int, Term]:
    """What each event counts under, by its sheet."""
    held = list(cases)
    coded = {
        line.entry.sheet_id: line for line in lines({case.person.site for case in held})
        if line.kind is Kind.MEDDRA and line.state is State.CODED and line.coded
    }  # fmt: skip
    found = {}
    for case in held:
        line = coded.get(case.sheet.pk)
        if line is not None and line.coded is not None and line.entry.item == case.safety.term:
            found[case.sheet.pk] = Term(line.above[-1] if line.above else "", line.coded.name)
        else:
            found[case.sheet.pk] = Term("", case.term.strip().casefold())
    return found


def _numbers(cases: Iterable[Case]) -> Numbers:
    held = list(cases)
    return (
        len(held), sum(case.related is True for case in held), sum(case.susar is True for case in held),
        sum(case.outcome == FATAL for case in held),
    )  # fmt: skip
