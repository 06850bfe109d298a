"""Mails before a clock ends: one when a quarter of its time is left, and one when it has run out.

A clock whose end moved (a receipt that was corrected, an event that became fatal) is another one. Where nobody looked
for longer than that, the mail that it ran out is the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from bedside.conduct.participants.models import Person
from bedside.conduct.safety.case import Case
from bedside.conduct.safety.deadlines import LIMITS, TOLD_BY_SITE, Clock
from bedside.conduct.safety.models import Message, Reminder
from bedside.conduct.safety.outbox import BODIES, SUBJECTS
from bedside.conduct.safety.reading import cases
from bedside.conduct.safety.words import WORDS
from bedside.conduct.study.clock import shown
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep
from bedside.values.moment import Moment, now
from bedside.values.wording import LANGUAGES, Text

PART = 4
"""A mail is written when one part of so many of a clock's time is left."""


@dataclass(frozen=True)
class Ending:
    """A clock of an event that ends soon, or has run out."""

    case: Case
    clock: Clock
    late: bool

    @property
    def key(self) -> tuple[int, str, int, bool]:
        """What tells it from any other."""
        return self.case.sheet.pk, self.clock.duty.value, int(self.clock.due), self.late


def ending(at: Moment) -> Iterator[Ending]:
    """The clocks, of everybody's events, of which it is time to remind."""
    for case in cases(Person.objects.filter(enrolled__isnull=False).select_related("enrolled")):
        for clock in case.clocks:
            late = at > clock.due
            if clock.done is None and (late or PART * (clock.due - at) <= clock.due - clock.since):
                yield Ending(case, clock, late)


@in_turn
def remind(by: Actor, at: Moment | None = None) -> int:
    """Queue the mails that are due and were not written yet; gives how many."""
    held = set(Reminder.objects.values_list("sheet", "duty", "due_us", "late"))
    found = [each for each in ending(at or now()) if each.key not in held]
    for each in found:
        sheet, duty, due_us, late = each.key
        person = each.case.person
        act = Act(by, "remind of a clock", person.site, person.code, f"{each.case.sheet.form} {each.case.sheet.number}")
        subject, body = written(each)
        message = keep(act, Message(subject=subject, body=body))
        keep(act, Reminder(message=message, sheet_id=sheet, duty=duty, due_us=due_us, late=late))
    return len(found)


def written(each: Ending) -> tuple[str, str]:
    """Subject and body, in both languages: whose, which duty, until when, and the page; never what happened."""
    person, clock = each.case.person, each.clock
    page = f"{settings.ADDRESS}/participants/{person.code}/safety/{each.case.sheet.pk}/"
    kind = "late" if each.late else "soon"
    places = {
        "number": person.enrolled.number, "site": person.site, "duty": duty_said(clock), "page": page,
        "due": shown(clock.due),
    }  # fmt: skip
    subject, body = (WORDS[f"mail_{kind}_{part}"].filled(**places) for part in ("subject", "body"))
    return SUBJECTS.join(map(subject.say, LANGUAGES)), BODIES.join(map(body.say, LANGUAGES)) + "\n"


def duty_said(clock: Clock) -> Text:
    """What a clock is of, in words."""
    return TOLD_BY_SITE[clock.duty] if clock.duty in TOLD_BY_SITE else LIMITS[clock.duty].text
