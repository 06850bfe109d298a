"""Working out an outcome for one participant: a verdict over rules at their own moments, or the time to an end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.protocol.endpoints import Duration, Endpoint
from bedside.records.deaths import lived
from bedside.rules.chart import Chart, Fact
from bedside.rules.meaning import Meaning, ask
from bedside.rules.nodes import variables
from bedside.values.interval import MET, NOT_MET, Interval
from bedside.values.moment import HOUR, Moment, read_length
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
    chart = lived(chart)
    moments = {each.variable.name: Moment(inclusion + read_length(each.after)) for each in endpoint.evaluations}
    answers = {
        each.variable.name: ask(each.rule, chart, moments[each.variable.name], known) for each in endpoint.evaluations
    }
    return Evaluated(decide(endpoint, {name: each.value for name, each in answers.items()}, inclusion), answers)


def decide(endpoint: Endpoint, answers: Mapping[str, Interval], inclusion: Moment) -> Meaning:
    """The verdict of an outcome on the answers of its evaluations, by their names."""
    moments = {each.variable.name: Moment(inclusion + read_length(each.after)) for each in endpoint.evaluations}
    facts = [_fact(name, moments[name], value) for name, value in answers.items()]
    at = Moment(max(moments.values()))
    return ask(endpoint.verdict, Chart.of(facts), at, at)


def _fact(name: str, at: Moment, value: Interval) -> Fact:
    because = None if value.known else Because.PARTLY_RECORDED
    return Fact(name, at, at, value, at, because=because, origin=f"evaluation {name}")


# --- the time to an end ---------------------------------------------------------------------------------------

NOT_ENDED = "not ended"
"""The cause of what has not ended by the last moment: its time is that of the last moment (censored there)."""
UNCERTAIN = "cannot tell"
"""The cause of what may have ended for several causes, or may not have ended."""


@dataclass(frozen=True)
class Reached:
    """How long it took from inclusion, in hours, and why it ended: the name of an ending, NOT_ENDED or UNCERTAIN."""

    hours: Interval
    cause: str


def time_to(event: Duration, chart: Chart, inclusion: Moment, known: Moment | None = None) -> Reached:
    """The time from inclusion to the first ending, with what is known at `known` (default: by the last moment).

    The range runs from the first moment at which it may have ended to the first at which it certainly has. After
    `known` nothing is known.
    """
    last = Moment(inclusion + read_length(event.up_to))
    asked = last if known is None else known
    chart = lived(chart)
    perhaps: Moment | None = None
    for at in _changes(event, chart, inclusion, min(last, asked)):
        cause = _ended(event, chart, at, asked)
        if cause not in (NOT_ENDED, UNCERTAIN):
            return _reached(inclusion, at if perhaps is None else perhaps, at, cause if perhaps is None else UNCERTAIN)
        if cause is UNCERTAIN and _for_certain(event, chart, at, asked):
            return _reached(inclusion, at if perhaps is None else perhaps, at, UNCERTAIN)
        if cause is UNCERTAIN and perhaps is None:
            perhaps = at
    if perhaps is None and asked >= last:
        return _reached(inclusion, last, last, NOT_ENDED)
    return _reached(inclusion, Moment(max(asked, inclusion)) if perhaps is None else perhaps, last, UNCERTAIN)


def _changes(event: Duration, chart: Chart, inclusion: Moment, last: Moment) -> list[Moment]:
    """The moments from inclusion on at which an ending may change: a record of what it reads begins or ends."""
    read = {name for ending in event.endings for name in variables(ending)}
    bounds = {at for name in read for fact in chart.facts.get(name, ()) for at in (fact.start, fact.end)}
    return sorted({inclusion, *(at for at in bounds if inclusion < at <= last)})


def _ended(event: Duration, chart: Chart, at: Moment, known: Moment) -> str:
    """Why it has ended at a moment: the first ending that holds, unless an earlier one may hold as well."""
    for ending in event.endings:
        value = ask(ending, chart, at, known).value
        if value != NOT_MET:
            return ending.name if value == MET else UNCERTAIN
    return NOT_ENDED


def _for_certain(event: Duration, chart: Chart, at: Moment, known: Moment) -> bool:
    """Whether some ending holds, if not for a known cause."""
    return any(ask(ending, chart, at, known).value == MET for ending in event.endings)


def _reached(inclusion: Moment, first: Moment, last: Moment, cause: str) -> Reached:
    return Reached(Interval((first - inclusion) / HOUR, (last - inclusion) / HOUR), cause)
