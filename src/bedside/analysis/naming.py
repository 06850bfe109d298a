"""What the lines of a table are called: sets, analyses, parts of an outcome, causes, kinds, days."""

from __future__ import annotations

from bedside.analysis.words import WORDS
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Protocol
from bedside.rules.nodes import Named, walk
from bedside.rules.words import said_number
from bedside.values.wording import LANGUAGES, Text


def named(worked: Worked, estimand: Estimand, part: str, value: str) -> Text:
    """The words of a set, an analysis, a variable, a group or a day, as the protocol or the catalogue has them."""
    match part:
        case "set":
            return worked.set(value).text
        case "analysis":
            return _analysis(estimand, value)
        case "time":
            return Text(*(said_number(value, language) for language in LANGUAGES))
        case _:
            return _other(worked.protocol, estimand, value)


def _analysis(estimand: Estimand, value: str) -> Text:
    _, _, changed = value.partition(".")
    return next((each.text for each in estimand.sensitivity if each.id == changed), WORDS["main"])


def _other(protocol: Protocol, estimand: Estimand, value: str) -> Text:
    """A part of the outcome, an ending, a component, a code of a form, or a word of the catalogue."""
    for endpoint in protocol.endpoints:
        if endpoint.outcome == estimand.outcome and value in (endpoint.part, endpoint.outcome):
            return (
                _part(endpoint.evaluations[0].variable.say)
                if len(endpoint.evaluations) <= 2
                else _verdict(endpoint.verdict)
            )
    for duration in protocol.durations:
        if duration.outcome == estimand.outcome:
            for ending in duration.endings:
                if ending.name == value:
                    return _part(ending.say)
    return _listed(protocol, estimand, value) or _rule(protocol, value) or WORDS.get(value) or _number(value)


def _part(say: object) -> Text:
    return Text(*(say(language) for language in LANGUAGES))  # type: ignore[operator]


def _verdict(rule: Named) -> Text:
    return Text(*(rule.say(language) for language in LANGUAGES))


def _listed(protocol: Protocol, estimand: Estimand, value: str) -> Text | None:
    """An item of the form that lists the outcome's events, or one of its codes."""
    if estimand.listing is None:
        return None
    form = protocol.form(estimand.listing.form)
    for name in estimand.listing.by:
        item = form.item(name)
        if value == name:
            return item.text
        if code := next((each for each in item.codes if each.code == value), None):
            return code.text
    return None


def _rule(protocol: Protocol, value: str) -> Text | None:
    """A component of a score that an outcome reads."""
    for endpoint in protocol.endpoints:
        for evaluation in endpoint.evaluations:
            for node in walk(evaluation.rule):
                if isinstance(node, Named) and node.name == value:
                    return _verdict(node)
    return None


def _number(value: str) -> Text:
    """A number as it is read, anything else as it stands."""
    try:
        float(value)
    except ValueError:
        return Text(value, value)
    return Text(*(said_number(value, language) for language in LANGUAGES))
