"""The clocks of a serious adverse event, as law gives them: worked out from what happened when, and nothing else.

Lengths in hours run from a moment. Lengths in days are calendar days on the sponsor's clock: the day on which the
sponsor received is day 0, and the last day runs to its midnight, whatever weekends, holidays and changes of the clock
lie between (`DAY_ZERO`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from bedside.values.moment import Moment, of_datetime, to_datetime
from bedside.values.wording import Text


class Duty(StrEnum):
    """Something that has to be done by a time."""

    NOTIFY = "notify the sponsor"
    NEWS = "tell the sponsor the news"
    SUSAR = "report the reaction"
    URGENT = "report the urgent reaction"
    UPGRADE = "report the upgrade"
    COMPLETE = "complete the urgent report"


@dataclass(frozen=True)
class Limit:
    """How many calendar days a duty has, in words, and which law says so; `read` is where and when we read it."""

    days: int
    text: Text
    source: Text
    read: str


def _article(number: str, letter: str = "") -> Text:
    """An article of the regulation on clinical trials of medicinal products."""
    return Text(
        f"Regulation (EU) 536/2014 art. {number}" + (f" ({letter})" if letter else ""),
        f"Règlement (UE) 536/2014, art. {number}" + (f" {letter})" if letter else ""),
    )


LIMITS: Mapping[Duty, Limit] = {
    Duty.SUSAR: Limit(
        15, Text("Suspected unexpected serious reaction, to the authority",
                 "Effet grave inattendu suspecté, à l’autorité"),
        _article("42 § 2", "b"), "in ICH E2A and ECRIN’s summary, 2026-11-22",
    ),
    Duty.URGENT: Limit(
        7, Text("Fatal or life-threatening unexpected reaction, to the authority",
                "Effet inattendu fatal ou menaçant le pronostic vital, à l’autorité"),
        _article("42 § 2", "a"), "in ICH E2A and ECRIN’s summary, 2026-11-22",
    ),
    Duty.UPGRADE: Limit(
        7, Text("Reaction that became fatal or life-threatening, to the authority",
                "Effet devenu fatal ou menaçant le pronostic vital, à l’autorité"),
        _article("42 § 2", "c"), "not read; general knowledge, to be confirmed by the sponsor",
    ),
    Duty.COMPLETE: Limit(
        8, Text("Complete report of the fatal or life-threatening reaction",
                "Rapport complet de l’effet fatal ou menaçant le pronostic vital"),
        Text("ICH E2A, section III.B.1", "ICH E2A, section III.B.1"), "in ECRIN’s summary, 2026-11-22",
    ),
}  # fmt: skip
"""The sponsor's. The investigator's 24 hours are the protocol's (`Form.reporting`)."""
TOLD_BY_SITE: Mapping[Duty, Text] = {
    Duty.NOTIFY: Text("Serious adverse event, to the sponsor", "Événement indésirable grave, au promoteur"),
    Duty.NEWS: Text("News since the last report (serious, fatal or life-threatening), to the sponsor",
                    "Nouveauté depuis la dernière déclaration (gravité, décès ou pronostic vital), au promoteur"),
}  # fmt: skip
"""The investigator's duties, in words."""
NOTIFICATION_SOURCE = _article("41 § 2")
DAY_ZERO = Text(
    "Calendar days on the sponsor’s clock, weekends and holidays included. The day on which the sponsor holds the "
    "minimum criteria is day 0; a deadline ends at midnight of its last day.",
    "Jours calendaires à l’heure du promoteur, week-ends et jours fériés compris. Le jour où le promoteur détient les "
    "critères minimaux est le jour 0\u202f; un délai se termine à minuit de son dernier jour.",
)
UPGRADE_RULE = Text(
    "An event that becomes fatal or life-threatening has 7 days from the receipt of that news, never longer than the "
    "15 days that ran already. Once it was reported, the news itself has 7 days.",
    "Un événement devenu fatal ou menaçant le pronostic vital a 7 jours à compter de la réception de cette nouvelle, "
    "sans dépasser les 15 jours déjà en cours. Une fois déclaré, la nouvelle elle-même a 7 jours.",
)


class Progress(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"


@dataclass(frozen=True)
class Clock:
    """A duty from `since` to `due` (the last moment at which it is in time), and when it was done.

    `certain` is False while it is not known whether the duty exists at all (expectedness not assessed yet).
    """

    duty: Duty
    since: Moment
    due: Moment
    done: Moment | None = None
    certain: bool = True

    def progress(self, at: Moment) -> Progress:
        """How it stands at a moment."""
        if self.done is not None:
            return Progress.LATE if self.done > self.due else Progress.DONE
        return Progress.OVERDUE if at > self.due else Progress.RUNNING

    def left(self, at: Moment) -> int:
        """Microseconds that remain, or by which it is (or was) late."""
        return abs((at if self.done is None else self.done) - self.due)


@dataclass(frozen=True)
class Reaction:
    """What the sponsor's clocks stand on.

    `minimum` is when the sponsor held the minimum criteria, `urgent` when it received that the event is fatal or
    life-threatening (None: it is not), `submitted` every report to the authority, oldest first. `susar` is None while
    it cannot be told whether the event is a suspected unexpected serious adverse reaction.
    """

    susar: bool | None
    minimum: Moment | None
    urgent: Moment | None = None
    submitted: tuple[Moment, ...] = ()


def susar(serious: bool, related: bool | None, unexpected: bool | None) -> bool | None:
    """Whether an event is a SUSAR; None while an answer that is missing could still make it one."""
    answers = (serious, related, unexpected)
    return False if False in answers else None if None in answers else True


def either(investigator: bool | None, sponsor: bool | None) -> bool | None:
    """The causality of the report: related where either says so; the sponsor never downgrades (annex III § 2.1)."""
    if investigator or sponsor:
        return True
    return None if investigator is None or sponsor is None else False


def notified_by(since: Moment, within: int) -> Moment:
    """By when the sponsor is to be told of what was known `since`, in so many microseconds."""
    return Moment(since + within)


def last_moment(received: Moment, days: int, zone: tzinfo) -> Moment:
    """The last moment of the calendar day that is so many days after the day of receipt."""
    day = to_datetime(received).astimezone(zone).date() + timedelta(days=days + 1)
    return Moment(of_datetime(datetime.combine(day, time(), zone)) - 1)


def clocks(reaction: Reaction, zone: tzinfo) -> Iterator[Clock]:
    """The sponsor's clocks towards the authority; none for what is no SUSAR, or before the minimum criteria."""
    if reaction.susar is False or reaction.minimum is None:
        return
    first = next(iter(reaction.submitted), None)
    late_news = first is not None and reaction.urgent is not None and reaction.urgent > first
    urgent = None if reaction.urgent is None or late_news else max(reaction.urgent, reaction.minimum)
    yield _first(reaction, reaction.minimum, urgent, first, zone)
    if late_news and reaction.urgent is not None:
        yield _clock(Duty.UPGRADE, reaction, reaction.urgent, zone)
    told = first if urgent is not None else _after(reaction, reaction.urgent) if late_news else None
    if told is not None:
        yield _clock(Duty.COMPLETE, reaction, told, zone)


def _first(reaction: Reaction, minimum: Moment, urgent: Moment | None, done: Moment | None, zone: tzinfo) -> Clock:
    """The first report: 15 days, or 7 days where it is urgent, never longer than the 15."""
    whole = last_moment(minimum, LIMITS[Duty.SUSAR].days, zone)
    certain = reaction.susar is True
    if urgent is None or urgent > whole:  # news after the 15 days: they are what was missed
        return Clock(Duty.SUSAR, minimum, whole, done, certain)
    short = last_moment(urgent, LIMITS[Duty.URGENT].days, zone)
    return Clock(Duty.URGENT, urgent, min(short, whole), done, certain)


def _clock(duty: Duty, reaction: Reaction, since: Moment, zone: tzinfo) -> Clock:
    due = last_moment(since, LIMITS[duty].days, zone)
    return Clock(duty, since, due, _after(reaction, since), reaction.susar is True)


def _after(reaction: Reaction, at: Moment | None) -> Moment | None:
    return next((each for each in reaction.submitted if at is not None and each > at), None)
