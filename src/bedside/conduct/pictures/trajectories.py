"""The course of a participant's scores and laboratory results since inclusion, as series of ranges."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.inclusion.scoring import MOST_DAYS, days_of
from bedside.conduct.laboratory.analytes import analytes
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.model import Protocol
from bedside.report.pages import Series
from bedside.rules.chart import Chart
from bedside.rules.meaning import ask
from bedside.rules.nodes import Named
from bedside.screening.screen import scores_of
from bedside.screening.ward import totals
from bedside.values.moment import DAY, Moment, now
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text


def span_of(person: Person, at: Moment | None = None) -> tuple[int, int]:
    """From inclusion until now, at most `MOST_DAYS` later, and a day at least."""
    inclusion = person.enrolled.at_us
    return inclusion, max(min(at or now(), inclusion + (MOST_DAYS + 1) * DAY), inclusion + DAY)


def scores(person: Person, at: Moment | None = None) -> list[Series]:
    """Each total that the criteria read: at inclusion, and at the end of each day since, with what is known now."""
    protocol, known = protocol_for(person), at or now()
    chart, (first, last) = chart_of(person, protocol), span_of(person, known)
    asked = days_of(Moment(first), last)
    return [_score(total, chart, asked, known) for total in totals(scores_of(protocol.population))]


def _score(total: Named, chart: Chart, asked: list[Moment], known: Moment) -> Series:
    values = [(at, ask(total, chart, at, known).value) for at in asked]
    text = Text(*(total.say(language) for language in LANGUAGES))
    return Series(text, total.unit, tuple((at, value.low, value.high) for at, value in values))


def results(person: Person) -> list[Series]:
    """Each laboratory variable of the protocol's forms that was measured; a limit (“<5”) is a range."""
    protocol = protocol_for(person)
    chart = chart_of(person, protocol)
    found = {name: chart.facts.get(name, ()) for name in _measured(protocol)}
    return [_result(protocol.vocabulary[name], chart) for name, facts in found.items() if facts]


def _measured(protocol: Protocol) -> Iterator[str]:
    seen: dict[str, None] = {}
    for form in protocol.forms:
        seen |= dict.fromkeys(item.variable for item in analytes(protocol, form))
    yield from seen


def _result(variable: Variable, chart: Chart) -> Series:
    facts = sorted(chart.facts[variable.name], key=lambda fact: fact.start)
    text = Text(*(variable.say(language) for language in LANGUAGES))
    return Series(text, variable.unit, tuple((fact.start, fact.value.low, fact.value.high) for fact in facts))
