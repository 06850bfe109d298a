"""What an alert says, told to people: its rule, what to consider, until when it is asked, and who says so."""

from __future__ import annotations

from bedside.protocol.model import Alert, Protocol
from bedside.protocol.telling_words import WORDS
from bedside.rules.words import colon, said_length, said_source
from bedside.values.moment import read_length


def alert_facts(protocol: Protocol, alert: Alert, rule: str, language: str) -> tuple[str, ...]:
    """The lines on one alert; `rule` is its rule in words."""
    facts = [
        ("rule", f"{rule}."),
        ("consider", alert.consider.say(language)),
        ("asked_until", f"{protocol.schedule.visit(alert.until).text.say(language)}."),
    ]
    if alert.of:
        facts.append(("asked_while", f"{protocol.product(alert.of).text.say(language)}."))
    if alert.known_within:
        facts.append(("known_within", f"{said_length(read_length(alert.known_within), language)}."))
    if alert.source:
        facts.append(("source", f"{said_source(alert.source, language)}."))
    return tuple(f"{WORDS[key].say(language)}{colon(language)}{told}" for key, told in facts)
