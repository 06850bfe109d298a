"""What the lines of a table are called: sets, analyses, parts of an outcome, causes, kinds, days."""

from __future__ import annotations

from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.protocol.casebook import Form, Item
from bedside.protocol.estimands import Estimand, Method
from bedside.protocol.model import Protocol
from bedside.rules.nodes import Named
from bedside.rules.words import said_number, said_unit
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text

FEW = 2
"""Up to so many evaluations, a part of an outcome is called by the first."""


def named(worked: Worked, estimand: Estimand, part: str, value: str) -> Text:
    """The words of a set, an analysis, a variable, a group or a day, as the protocol or the catalogue has them."""
    match part:
        case "set":
            return worked.set(value).text
        case "analysis":
            return _analysis(estimand, value)
        case "group" if value in worked.protocol.vocabulary:
            return _said(worked.protocol.vocabulary[value])
        case "time":
            return Text(*(said_number(value, language) for language in LANGUAGES))
        case _:
            return _other(worked, estimand, value)


def _analysis(estimand: Estimand, value: str) -> Text:
    _, _, changed = value.partition(".")
    return next((each.text for each in estimand.sensitivity if each.id == changed), WORDS["main"])


def _other(worked: Worked, estimand: Estimand, value: str) -> Text:
    """An arm, a part of an outcome, an ending, an item or a code, a component, a word of ours, or a number."""
    protocol = worked.protocol
    found = (
        next((arm.text for arm in protocol.arms if arm.id == value), None)
        or _part(protocol, estimand, value)
        or _ending(protocol, estimand, value)
        or _listed(protocol, estimand, value)
        or _component(worked, value)
    )
    outcome = next((each.text for each in protocol.outcomes if each.id == value), None)
    return found or outcome or WORDS.get(value) or _number(value)


def _part(protocol: Protocol, estimand: Estimand, value: str) -> Text | None:
    """A part of an outcome by what is evaluated first; one that reads many evaluations by its verdict.

    A measurement bears its unit.
    """
    for each in protocol.endpoints:
        if each.outcome == estimand.outcome and value in (each.part, each.outcome):
            name = _said(each.evaluations[0].variable if len(each.evaluations) <= FEW else each.verdict)
            return _in_unit(name, each.verdict.unit) if estimand.method is Method.VALUES else name
    return None


def _in_unit(name: Text, unit: str) -> Text:
    """`temperature at day 28 (°C)`."""
    return Text(*(f"{name.say(language)} ({said_unit(unit, language)})" for language in LANGUAGES))


def _ending(protocol: Protocol, estimand: Estimand, value: str) -> Text | None:
    endings = (end for each in protocol.durations if each.outcome == estimand.outcome for end in each.endings)
    return next((_said(ending) for ending in endings if ending.name == value), None)


def _listed(protocol: Protocol, estimand: Estimand, value: str) -> Text | None:
    """An item of the form that lists the outcome's events, or one of its codes."""
    if estimand.listing is None:
        return None
    form = protocol.form(estimand.listing.form)
    items = [form.item(name) for name in estimand.listing.by]
    named = {item.id: _asked(form, item) for item in items}
    return named.get(value) or next((code.text for item in items for code in item.codes if code.code == value), None)


def _asked(form: Form, item: Item) -> Text:
    """An item by its words; the term of an adverse event says that it was typed, whatever the form asks for."""
    if form.safety is None or item.id != form.safety.term:
        return item.text
    return WORDS["reported_term"].filled(asked=item.text)


def _component(worked: Worked, value: str) -> Text | None:
    """A component of a score that an outcome reads."""
    found = worked.named.get(value)
    return None if found is None else _said(found)


def _number(value: str) -> Text:
    """A number as it is read, anything else as it stands."""
    try:
        float(value)
    except ValueError:
        return Text(value, value)
    return Text(*(said_number(value, language) for language in LANGUAGES))


def _said(thing: Named | Variable) -> Text:
    """How a rule or a variable is called in both languages."""
    return Text(*(thing.say(language) for language in LANGUAGES))
