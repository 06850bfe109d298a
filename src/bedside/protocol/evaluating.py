"""Working out an outcome for one participant: rules at their own moments, then a verdict over what they gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.protocol.model import Endpoint
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, ask
from bedside.values.moment import Moment, read_length
from bedside.values.unknown import Because


@dataclass(frozen=True)
class Evaluated:
    """The verdict, and the answers it stands on by the names of the evaluations."""

    verdict: Meaning
    answers: Mapping[str, Meaning]


def evaluate(endpoint: Endpoint, chart: Chart, inclusion: Moment, known: Moment | None = None) -> Evaluated:
    """Work out an outcome for one participant included at `inclusion`.

    Each evaluation is asked at its own moment, with what is known at `known` (default: by then). What an
    evaluation leaves open stays open in the verdict: a range enters it as a range.
    """
    moments = {each.variable.name: Moment(inclusion + read_length(each.after)) for each in endpoint.evaluations}
    answers = {
        each.variable.name: ask(each.rule, chart, moments[each.variable.name], known) for each in endpoint.evaluations
    }
    facts = [_fact(name, moments[name], meaning) for name, meaning in answers.items()]
    at = Moment(max(moments.values()))
    return Evaluated(ask(endpoint.verdict, Chart.of(facts), at, at), answers)


def _fact(name: str, at: Moment, meaning: Meaning) -> Fact:
    because = None if meaning.value.known else Because.PARTLY_RECORDED
    return Fact(name, at, at, meaning.value, at, because=because, origin=f"evaluation {name}")
