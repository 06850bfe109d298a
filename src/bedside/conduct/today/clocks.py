"""The clocks of what is to be reported to the sponsor: from the moment somebody knew, never from when it began.

Which form, item and length of time are data of the protocol (`Form.reporting`). Where nobody has written when it was
known, the clock runs from the moment at which it was written down: nobody knew later than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from bedside.conduct.casebook.places import Place
from bedside.conduct.inclusion.filled import Filled, Told
from bedside.conduct.participants.models import Person
from bedside.conduct.safety.case import cases
from bedside.conduct.safety.deadlines import TOLD_BY_SITE, Duty, notified_by
from bedside.conduct.safety.models import Report
from bedside.conduct.today.known import known_of
from bedside.values.moment import Moment, now, read_length
from bedside.values.wording import Text

_Key = tuple[int, str, int | None, str, int]
"""Person, visit, day, form and number of a sheet."""


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


def clocks(persons: Iterable[Person], at: Moment | None = None) -> list[Clock]:
    """What is to be reported, the overdue first."""
    when, held = at or now(), [person for person in persons if hasattr(person, "enrolled")]
    known, told = known_of(held), _reported(held)
    found = [
        each
        for person in held
        for each in _clocks(person, [each for each in known[person.code].told if _key(person, each) not in told], when)
    ]
    reported = {key for key, *_ in told}
    found += _news([person for person in held if person.pk in reported], when)
    return sorted(found, key=lambda each: (each.reported_late, each.by, each.person.code))


def _clocks(person: Person, sheets: Iterable[Filled], at: Moment) -> Iterator[Clock]:
    for each in sheets:
        if each.told is None:
            continue
        by = due_by(each.told)
        late = each.told.reported is not None and each.told.reported > by
        if each.told.reported is None or (late and not each.told.why_late):
            place = Place(each.visit, each.form, each.day, each.number)
            yield Clock(
                person, each.told.text, place.address(person.code),
                each.told.aware is not None, each.told.aware or each.told.saved, by,
                abs((each.told.reported or at) - by), not late and at > by, late,
            )  # fmt: skip


def _news(persons: Iterable[Person], at: Moment) -> Iterator[Clock]:
    """Events of which the sponsor was told, and not that they are worse since."""
    for case in cases(persons):
        if (since := case.pressing_since) is not None:
            by = notified_by(since, read_length(case.asked.within))
            address = reverse("safety-event", kwargs={"code": case.person.code, "sheet": case.sheet.pk})
            yield Clock(
                case.person, TOLD_BY_SITE[Duty.NEWS], address, False, since, by, abs(at - by), at > by, False
            )  # fmt: skip


def _reported(persons: Iterable[Person]) -> set[_Key]:
    """The sheets of which a report was made here: its own clock says how that went."""
    rows = Report.objects.filter(sheet__person__in=persons, number=1)
    return set(rows.values_list("sheet__person", "sheet__visit", "sheet__day", "sheet__form", "sheet__number"))


def _key(person: Person, each: Filled) -> _Key:
    return person.pk, each.visit, each.day, each.form, each.number


def due_by(told: Told) -> Moment:
    """By when it is to be reported."""
    return notified_by(told.aware or told.saved, read_length(told.asked.within))
