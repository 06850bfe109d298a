"""How a person stands against the protocol: everything known of them, each criterion, what is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from bedside.conduct.casebook.reading import facts
from bedside.conduct.participants.models import Imported, Person
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.forms import recorded_by
from bedside.protocol.model import Criterion, CriterionKind, Protocol
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import variables
from bedside.rules.settle import Settlement, Settler
from bedside.values.interval import MET, Interval
from bedside.values.moment import Moment, now
from bedside.values.unknown import Because


def chart_of(person: Person, protocol: Protocol | None = None) -> Chart:
    """Everything known of a person: typed in the casebook, imported from a hospital source, certified for consent."""
    held = protocol or protocol_for(person)
    known = [*facts(person), *(_imported(row) for row in person.imported.all()), *_certified(person)]
    return Chart.of(known, recorded_by(held))


def _imported(row: Imported) -> Fact:
    course = tuple(Moment(int(end)) for end in row.course.split()) if row.course else None
    return Fact(
        row.variable, Moment(row.start_us), Moment(row.end_us), Interval(float(row.low), float(row.high)),
        Moment(row.available_us), course if course is None else (course[0], course[1]),
        Because(row.because) if row.because else None, row.origin, row.written,
    )  # fmt: skip


def _certified(person: Person) -> list[Fact]:
    """What was answered when consent was given answers the same questions of the criteria."""
    return [
        Fact(question, at, at, MET, at, origin=f"consent, event {step.pk}", written="yes")
        for step in person.consent_steps.all()
        for at in [Moment(step.at_us)]
        for question in sorted(json.loads(step.given or "[]"))
    ]


@dataclass(frozen=True)
class CriterionNow:
    """A criterion as it stands for a person, with what would settle it."""

    criterion: Criterion
    meaning: Meaning
    settled_by: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How a person stands against the protocol at a moment."""

    at: Moment
    verdict: Interval
    data_verdict: Interval
    criteria: tuple[CriterionNow, ...]
    to_qualify: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        """Every criterion answered, and answered for inclusion."""
        return self.verdict == MET

    @property
    def barring(self) -> tuple[Criterion, ...]:
        """The criteria that keep the person out, as far as is known."""
        return tuple(
            each.criterion
            for each in self.criteria
            if each.meaning.value.known
            and (each.meaning.value == MET) == (each.criterion.kind is CriterionKind.EXCLUSION)
        )


def standing(person: Person, at: Moment | None = None) -> Standing:
    """Ask every criterion about a person, by the reference meaning, with what is known at that moment."""
    protocol, when = protocol_for(person), at or now()
    chart, settlers = chart_of(person, protocol), _settlers(protocol)
    criteria = []
    for each in protocol.criteria:
        meaning = ask(each.rule, chart, when, when)
        found = None if meaning.value.known else settlers[each.id].ask(chart, when, when)
        criteria.append(CriterionNow(each, meaning, _names(found)))
    return Standing(
        when,
        ask(protocol.population, chart, when, when).value,
        ask(protocol.data_population, chart, when, when).value,
        tuple(criteria),
        _names(settlers[""].ask(chart, when, when, MET)),
    )


def _names(found: Settlement | None) -> tuple[str, ...]:
    return found.names if found else ()


@lru_cache(maxsize=4)
def _settlers(protocol: Protocol) -> dict[str, Settler]:
    """One settler a criterion, and (under "") one for all together, made once for each version."""
    costs = {name: float(protocol.costs.of(each)) for name, each in variables(protocol.population).items()}
    recorded = recorded_by(protocol)
    rules = {criterion.id: criterion.rule for criterion in protocol.criteria} | {"": protocol.population}
    return {name: Settler(rule, costs, recorded) for name, rule in rules.items()}
