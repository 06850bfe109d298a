"""Whether everything that the estimands of a protocol name is there: events, items, rules, parameters, variables."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.building import Source
from bedside.protocol.checking_supplementary import Slip, scores_read, slips_beside
from bedside.protocol.estimands import Estimand, Method, Promised
from bedside.protocol.model import Protocol
from bedside.values.quantity import Quantity, unit

COMPARED = 2
"""How many arms are compared."""
AN_ITEM = "Name it as form.item."


def check_estimands(source: Source, protocol: Protocol) -> None:
    """Raise ProtocolError, with file and line, for the first name that points nowhere."""
    held = protocol.promised
    if held is None:
        return
    for what, todo, place in _slips(protocol, held):
        raise source.refuse(what, todo, *place)


def _slips(protocol: Protocol, held: Promised) -> Iterator[Slip]:
    items = {f"{form.id}.{item.id}" for form in protocol.forms for item in form.items}
    events = {event.id for event in protocol.schedule.events}
    if held.first_dose and held.first_dose not in items:
        yield f"no form item is called “{held.first_dose}”.", AN_ITEM, ("first_dose",)
    if held.comparator and held.comparator not in (arms := [arm.id for arm in protocol.arms]):
        yield f"no arm is called “{held.comparator}”.", f"There are: {', '.join(arms)}.", ("comparator",)
    if held.comparator and len(protocol.arms) != COMPARED:
        yield "a comparison is of two arms.", "Leave out `comparator`.", ("comparator",)
    blocks = ("intercurrent", held.intercurrent), ("unobserved", held.unobserved)
    for block, each in ((block, each) for block, found in blocks for each in found):
        if each.event and each.event not in events:
            todo = "Name an event of the schedule."
            yield f"no event is called “{each.event}”.", todo, (block, each.id, "event")
        if each.item and each.item not in items:
            yield f"no form item is called “{each.item}”.", AN_ITEM, (block, each.id, "item")
    if held.baseline:
        if not _is(protocol, held.baseline.window, "time"):
            yield f"“{held.baseline.window}” is no parameter that is a time.", "Name one.", ("baseline", "window")
        for name, _ in held.baseline.worst:
            if name not in protocol.vocabulary:
                yield f"no variable is called “{name}”.", "Name one of the dictionary.", ("baseline", "worst", name)
    for estimand in held.estimands:
        yield from _of_estimand(protocol, held, estimand, items, events)
    for estimand in held.estimands:
        yield from slips_beside(protocol, held, estimand)


def _of_estimand(
    protocol: Protocol, held: Promised, estimand: Estimand, items: set[str], events: set[str]
) -> Iterator[Slip]:
    place = ("estimands", estimand.outcome)
    if why := _without_rule(protocol, estimand):
        yield why, "Choose another method, or write the rule in the trial's endpoints.", (*place, "method")
    for each in estimand.sensitivity:
        there = (*place, "sensitivity", each.id)
        if each.set and each.set not in {one.id for one in held.sets}:
            yield f"no analysis set is called “{each.set}”.", "Name one of `sets`.", (*there, "set")
        if each.without and not estimand.fall:
            yield "there is no score to leave components out of.", "Say which: `fall`.", (*there, "without")
        if each.after and each.after not in events:
            yield f"no event is called “{each.after}”.", "Name an event of the schedule.", (*there, "after")
    if estimand.fall:
        yield from _of_fall(protocol, estimand, place)
    if estimand.listing:
        for name in (estimand.listing.began, *estimand.listing.by):
            if f"{estimand.listing.form}.{name}" not in items:
                what = f"no form item is called “{estimand.listing.form}.{name}”."
                yield what, "Name a form and its items.", (*place, "listing")
    yield from _of_endings(protocol, held, estimand, place)
    if estimand.exposure and estimand.exposure.during not in {"", *protocol.vocabulary}:
        what = f"no variable is called “{estimand.exposure.during}”."
        yield what, "Name a support of the dictionary.", (*place, "exposure", "during")


def _of_endings(protocol: Protocol, held: Promised, estimand: Estimand, place: tuple[str, ...]) -> Iterator[Slip]:
    known = {end.name for each in protocol.durations if each.outcome == estimand.outcome for end in each.endings}
    for ending, event in estimand.endings:
        if ending not in known:
            todo = f"There are: {', '.join(sorted(known)) or 'none'}."
            yield f"“{ending}” is no ending of {estimand.outcome}.", todo, (*place, "endings", ending)
        if event not in {each.id for each in held.intercurrent}:
            what, todo = f"no intercurrent event is called “{event}”.", "Name one of `intercurrent`."
            yield what, todo, (*place, "endings", ending)


def _of_fall(protocol: Protocol, estimand: Estimand, place: tuple[str, ...]) -> Iterator[Slip]:
    assert estimand.fall is not None
    endpoint = protocol.endpoint(estimand.outcome)
    known = {each.variable.name for each in endpoint.evaluations} if endpoint else set()
    if estimand.fall.score not in scores_read(protocol):
        what = f"no rule of an outcome is called “{estimand.fall.score}”."
        yield what, "Name a score that one reads.", (*place, "fall", "score")
    for part in ("before", "after", "alive"):
        name = getattr(estimand.fall, part)
        if name not in known:
            what = f"“{name}” is no evaluation of the endpoint of {estimand.outcome}."
            yield what, f"There are: {', '.join(sorted(known)) or 'none'}.", (*place, "fall", part)
    if not _is(protocol, estimand.fall.least, "points"):
        what = f"“{estimand.fall.least}” is no parameter in points."
        yield what, "Name one of `parameters`.", (*place, "fall", "least")


def _without_rule(protocol: Protocol, estimand: Estimand) -> str:
    """Why the method cannot be used: there is no rule of the kind that it reads; empty where there is one."""
    endpoints = [each for each in protocol.endpoints if each.outcome == estimand.outcome]
    durations = [each for each in protocol.durations if each.outcome == estimand.outcome]
    match estimand.method:
        case Method.PROPORTION | Method.SURVIVAL if not any(each.verdict.truth for each in endpoints):
            return f"no rule answers {estimand.outcome} by yes or no."
        case Method.VALUES | Method.COUNTS if not any(not each.verdict.truth for each in endpoints):
            return f"no rule answers {estimand.outcome} by a number."
        case Method.COMPETING if not durations:
            return f"no rule says how long {estimand.outcome} lasts."
        case _:
            return ""


def _is(protocol: Protocol, name: str, kind: str) -> bool:
    """Whether a parameter of this name is a quantity of this kind."""
    value = next((each.value for each in protocol.parameters if each.name == name), None)
    if not isinstance(value, Quantity):
        return False
    return value.unit == "{points}" if kind == "points" else unit(value.unit).kind == kind
