"""Mails that say that something was told, or that a clock ends. They are kept in a queue; sending them is a try, and
each try is kept too, so that none is lost and none leaves unseen.

A mail names a site and a participant's number and leads to a page (at the study's `address`, where `study.toml` says
it); who they are and what happened is read there, after log-in. Nothing is sent unless `study.toml` says how
(`[mail]`), and never from a demonstration.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.safety.models import Message, Report, Sending
from bedside.conduct.safety.words import WORDS
from bedside.conduct.trail.keeping import Act, Actor, keep
from bedside.errors import UsageError
from bedside.values.moment import Moment
from bedside.values.wording import LANGUAGES

NONE_LEAVES = "no mail leaves a demonstration."
LONGEST = 300
ABOUT = ("report__sheet__person__enrolled", "reminder__sheet__person__enrolled")
"""What is read with a mail."""
SUBJECTS, BODIES = " / ", "\n\n"
"""What stands between the languages of a mail."""


@dataclass(frozen=True)
class Queued:
    """A mail and every try at sending it, oldest first."""

    message: Message
    tries: tuple[Sending, ...]

    @property
    def sheet(self) -> Sheet:
        """The form of the event that it is about."""
        return sheet_of(self.message)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """Its subject in each language, after the language's name."""
        return list(zip(LANGUAGES, self.message.subject.split(SUBJECTS), strict=False))

    @property
    def bodies(self) -> list[tuple[str, str]]:
        """The same of its body."""
        return list(zip(LANGUAGES, self.message.body.strip().split(BODIES), strict=False))

    @property
    def taken(self) -> Sending | None:
        """The try at which a server took it; None while it waits."""
        return next((each for each in self.tries if not each.error), None)

    @property
    def failed(self) -> Sending | None:
        """The last try of one that still waits; None where nobody has tried, or it was taken."""
        return self.tries[-1] if self.tries and self.taken is None else None


@dataclass(frozen=True)
class Sent:
    """How many mails were taken by the server, and how many still wait."""

    taken: int
    waiting: int


def written(report: Report) -> tuple[str, str]:
    """Subject and body of the mail of a report, in both languages."""
    person = report.sheet.person
    number = person.enrolled.number if hasattr(person, "enrolled") else person.code
    page = f"{settings.ADDRESS}/participants/{person.code}/safety/{report.sheet_id}/"
    places = {"number": number, "site": person.site, "report": report.number, "page": page}
    lines = [WORDS["mail_body"].say(language).format(**places) for language in LANGUAGES]
    subjects = (WORDS["mail_subject"].say(language).format(**places) for language in LANGUAGES)
    return SUBJECTS.join(subjects), BODIES.join(lines) + "\n"


def sheet_of(message: Message) -> Sheet:
    """The form of the event that a mail is about: told of in a report, or whose clock ends."""
    held: Sheet = message.reminder.sheet if message.report is None else message.report.sheet
    return held


def _at(sites: Collection[str]) -> QuerySet[Message]:
    """The mails about people of these sites."""
    told, reminded = Q(report__sheet__person__site__in=sites), Q(reminder__sheet__person__site__in=sites)
    return Message.objects.filter(told | reminded).select_related("event", *ABOUT)


def queue(sites: Collection[str]) -> list[Queued]:
    """Every mail about people of these sites, the latest first."""
    rows = _at(sites).order_by("-pk").prefetch_related("sendings__event")
    return [Queued(each, tuple(sorted(each.sendings.all(), key=lambda row: row.pk))) for each in rows]


@dataclass(frozen=True)
class Unsent:
    """How many mails no server has taken yet, since when the first of them waits, and how many were tried in vain."""

    count: int
    since: Moment | None
    failed: int


def unsent(sites: Collection[str]) -> Unsent:
    """The mails about people of these sites that wait."""
    held = list(_at(sites).exclude(sendings__error="").prefetch_related("sendings"))
    since = min((each.event.at_us for each in held), default=None)
    return Unsent(len(held), None if since is None else Moment(since), sum(bool(each.sendings.all()) for each in held))


def waiting() -> list[Message]:
    """The mails that no server has taken yet, oldest first."""
    held = Message.objects.exclude(sendings__error="").select_related(*ABOUT)
    return list(held.order_by("pk"))


def refuse_unsendable() -> None:
    """Raise UsageError in a demonstration, and where study.toml does not say how mails are sent."""
    if settings.DEMONSTRATION:
        raise UsageError(NONE_LEAVES, "mail", "Read the queue on the page of mails.")
    if not settings.MAIL_TO:
        raise UsageError("study.toml does not say how mails are sent.", "[mail]", "Write host, from and to there.")


def send(by: Actor) -> Sent:
    """Try every mail that waits; each try is kept with what came of it. Raises UsageError where none may leave."""
    refuse_unsendable()
    taken, held = 0, waiting()
    for message in held:
        taken += not _tried(by, message).error
    return Sent(taken, len(held) - taken)


def _tried(by: Actor, message: Message) -> Sending:
    """One try; it is kept whatever came of it. A crash in between sends the same mail again, rather than none."""
    error = ""
    try:
        mail = EmailMessage(message.subject, message.body, to=settings.MAIL_TO, connection=get_connection())
        mail.send()
    except (OSError, SMTPException) as failed:
        error = f"{type(failed).__name__}: {failed}"[:LONGEST]
    person = sheet_of(message).person
    act = Act(by, "send mail", person.site, person.code, f"mail {message.pk}")
    return keep(act, Sending(message=message, recipients=", ".join(settings.MAIL_TO)[:500], error=error))
