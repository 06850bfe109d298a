"""The events that a form lists, counted by the rule of an outcome: as its table would be, were it made of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bedside.analysis.people import Listed, Person
from bedside.protocol.casebook import Form, Item, ItemKind
from bedside.protocol.estimands import Listing
from bedside.protocol.model import Endpoint
from bedside.records.deaths import lived
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import ask
from bedside.rules.nodes import Over, Pick, walk
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import DAY, Moment, read_length

YES = "yes"


def counted_of(
    person: Person, endpoint: Endpoint, form: Form, listing: Listing, mine: Sequence[Listed]
) -> Interval:  # fmt: skip
    """How many of the events on a form the rule of a number counts: a range where it cannot tell."""
    evaluation, read = endpoint.evaluations[0], read_by(endpoint)
    facts = {name: held for name, held in person.chart.facts.items() if name not in read}
    items = [each for each in form.items if each.time == listing.began]
    facts |= Chart.of(
        fact for each in mine for item in items for fact in _facts(item, each) if fact.variable in read
    ).facts
    chart = lived(replace(person.chart, facts=facts))
    found = ask(evaluation.rule, chart, Moment(person.included + read_length(evaluation.after)), person.told).value
    undated = sum(each.began is None for each in mine)
    return Interval(found.low, found.high + undated)


def read_by(endpoint: Endpoint) -> frozenset[str]:
    """The variables whose records a number counts."""
    nodes = walk(endpoint.evaluations[0].rule)
    return frozenset(each.variable.name for each in nodes if isinstance(each, Over) and each.pick is Pick.COUNT)


def after_death(person: Person, each: Listed) -> bool:
    """Whether an event certainly began after death."""
    return each.began is not None and person.died is not None and each.began.first > person.died


def counted_after_death(
    person: Person, endpoint: Endpoint, form: Form, listing: Listing, mine: Sequence[Listed]
) -> int:  # fmt: skip
    """How many of the events that the rule counts began after death, when the time at risk had ended."""
    alive = [each for each in mine if not after_death(person, each)]
    if len(alive) == len(mine):
        return 0
    every, before = (counted_of(person, endpoint, form, listing, each).low for each in (mine, alive))
    return round(every - before)


def variables_of(item: Item) -> frozenset[str]:
    """What an item or one of its choices records."""
    return frozenset(name for name in (item.variable, *(code.variable for code in item.codes)) if name)


def _facts(item: Item, event: Listed) -> Iterator[Fact]:
    """What an item of an event says. A time written in part may be of the day beside, in the hours of the site."""
    written = event.holds.get(item.id, "")
    if event.began is None or not written:
        return
    first, last = event.began
    aside = 0 if first == last else DAY
    span = Moment(first - aside), Moment(last + aside)
    code = next((each for each in item.codes if each.code == written), None)
    if item.kind is ItemKind.YES_NO and item.variable:
        yield Fact(item.variable, *span, MET if written == YES else NOT_MET)
    elif code is not None and code.variable:
        yield Fact(code.variable, *span, MET)
    elif code is not None and code.means is not None and item.variable:
        yield Fact(item.variable, *span, Interval.point(float(code.means)))
