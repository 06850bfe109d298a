"""How a person stands against the protocol: everything known of them, each criterion, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bedside.conduct.casebook.charts import chart_of
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for
from bedside.protocol.model import Criterion, CriterionKind, Protocol
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import variables
from bedside.rules.settle import Settlement, Settler
from bedside.values.interval import MET, Interval
from bedside.values.moment import Moment, now


@dataclass(frozen=True)
class CriterionNow:
    """A criterion as it stands for a person, with what would settle it."""

    criterion: Criterion
    meaning: Meaning
    settled_by: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """How a person stands against a protocol at a moment, with the chart that says so.

    `to_qualify` names the cheapest things that could make the person eligible; empty where nothing can.
    """

    protocol: Protocol
    chart: Chart
    at: Moment
    known: Moment
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
        return tuple(each.criterion for each in self.criteria if bars(each.criterion, each.meaning.value))


def bars(criterion: Criterion, value: Interval) -> bool:
    """Whether a criterion of this value keeps somebody out for certain."""
    return value.known and (value == MET) == (criterion.kind is CriterionKind.EXCLUSION)


def standing(
    person: Person, at: Moment | None = None, known: Moment | None = None, supposed: Iterable[Fact] = ()
) -> Standing:
    """Ask every criterion about a person at a moment (default: now), with what is known at `known` (default: then).

    `supposed` are facts that are not kept, taken instead of all that is known of the same variables.
    """
    protocol, when = protocol_for(person), at or now()
    chart, held = _supposing(chart_of(person, protocol), list(supposed)), known or when
    settlers = _settlers(protocol, chart.recorded)
    criteria = []
    for each in protocol.criteria:
        meaning = ask(each.rule, chart, when, held)
        found = None if meaning.value.known else settlers[each.id].ask(chart, when, held)
        criteria.append(CriterionNow(each, meaning, _names(found)))
    verdict = ask(protocol.population, chart, when, held).value
    return Standing(
        protocol, chart, when, held, verdict,
        ask(protocol.data_population, chart, when, held).value,
        tuple(criteria),
        () if verdict.known else _names(settlers[""].ask(chart, when, held, MET)),
    )  # fmt: skip


def _supposing(chart: Chart, supposed: list[Fact]) -> Chart:
    if not supposed:
        return chart
    names = {fact.variable for fact in supposed}
    others = [fact for name, facts in chart.facts.items() if name not in names for fact in facts]
    return Chart.of([*others, *supposed], chart.recorded)


def outlook(person: Person, at: Moment | None = None) -> Standing:
    """The same for a list, without what would settle each criterion."""
    protocol, when = protocol_for(person), at or now()
    chart = chart_of(person, protocol)
    criteria = tuple(CriterionNow(each, ask(each.rule, chart, when, when), ()) for each in protocol.criteria)
    verdict = ask(protocol.population, chart, when, when).value
    by_data = ask(protocol.data_population, chart, when, when).value
    lacking = () if verdict.known else _names(_settlers(protocol, chart.recorded)[""].ask(chart, when, when, MET))
    return Standing(protocol, chart, when, when, verdict, by_data, criteria, lacking)


def _names(found: Settlement | None) -> tuple[str, ...]:
    return found.names if found else ()


@lru_cache(maxsize=32)
def _settlers(protocol: Protocol, recorded: frozenset[str]) -> dict[str, Settler]:
    """One settler a criterion, and (under "") one for all together, made once for each version and what is recorded."""
    costs = {name: float(protocol.costs.of(each)) for name, each in variables(protocol.population).items()}
    rules = {criterion.id: criterion.rule for criterion in protocol.criteria} | {"": protocol.population}
    return {name: Settler(rule, costs, recorded) for name, rule in rules.items()}
