"""The clocks of what is to be reported to the sponsor: from the moment somebody knew, never from when it began.

Which form, item and length of time are data of the protocol (`Form.reporting`). Where nobody has written when it was
known, the clock runs from the moment at which it was written down: nobody knew later than that. Those of adverse events
are worked out in their own room: it knows what an investigator has judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from bedside.conduct.casebook.places import Place
from bedside.conduct.inclusion.filled import Filled, time_of
from bedside.conduct.participants.models import Person
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.deadlines import TOLD_BY_SITE, Duty, notified_by
from bedside.conduct.safety.reading import cases
from bedside.conduct.today.known import known_of
from bedside.values.moment import Moment, now, read_length
from bedside.values.wording import Text


@dataclass(frozen=True)
class Clock:
    """Something that is to be reported by `by`, or was so late and nobody says why (`late` is then how late).

    `left` is what remains, or how far it is overdue; `aware` says whether it is written when somebody knew.
    """

    person: Person
    text: Text
    address: str
    aware: bool
    since: Moment
    by: Moment
    left: int
    overdue: bool
    reported_late: bool


def clocks(
    persons: Iterable[Person], at: Moment | None = None, events: Iterable[Case] | None = None
) -> list[Clock]:  # fmt: skip
    """What is to be reported of these people and their adverse events (None: read here), the overdue first."""
    when, held = at or now(), [person for person in persons if hasattr(person, "enrolled")]
    known = known_of(held)
    found = [each for person in held for each in _clocks(person, known[person.code].told, when)]
    found += [each for case in (events_of(held) if events is None else events) for each in _of_event(case, when)]
    return sorted(found, key=lambda each: (each.reported_late, each.by, each.person.code))


def events_of(persons: Iterable[Person]) -> list[Case]:
    """The adverse events of those who were included."""
    return list(cases([person for person in persons if hasattr(person, "enrolled")]))


def to_judge(events: Iterable[Case]) -> list[Case]:
    """Those of which something waits for an investigator's judgement: the serious first."""
    return sorted((case for case in events if case.to_assess), key=lambda case: (not case.serious, case.sheet.pk))


def _clocks(person: Person, sheets: Iterable[Filled], at: Moment) -> Iterator[Clock]:
    for each in sheets:
        if each.told is not None:
            told, place = each.told, Place(each.visit, each.form, each.day, each.number)
            where = _Where(person, told.text, place.address(person.code))
            by = notified_by(told.aware or told.saved, read_length(told.asked.within))
            yield from _clock(where, told.aware, told.saved, by, told.reported, told.why_late, at)


def _of_event(case: Case, at: Moment) -> Iterator[Clock]:
    """Of one that was told, the news since; its own clock says how that went."""
    if case.told:
        yield from _news(case, at)
    elif case.serious and not case.exempt:
        where, aware = _Where(case.person, case.form.text, case.address), time_of(case.entries.get(case.asked.aware))
        by = notified_by(case.aware, read_length(case.asked.within))
        why_late = bool(case.values.get(case.asked.late))
        yield from _clock(where, aware, case.aware, by, case.notified, why_late, at)


@dataclass(frozen=True)
class _Where:
    """Whose it is, what, and its page."""

    person: Person
    text: Text
    address: str


def _clock(
    where: _Where, aware: Moment | None, saved: Moment, by: Moment, reported: Moment | None, why_late: bool, at: Moment
) -> Iterator[Clock]:
    late = reported is not None and reported > by
    if reported is None or (late and not why_late):
        left = abs((reported or at) - by)
        yield Clock(
            where.person, where.text, where.address, aware is not None, aware or saved, by, left,
            not late and at > by, late,
        )  # fmt: skip


def _news(case: Case, at: Moment) -> Iterator[Clock]:
    """The sponsor was told, and not that it is worse since."""
    if (written := case.pressing_since) is not None:
        known = case.news_known
        since = known or written
        by = notified_by(since, read_length(case.asked.within))
        address = reverse("safety-event", kwargs={"code": case.person.code, "sheet": case.sheet.pk})
        text = TOLD_BY_SITE[Duty.NEWS]
        yield Clock(case.person, text, address, known is not None, since, by, abs(at - by), at > by, False)
