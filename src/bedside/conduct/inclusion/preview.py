"""The primary outcome of one participant as it stands: what it comes to, from what, and why it is not known yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.casebook.places import Place
from bedside.conduct.casebook.reading import answers_of, sheets_of, zone
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import happened_of, protocol_for
from bedside.protocol.endpoints import Duration, Endpoint
from bedside.protocol.evaluating import evaluate, time_to
from bedside.protocol.form_words import worded
from bedside.protocol.forms import begins
from bedside.protocol.model import Outcome, OutcomeKind, Protocol
from bedside.rules.chart import Chart
from bedside.rules.meaning import Meaning
from bedside.rules.nodes import Named
from bedside.rules.text import said_unknown, said_until, tell
from bedside.rules.words import said_value
from bedside.values.interval import MET
from bedside.values.moment import Moment, now, read_length
from bedside.values.unknown import Unknown
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text


@dataclass(frozen=True)
class PartNow:
    """One evaluation: when it is asked, what it says, of what parts, how, and what is missing; `early` while it is
    still to come."""

    text: Text
    at: Moment
    value: Text
    known: bool
    early: bool
    why: tuple[Text, ...]
    components: tuple[tuple[Text, Text], ...]
    trace: Text


@dataclass(frozen=True)
class OutcomeNow:
    """A primary outcome (or a part of it) of a participant; `tone` good, bad or open."""

    outcome: Outcome
    name: str
    value: Text
    tone: str
    parts: tuple[PartNow, ...]
    trace: Text


@dataclass(frozen=True)
class Unsaid:
    """An event that is recorded, and the forms for it (each with its address) on which nothing is written yet.

    Rules read forms, never events: until then a primary outcome does not know of it.
    """

    event: Text
    at: Moment
    forms: tuple[tuple[Text, str], ...]


def unsaid(person: Person) -> tuple[Unsaid, ...]:
    """The events of a participant that primary outcomes do not know of yet, oldest first."""
    protocol = protocol_for(person)
    primary = [outcome for outcome in protocol.outcomes if outcome.kind is OutcomeKind.PRIMARY]
    read = {item.partition(".")[0] for outcome in primary for item in outcome.items}
    begun = {(sheet.visit, sheet.form) for sheet, entries in sheets_of(person) if begins(answers_of(entries))}
    found = []
    for each in happened_of(person):
        event = protocol.schedule.event(each.event)
        forms = [name for name in event.asks if name in read and (event.id, name) not in begun]
        if forms:
            named = [(protocol.form(name).text, Place(event.id, name).address(person.code)) for name in forms]
            found.append(Unsaid(event.text, each.at, tuple(named)))
    return tuple(found)


def preview(person: Person, at: Moment | None = None) -> tuple[OutcomeNow, ...]:
    """Every primary outcome that a rule works out, with what is known at a moment (default: now).

    Raises AttributeError for somebody who is not enrolled.
    """
    protocol, known = protocol_for(person), at or now()
    chart, inclusion = chart_of(person, protocol), Moment(person.enrolled.at_us)
    return tuple(worked(protocol, chart, inclusion, known))


def worked(protocol: Protocol, chart: Chart, inclusion: Moment, known: Moment) -> Iterator[OutcomeNow]:
    """Every primary outcome by one version of the protocol, from a chart as that version reads it."""
    for outcome in protocol.outcomes:
        if outcome.kind is OutcomeKind.PRIMARY:
            for endpoint in protocol.endpoints:
                if endpoint.outcome == outcome.id:
                    yield _endpoint(protocol, outcome, endpoint, chart, inclusion, known)
            for duration in protocol.durations:
                if duration.outcome == outcome.id:
                    yield _duration(outcome, duration, chart, inclusion, known)


def _endpoint(
    protocol: Protocol, outcome: Outcome, endpoint: Endpoint, chart: Chart, inclusion: Moment, known: Moment
) -> OutcomeNow:
    found = evaluate(endpoint, chart, inclusion, known)
    parts = []
    for each in endpoint.evaluations:
        meaning = found.answers[each.variable.name]
        when = Moment(inclusion + read_length(each.after))
        until = said_until(meaning)
        why = tuple(_why(protocol, unknown, until) for unknown in meaning.unknown)
        parts.append(
            PartNow(
                _called(each.variable),
                when,
                _value(meaning),
                meaning.value.known,
                when > known,
                why,
                _components(meaning),
                _trace(protocol, meaning),
            )
        )
    value = found.verdict.value
    tone = "open" if not value.known else "good" if value == MET or not endpoint.verdict.truth else "bad"
    return OutcomeNow(
        outcome, endpoint.name, _value(found.verdict), tone, tuple(parts), _trace(protocol, found.verdict)
    )


def _components(meaning: Meaning) -> tuple[tuple[Text, Text], ...]:
    """The named parts that an evaluation is the sum of, each with its value: those of the first rule with several."""
    while len(parts := tuple(_named(meaning))) == 1:
        meaning = parts[0]
    return tuple((_text(part.rule), _value(part)) for part in parts if isinstance(part.rule, Named))


def _named(meaning: Meaning) -> Iterator[Meaning]:
    """The next rules below it that have a name."""
    for part in meaning.parts:
        if isinstance(part.rule, Named):
            yield part
        else:
            yield from _named(part)


def _duration(outcome: Outcome, duration: Duration, chart: Chart, inclusion: Moment, known: Moment) -> OutcomeNow:
    reached = time_to(duration, chart, inclusion, known)
    causes = {ending.name: _text(ending) for ending in duration.endings}
    cause = causes.get(reached.cause, Text(reached.cause, CAUSES.get(reached.cause, reached.cause)))
    value = Text(*(f"{said_value(reached.hours, 'h', False, each)}, {cause.say(each)}" for each in LANGUAGES))
    tone = "still" if reached.hours.known else "open"
    return OutcomeNow(outcome, duration.name, value, tone, (), Text("", ""))


CAUSES = {"not ended": "pas terminé", "cannot tell": "indéterminé"}
"""The causes that no ending names, in French."""


def _why(protocol: Protocol, unknown: Unknown, until: Mapping[str, Moment]) -> Text:
    variable = protocol.vocabulary.get(unknown.name)
    return Text(*(said_unknown(unknown, variable, until, each, zone()) for each in LANGUAGES))


def _value(meaning: Meaning) -> Text:
    return Text(*(said_value(meaning.value, meaning.rule.unit, meaning.rule.truth, each) for each in LANGUAGES))


def _text(rule: Named) -> Text:
    return Text(*(rule.say(each) for each in LANGUAGES))


def _called(variable: Variable) -> Text:
    return Text(*(variable.say(each) for each in LANGUAGES))


def _trace(protocol: Protocol, meaning: Meaning) -> Text:
    said = partial(worded, protocol)
    return Text(*("\n".join(map(str, tell(meaning, each, 3, zone(), said))) for each in LANGUAGES))
