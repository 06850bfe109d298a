"""Whether everything that supplementary analyses name is there: scores, visits, parameters, events, the model."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.estimands import Estimand, Method, Promised
from bedside.protocol.model import Protocol
from bedside.protocol.supplementary import Better
from bedside.rules.nodes import Named, walk
from bedside.values.quantity import Quantity

Slip = tuple[str, str, tuple[str, ...]]
"""What is wrong, what to do, and where."""


def slips_beside(protocol: Protocol, held: Promised, estimand: Estimand) -> Iterator[Slip]:
    """What is wrong with the supplementary analyses of one outcome."""
    place = ("estimands", estimand.outcome)
    yield from _of_course(protocol, held, estimand, place)
    yield from _of_hierarchy(protocol, held, estimand, place)
    if estimand.over_time and estimand.method is not Method.VALUES:
        yield "only measurements are modelled over time.", "Leave it out.", (*place, "over_time")
    elif estimand.over_time and held.over_time is None:
        yield "the file does not say how measurements are modelled.", "Say it: `over_time`.", (*place, "over_time")
    if estimand.delta and not estimand.fall:
        yield "there is no score whose fall could be imputed.", "Say which: `fall`.", (*place, "delta")
    for each in (each for each in estimand.sensitivity if each.from_first_dose):
        there = (*place, "sensitivity", each.id, "from_first_dose")
        if not held.first_dose:
            yield "no item tells of the first dose.", "Name it: `first_dose`.", there
        if estimand.method in (Method.VALUES, Method.COUNTS):
            yield "measurements and counted events have no other time zero.", "Leave it out.", there


def _of_course(protocol: Protocol, promised: Promised, estimand: Estimand, place: tuple[str, ...]) -> Iterator[Slip]:
    held = estimand.course
    if held is None:
        return
    there = (*place, "course")
    if estimand.method is not Method.VALUES:
        yield "only a measured score has a daily course.", "Leave it out.", there
    if held.score not in scores_read(protocol):
        yield f"no rule of an outcome is called “{held.score}”.", "Name a score that one reads.", (*there, "score")
    if held.until not in {each.id for each in protocol.schedule.visits}:
        yield f"no visit is called “{held.until}”.", "Name a visit of the schedule.", (*there, "until")
    if held.after and held.after not in {each.event for each in promised.intercurrent}:
        what = f"no intercurrent event is the event “{held.after}”."
        yield what, "Name the event of one of `intercurrent`.", (*there, "after")
    found = next((each.value for each in protocol.parameters if each.name == held.failing), None)
    if not isinstance(found, Quantity) or found.unit != "{points}":
        yield f"“{held.failing}” is no parameter in points.", "Name one of `parameters`.", (*there, "failing")


def _of_hierarchy(protocol: Protocol, promised: Promised, estimand: Estimand, place: tuple[str, ...]) -> Iterator[Slip]:
    methods = {each.outcome: each.method for each in promised.estimands}
    for each in estimand.hierarchy.components if estimand.hierarchy else ():
        there, method = (*place, "hierarchy"), methods.get(each.outcome)
        if method is None or method is Method.COUNTS:
            yield f"“{each.outcome}” is no outcome that ranks two participants.", "Name another.", there
            continue
        timed = method in (Method.SURVIVAL, Method.COMPETING)
        if timed != (each.better in (Better.LATER, Better.SOONER)):
            todo = "A time is later or sooner, all else higher or lower."
            yield f"“{each.better}” does not rank “{each.outcome}”.", todo, there
        endings = {end.name for duration in protocol.durations if duration.outcome == each.outcome for end in
                   duration.endings}  # fmt: skip
        if each.ending not in (endings if method is Method.COMPETING else {""}):
            todo = f"There are: {', '.join(sorted(endings)) or 'none'}."
            yield f"“{each.ending}” is no ending of {each.outcome}.", todo, there


def scores_read(protocol: Protocol) -> set[str]:
    """The names of rules that outcomes read."""
    rules = (evaluation.rule for endpoint in protocol.endpoints for evaluation in endpoint.evaluations)
    return {node.name for rule in rules for node in walk(rule) if isinstance(node, Named)}
