"""Which record a nurse would write where a form asks for the worst of a day: the one that its own rule picks.

A form with a value that is worked out says by the rule of that value which record it wants: the lowest, the highest,
the last before sedation. The rule is asked of all records, and what it read is what is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bedside.conduct.casebook.computing import computed_items, endpoint_of, rules_of
from bedside.protocol.model import Form, Protocol
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, Reading, ask
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import Moment
from bedside.values.variable import Kind

TAKEN = (Pick.LATEST, Pick.HIGHEST, Pick.LOWEST)
"""Picks that are one record; a count or a total is none."""


def worst(protocol: Protocol, form: Form, chart: Chart, at: Moment) -> Mapping[str, Fact]:
    """By variable, the record that the rules of a form pick at a moment; of what they do not read, nothing."""
    wanted = {item.variable for item in form.items if item.variable}
    found: dict[str, Fact] = {}
    for item in computed_items(form):
        if endpoint_of(protocol, item) is None:
            for name, fact in _picked(ask(rules_of(protocol)[item.rule], chart, at, at)):
                if name in wanted:
                    found.setdefault(name, fact)
    return found


def _picked(meaning: Meaning) -> Iterator[tuple[str, Fact]]:
    """What each look took, in the order in which the rule asks; of a look at each record, that of the one it took."""
    rule, taken = meaning.rule, _taken(meaning)
    if taken is not None and isinstance(rule, Over):
        if rule.pick in TAKEN and rule.variable.kind in (Kind.MEASUREMENT, Kind.ANSWER):
            yield rule.variable.name, taken.fact
        for part in taken.parts:
            yield from _picked(part)
    for part in meaning.parts:
        yield from _picked(part)


def _taken(look: Meaning) -> Reading | None:
    certain = [reading for reading in look.readings if reading.certain]
    same = [reading for reading in certain if reading.value == look.value] or certain
    return max(same, key=lambda reading: reading.fact.start, default=None)
