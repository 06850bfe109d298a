"""The results of each outcome in a line or a few: what was measured, of how many, and the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bedside.analysis.layouts import Column, Shown, quartiles
from bedside.analysis.proportion import DECLARED, SUCCESS
from bedside.analysis.tables import NONE
from bedside.documents.found import Found, estimate
from bedside.documents.sentences import COUNTED, LEVELLED, MEASURED, in_nobody, listed_names
from bedside.protocol.estimands import Method

Line = tuple[str, str, str]
SHARE = Column("level_share", Shown.PERCENT)


def headlines(found: Found) -> tuple[Line, ...]:
    """The lines on an outcome's main analysis."""
    return tuple(BY_METHOD[found.estimand.method](found))


def _proportion(found: Found) -> Iterator[Line]:
    held = found.of(variable=SUCCESS, group=DECLARED)
    yield found.say("success_of"), held.number("participants"), held.told(estimate("estimate"))


def _values(found: Found) -> Iterator[Line]:
    none = in_nobody(found)
    if none:
        yield found.say("nobody_of", count=len(none), listed=listed_names(found, none)), "0", NONE
    for name in found.each("variable", MEASURED):
        if name in none:
            continue
        part = found.of(variable=name)
        what = found.say("median_of", name=found.name(name))
        yield what, _whose(part), part.told(quartiles())


def _whose(part: Found) -> str:
    """How many are measured, and how many known within limits where there are any."""
    within = part.row("within_limits")
    if within is None or not within.value:
        return part.number(MEASURED)
    return part.say("measured_and_within", measured=part.number(MEASURED), within=part.number("within_limits"))


def _counts(found: Found) -> Iterator[Line]:
    for name in found.each("variable", COUNTED):
        part = found.of(variable=name)
        what = found.say("any_of", name=found.name(name))
        yield what, part.number("participants"), part.told(estimate("share"))

    for name in found.each("variable", LEVELLED):
        part = found.of(variable=name)
        for level in part.each("group", "level_share"):
            at = part.of(group=level)
            what = found.say("level_of", name=found.name(name), level=found.name(level, "group"))
            yield what, part.number("participants"), f"{at.number(LEVELLED)} ({at.told(SHARE)})"


def _competing(found: Found) -> Iterator[Line]:
    for variable in found.each("variable", "ended"):
        part = found.of(variable=variable)
        count = part.of(group="any").number("participants")
        last = max(part.each("time", "incidence"), key=float)
        for cause in part.of(time=last).each("group", "incidence"):
            what = found.say("incidence_at", name=found.name(cause), day=found.name(last, "time"))
            yield what, count, part.of(group=cause, time=last).told(estimate("incidence"))


def _survival(found: Found) -> Iterator[Line]:
    last = max(found.each("time", "survival"), key=float)
    what = found.say("alive_at", day=found.name(last, "time"))
    yield what, found.number("participants"), found.of(time=last).told(estimate("survival"))


BY_METHOD: Mapping[Method, Callable[[Found], Iterator[Line]]] = {
    Method.PROPORTION: _proportion,
    Method.VALUES: _values,
    Method.COUNTS: _counts,
    Method.COMPETING: _competing,
    Method.SURVIVAL: _survival,
}
