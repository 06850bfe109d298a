"""The clocks of a serious adverse event, as law gives them: worked out from what happened when, and nothing else.

Lengths in hours run from a moment. Lengths in days are calendar days on the sponsor's clock: the day on which the
sponsor received is day 0, and the last day runs to its midnight, whatever weekends, holidays and changes of the clock
lie between (`DAY_ZERO`; which receipt that is: `day_zero`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    FATAL = "report the death"
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
    Duty.FATAL: Limit(
        7, Text("Life-threatening reaction that became fatal, to the authority",
                "Effet menaçant le pronostic vital devenu fatal, à l’autorité"),
        _article("42 § 2", "a"), "not read; our reading of (a) and (c), to be confirmed by the sponsor",
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
    Duty.NEWS: Text("News (serious, life-threatening, fatal or related), to the sponsor",
                    "Nouveauté (gravité, pronostic vital, décès ou lien avec le médicament), au promoteur"),
}  # fmt: skip
"""The investigator's duties, in words."""
NOTIFICATION_SOURCE = _article("41 § 2")
DAY_ZERO = Text(
    "Calendar days on the sponsor’s clock, weekends and holidays included. Day 0 is the day on which the sponsor "
    "received what makes the event reportable: the minimum criteria, and with them that it may be serious, "
    "related and unexpected (what nobody has said may be so). Of an event that was held not to be, it is the day "
    "of the news by which it is: the receipt of the new causality, or the day of the information that made it "
    "unexpected (our convention, after the “first knowledge” of ICH E2A section III.B). A deadline ends at "
    "midnight of its last day.",
    "Jours calendaires à l’heure du promoteur, week-ends et jours fériés compris. Le jour 0 est celui où le "
    "promoteur a reçu ce qui rend l’événement déclarable\u202f: les critères minimaux, et avec eux le fait qu’il "
    "puisse être grave, lié et inattendu (ce que personne n’a dit peut l’être). Pour un événement jugé jusque-là "
    "non déclarable, c’est le jour de la nouveauté qui le rend déclarable\u202f: la réception de la nouvelle "
    "causalité, ou le jour de l’information qui l’a rendu inattendu (notre convention, d’après la «\u00a0première "
    "connaissance\u00a0» d’ICH E2A, section III.B). Un délai se termine à minuit de son dernier jour.",
)
UPGRADE_RULE = Text(
    "An event that becomes fatal or life-threatening has 7 days from the receipt of that news, never longer than "
    "the 15 days that ran already. Once it was reported, the news itself has 7 days. A life-threatening event "
    "that becomes fatal has 7 days anew from the receipt of the death, beside those that ran.",
    "Un événement devenu fatal ou menaçant le pronostic vital a 7 jours à compter de la réception de cette "
    "nouvelle, sans dépasser les 15 jours déjà en cours. Une fois déclaré, la nouvelle elle-même a 7 jours. Un "
    "événement menaçant le pronostic vital qui devient fatal a de nouveau 7 jours à compter de la réception du "
    "décès, à côté de ceux en cours.",
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

    `certain` is False while it is not known whether the duty exists at all (expectedness not assessed yet). `why` is
    what was said where it was done late; `entered` when it was written down that it was done, where that is kept.
    """

    duty: Duty
    since: Moment
    due: Moment
    done: Moment | None = None
    certain: bool = True
    why: str = ""
    entered: Moment | None = None

    @property
    def entered_late(self) -> bool:
        """Whether it was done in time, and written down only after that."""
        return self.done is not None and self.entered is not None and self.done <= self.due < self.entered

    def progress(self, at: Moment) -> Progress:
        """How it stands at a moment."""
        if self.done is not None:
            return Progress.LATE if self.done > self.due else Progress.DONE
        return Progress.OVERDUE if at > self.due else Progress.RUNNING

    def left(self, at: Moment) -> int:
        """Microseconds that remain, or by which it is (or was) late."""
        return abs((at if self.done is None else self.done) - self.due)


@dataclass(frozen=True)
class Sent:
    """A report that left for the authority: when, and whether it says what was received as urgent and as fatal."""

    at: Moment
    urgent: bool = True
    fatal: bool = True


@dataclass(frozen=True)
class Reaction:
    """What the sponsor's clocks stand on.

    `zero` is when the sponsor received what makes the event reportable (None: nothing yet), `urgent` when it received
    that the event is fatal or life-threatening (None: it is not), `fatal` that it is fatal, `submitted` every report to
    the authority, oldest first. `susar` is None while it cannot be told whether the event is a suspected unexpected
    serious adverse reaction.
    """

    susar: bool | None
    zero: Moment | None
    urgent: Moment | None = None
    submitted: tuple[Sent, ...] = ()
    fatal: Moment | None = None


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
    """The sponsor's clocks towards the authority; none for what is no SUSAR, or before day 0."""
    if reaction.susar is False or reaction.zero is None:
        return
    zero = reaction.zero
    urgent, died = (None if at is None else max(at, zero) for at in (reaction.urgent, reaction.fatal))
    sent = tuple(each for each in reaction.submitted if each.at >= zero)
    yield from _Run(zero, urgent, died, sent, reaction.susar is True, zone).clocks()


@dataclass(frozen=True)
class _Run:
    """A reaction since its day 0, with what was sent since then."""

    zero: Moment
    urgent: Moment | None
    died: Moment | None
    sent: tuple[Sent, ...]
    certain: bool
    zone: tzinfo

    def clocks(self) -> Iterator[Clock]:
        """The first report; what was received as urgent after it, by a clock of its own; and a death of what was urgent
        already, by another, whether that was reported or not. A complete report follows each urgent one.
        """
        if self.urgent is None:
            yield self._clock(Duty.SUSAR, self.zero, self._first)
            return
        said = self._saying(self.urgent, lambda each: each.urgent)
        whole, behind = self._due(Duty.SUSAR, self.zero), self._first is not None and self.urgent > self._first
        if behind or self.urgent > whole:  # news after the 15 days: they are what was missed
            yield self._clock(Duty.SUSAR, self.zero, self._first)
        else:
            due = min(self._due(Duty.URGENT, self.urgent), whole)
            yield Clock(Duty.URGENT, self.urgent, due, said, self.certain)
        if behind or (self._first is not None and self.urgent > whole and said != self._first):
            yield self._clock(Duty.UPGRADE, self.urgent, said)
        yield from self._complete(said)
        if self.died is not None and self.died > self.urgent:
            death = self._saying(self.died, lambda each: each.fatal)
            yield self._clock(Duty.FATAL, self.died, death)
            yield from self._complete(None if death == said else death)

    @property
    def _first(self) -> Moment | None:
        return next((each.at for each in self.sent), None)

    def _complete(self, told: Moment | None) -> Iterator[Clock]:
        if told is not None:
            yield self._clock(Duty.COMPLETE, told, next((each.at for each in self.sent if each.at > told), None))

    def _saying(self, received: Moment, says: Callable[[Sent], bool]) -> Moment | None:
        """When a report left that says what was received then."""
        return next((each.at for each in self.sent if each.at >= received and says(each)), None)

    def _clock(self, duty: Duty, since: Moment, done: Moment | None) -> Clock:
        return Clock(duty, since, self._due(duty, since), done, self.certain)

    def _due(self, duty: Duty, since: Moment) -> Moment:
        return last_moment(since, LIMITS[duty].days, self.zone)
