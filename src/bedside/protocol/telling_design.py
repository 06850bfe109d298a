"""What a protocol says of its design, told to people: the rates, the errors, and the looks with their rules."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.design import Design, Looks, StoppingRule
from bedside.protocol.model import Protocol
from bedside.protocol.quoting import said_parameter
from bedside.protocol.telling_words import WORDS
from bedside.rules.words import colon, said_source
from bedside.values.wording import Text


def design_facts(protocol: Protocol, design: Design, language: str) -> tuple[str, ...]:
    """The lines on the design itself."""
    outcome = protocol.outcome(design.outcome)
    facts = [("design_outcome", f"{outcome.id}, {outcome.text.say(language)}")]
    facts += [(f"design_{name}", _said(protocol, each, language)) for name, each in design.named()]
    facts.append(("design_adopted", adopted(design).say(language)))
    return tuple(f"{WORDS[key].say(language)}{colon(language)}{told}." for key, told in facts)


def adopted(design: Design) -> Text:
    """Which looks are in force: those of a way of monitoring, none, or none as far as any source says."""
    if design.in_force:
        return design.in_force.text
    return WORDS[f"design_{design.adopted or 'not_public'}"]


def looks_facts(protocol: Protocol, looks: Looks, language: str) -> tuple[str, ...]:
    """The lines on one way of monitoring."""
    facts = _looks(protocol, looks, language)
    return tuple(f"{WORDS[key].say(language)}{colon(language)}{told}." for key, told in facts)


def _looks(protocol: Protocol, looks: Looks, language: str) -> Iterator[tuple[str, str]]:
    yield "looks_at", ", ".join(map(str, looks.sizes))
    for name in ("success", "futility", "decides"):
        rule = getattr(looks, name)
        if rule:
            yield f"looks_{name}", _rule(protocol, name, rule, language)
    if looks.prior:
        yield "looks_prior", f"({'; '.join(_said(protocol, each, language) for each in looks.prior)})"
    if looks.source:
        yield "source", said_source(looks.source, language)


def _rule(protocol: Protocol, place: str, rule: StoppingRule, language: str) -> str:
    way = "futility" if place == "futility" else "success"
    holds = WORDS[f"{way}_{rule.kind}"].say(language)
    if rule.counts:
        return f"{holds} {', '.join('–' if count is None else str(count) for count in rule.counts)}"
    return f"{holds} {WORDS[rule.function].say(language) if rule.function else _said(protocol, rule.level, language)}"


def _said(protocol: Protocol, parameter: str, language: str) -> str:
    return said_parameter(protocol.parameter(parameter).value, language)
