"""The alerts of the protocol for one participant: met, not met, or what is missing to tell. Nothing is ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import happened_of, protocol_for
from bedside.protocol.model import Alert, Protocol
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.words import said_source
from bedside.values.interval import MET
from bedside.values.moment import DAY, Moment, now, read_length
from bedside.values.wording import LANGUAGES, Text


class State(StrEnum):
    """What an alert comes to; OVERDUE: it cannot be told, and by the protocol it should be by now."""

    MET = "met"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot_tell"
    NOT_MET = "not_met"


TONES = {State.MET: "bad", State.OVERDUE: "open", State.CANNOT_TELL: "still", State.NOT_MET: "good"}
TOLD = frozenset({State.MET, State.OVERDUE})
"""What is told beside the table of all: on the day's card and on top of a participant's pages."""


@dataclass(frozen=True)
class AlertNow:
    """An alert of a participant at a moment, with the variables that it would take to tell."""

    alert: Alert
    state: State
    missing: tuple[Text, ...]

    @property
    def tone(self) -> str:
        """The colour that goes with the word."""
        return TONES[self.state]

    @property
    def source(self) -> Text:
        """Who says so; empty where an assumption does."""
        return Text(*(said_source(self.alert.source, each) for each in LANGUAGES))

    @property
    def told(self) -> bool:
        """Whether somebody should see it without looking for it."""
        return self.state in TOLD


def alerts_of(person: Person, at: Moment | None = None) -> tuple[AlertNow, ...]:
    """Every alert that is asked at a moment (default: now), those to be told first.

    None for somebody who is not enrolled, and none after an event that ends everything (death, withdrawal); none of a
    product after an event that ends its giving.
    """
    protocol, when = protocol_for(person), at or now()
    if not protocol.alerts or not hasattr(person, "enrolled"):
        return ()
    found = alerts_under(protocol, person, chart_of(person, protocol), when)
    return tuple(sorted(found, key=lambda each: list(State).index(each.state)))


def alerts_under(protocol: Protocol, person: Person, chart: Chart, at: Moment) -> list[AlertNow]:
    """The same of a participant by any version of the protocol, in its order; `chart` as that version reads it."""
    if _over(person, protocol, at):
        return []
    inclusion, stopped = Moment(person.enrolled.at_us), _stopped(person, protocol, at)
    asked = [
        each
        for each in protocol.alerts
        if inclusion <= at < _ends(protocol, each, inclusion) and each.of not in stopped
    ]
    return [_judged(each, protocol, chart, inclusion, at) for each in asked]


def told_of(persons: Iterable[Person], at: Moment | None = None) -> list[tuple[Person, AlertNow]]:
    """The alerts to be told of several people, those that are met first."""
    found = [(person, each) for person in persons for each in alerts_of(person, at) if each.told]
    return sorted(found, key=lambda pair: list(State).index(pair[1].state))


def _over(person: Person, protocol: Protocol, at: Moment) -> bool:
    ending = {event.id for event in protocol.schedule.events if event.otherwise == "nothing"}
    return any(each.event in ending and each.at <= at for each in happened_of(person))


def _stopped(person: Person, protocol: Protocol, at: Moment) -> frozenset[str]:
    """The products of which somebody is to have no more."""
    past = {each.event for each in happened_of(person) if each.at <= at}
    return frozenset(product.id for product in protocol.products if past & set(product.ended_by))


def _ends(protocol: Protocol, alert: Alert, inclusion: Moment) -> int:
    visit = protocol.schedule.visit(alert.until)
    return inclusion + (visit.day if visit.until_day is None else visit.until_day) * DAY + read_length(visit.after)


def _judged(alert: Alert, protocol: Protocol, chart: Chart, inclusion: Moment, at: Moment) -> AlertNow:
    meaning = ask(alert.rule, chart, at, at)
    if meaning.value.known:
        return AlertNow(alert, State.MET if meaning.value == MET else State.NOT_MET, ())
    overdue = alert.known_within and at >= inclusion + read_length(alert.known_within)
    names = dict.fromkeys(unknown.name for unknown in meaning.unknown)
    return AlertNow(
        alert, State.OVERDUE if overdue else State.CANNOT_TELL, tuple(_called(protocol, name) for name in names)
    )  # fmt: skip


def _called(protocol: Protocol, name: str) -> Text:
    variable = protocol.vocabulary.get(name)
    return Text(variable.say("en"), variable.say("fr")) if variable else Text(name, name)
