"""Who the participants are before treatment: site, sex, age, the baseline of each measurement, scores at inclusion.

Everybody of the first analysis set is told of. Age and sex are the last recorded until inclusion; the baseline is the
protocol's own; a score is that of the day of inclusion, as the rules worked it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.analysis.baselines import baseline_of
from bedside.analysis.describing import described
from bedside.analysis.people import Person
from bedside.analysis.rows import About, Row
from bedside.analysis.worked import Worked
from bedside.protocol.model import Protocol
from bedside.records.dictionary import variable
from bedside.rules.nodes import Named, walk
from bedside.values.interval import MET, NOT_MET, Interval

CHARACTERISTICS, SITE, SEX, AGE = "characteristics", "site", "female", "age"
YES, NO, UNTOLD = "yes", "no", "not_recorded"
OF_INCLUSION = 0
"""The day of the table of scores on which participants were included."""


@dataclass(frozen=True)
class Measurement:
    """What is described of everybody: its name and unit, and a value each, None where there is none."""

    name: str
    unit: str
    values: Sequence[Interval | None]


def characteristics(worked: Worked) -> Iterator[Row]:
    """Numbers by site and by sex, then each measurement."""
    chosen = worked.promised.sets[0].id
    members, about = worked.members(chosen), About(CHARACTERISTICS, chosen)
    yield about.people("participants", len(members))
    for site in sorted({person.site for person in members}):
        yield about.of(variable=SITE, group=site).people("having", sum(person.site == site for person in members))
    told = {MET: YES, NOT_MET: NO}
    sexes = [told.get(until_inclusion(person, SEX) or Interval(0.0, 1.0), UNTOLD) for person in members]
    for answer in (YES, NO, UNTOLD):
        yield about.of(variable=SEX, group=answer).people("having", sexes.count(answer))
    for each in measurements(worked, members):
        held = [value for value in each.values if value is not None]
        row = about.of(variable=each.name)
        yield row.people("measured", sum(value.known for value in held))
        yield row.people("within_limits", sum(not value.known for value in held))
        yield row.people("not_measured", len(members) - len(held))
        yield from described(row, "", held, each.unit)


def measurements(worked: Worked, members: Sequence[Person]) -> Iterator[Measurement]:
    """Age, every measurement that the protocol says the baseline of, every score that rules worked out at inclusion."""
    yield Measurement(AGE, variable(AGE).unit, [until_inclusion(person, AGE) for person in members])
    for name, _ in worked.promised.baseline.worst if worked.promised.baseline else ():
        held = worked.protocol.vocabulary[name]
        yield Measurement(name, held.unit, [baseline_of(worked, person, held) for person in members])
    for node in scores_of(worked.protocol):
        read = [person.scores.get((node.name, "", OF_INCLUSION)) for person in members]
        known = [None if value is None or value.encloses(node.range) else value for value in read]
        if any(value is not None for value in read):
            yield Measurement(node.name, node.unit, known)


def scores_of(protocol: Protocol) -> tuple[Named, ...]:
    """Every named rule of criteria and endpoints that is a number, each once."""
    rules = [each.rule for each in protocol.criteria]
    rules += [evaluation.rule for endpoint in protocol.endpoints for evaluation in endpoint.evaluations]
    nodes = (node for rule in rules for node in walk(rule) if isinstance(node, Named) and not node.truth)
    return tuple({node.name: node for node in nodes}.values())


def until_inclusion(person: Person, name: str) -> Interval | None:
    """The last recorded of a variable until inclusion, None where nothing was."""
    held = [
        fact for fact in person.chart.facts.get(name, ()) if fact.start <= person.included and fact.superseded is None
    ]
    return max(held, key=lambda fact: fact.start).value if held else None
