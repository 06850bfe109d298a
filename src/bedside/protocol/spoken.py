"""Until when a casebook speaks of what lasts: what is said holds up to the moment for which it was said.

A form on which every occurrence is written says of what stands nowhere that there was none, and of what was written
without an end that it goes on. Both hold until somebody last wrote on it, or vouched that it was up to date (an item
with `up_to_date`), whichever is later; of what came after nobody has said anything. Stays are the exception: nobody is
in intensive care, or out of it, unnoticed, and what is due hangs on it. They last until the end of them is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, tzinfo

from bedside.errors import UsageError
from bedside.protocol.forms import Answer, Answers, read_time
from bedside.protocol.model import Form, Item, Protocol
from bedside.records.deaths import STAY
from bedside.records.from_stays import DERIVED
from bedside.rules.chart import LONG_AGO, UNRECORDED, Fact
from bedside.values.interval import NOT_MET
from bedside.values.moment import EVER, Moment
from bedside.values.unknown import Because
from bedside.values.variable import Variable


def recorders(protocol: Protocol) -> dict[str, frozenset[str]]:
    """By variable that lasts, the forms on which every occurrence of it is written; not what forms of stays hold."""
    names = {form.id: _names(form) for form in protocol.forms if form.complete}
    stays = until_ended(protocol)
    known, found = protocol.vocabulary, dict[str, set[str]]()
    for form, held in names.items():
        for name in sorted(held - stays):
            if name in known and known[name].lasting:
                found.setdefault(name, set()).add(form)
    return {name: frozenset(forms) for name, forms in found.items()}


def until_ended(protocol: Protocol) -> frozenset[str]:
    """The variables of stays, which last until their end is told: what is written beside a stay in intensive care."""
    held = (_names(form) for form in protocol.forms if form.complete)
    return frozenset({STAY, *(name for names in held if STAY in names for name in names)})


def spoken_until(protocol: Protocol, spoken: Mapping[str, Moment]) -> dict[Variable, Moment]:
    """Until when each variable was spoken of, where `spoken` says until when each form was."""
    found = {}
    for name, forms in recorders(protocol).items():
        said = [spoken[form] for form in forms if form in spoken]
        if said:
            found[protocol.vocabulary[name]] = Moment(max(said))
    return found


def vouched(form: Form, answers: Answers, saved: Moment, zone: tzinfo = UTC) -> dict[str, Moment]:
    """Until when what stands on a form vouches for others, by form: nobody vouches for what came after they wrote it.

    Of a time that is not exact the earliest counts. A no, and a time that cannot be read, vouch for nothing.
    """
    found: dict[str, Moment] = {}
    for item in form.items:
        at = _vouches(item, answers, zone) if item.up_to_date else None
        if at is not None:
            found |= {name: Moment(max(at, found.get(name, at))) for name in item.up_to_date}
    return {name: Moment(min(at, saved)) for name, at in found.items()}


def _vouches(item: Item, answers: Answers, zone: tzinfo) -> Moment | None:
    said, when = _given(answers, item.id), _given(answers, item.time)
    if item.shown_when and _given(answers, item.shown_when.item).value not in item.shown_when.holds:
        return None
    if said.value != "yes" or said.missing or when.missing:
        return None
    try:
        return read_time(when.value, zone=zone)[0]
    except UsageError:
        return None


def _given(answers: Answers, name: str) -> Answer:
    found = answers.get(name, "")
    return Answer(found) if isinstance(found, str) else found


def _names(form: Form) -> set[str]:
    return {name for item in form.items for name in (item.variable, *(code.variable for code in item.codes)) if name}


# --- what it does to facts ------------------------------------------------------------------------------------------


def limited(facts: Iterable[Fact], told: Mapping[Variable, Moment]) -> Iterator[Fact]:
    """Facts with what nobody said: what goes on is known to do so as far as it was spoken of, and no further."""
    held, until = list(facts), {variable.name: at for variable, at in told.items()}
    yield from (ended(fact, until[fact.variable]) if fact.variable in until else fact for fact in held)
    yield from unspoken(held, told)


def ended(fact: Fact, until: Moment) -> Fact:
    """What was written without an end, as far as it was spoken of; a stay and a death last as they were said."""
    if fact.variable in DERIVED or fact.end < EVER // 4:
        return fact
    end = Moment(max(until, fact.start) + 1)
    return replace(fact, end=end, course=fact.course and (fact.course[0], end))


def unspoken(facts: Iterable[Fact], told: Mapping[Variable, Moment]) -> Iterator[Fact]:
    """For each variable what may have been after it was last spoken of: anything.

    What was said not to be until some moment was spoken of until then.
    """
    held = list(facts)
    for variable, at in told.items():
        denied = (fact for fact in held if fact.variable == variable.name and fact.value == NOT_MET)
        last = at
        for fact in sorted(denied, key=lambda each: each.start):
            last = Moment(max(last, fact.end - 1)) if fact.start <= last + 1 else last
        if last < EVER // 4:
            yield _anything(variable, Moment(last + 1))


def _anything(variable: Variable, since: Moment) -> Fact:
    end = Moment(max(since, 0) + EVER)
    return Fact(
        variable.name, since, end, variable.bounds, LONG_AGO, (LONG_AGO, end), Because.PARTLY_RECORDED, UNRECORDED
    )  # fmt: skip
