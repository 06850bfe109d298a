"""How an outcome is worked out, told to people: its rules with their moments, and times to an end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.protocol.authoring import value
from bedside.protocol.endpoints import Duration, Endpoint
from bedside.protocol.model import Protocol
from bedside.protocol.telling_words import WORDS
from bedside.rules.text import say
from bedside.rules.words import colon, said_length
from bedside.values.moment import read_length

FEW = 6
"""Up to so many parts are named; more are counted, or left to the rule that holds them."""


def worked_out(protocol: Protocol, outcome: str, language: str) -> Iterator[str]:
    """The lines on how an outcome is worked out, none where no rule says it."""
    endpoints = [each for each in protocol.endpoints if each.outcome == outcome]
    yield from (_verdict(each, language) for each in endpoints if not _is_one(each))
    yield from _evaluations(endpoints, language)
    yield from (_duration(each, language) for each in protocol.durations if each.outcome == outcome)


def _is_one(endpoint: Endpoint) -> bool:
    """True when the outcome is the value of one evaluation."""
    return len(endpoint.evaluations) == 1 and endpoint.verdict.of == value(endpoint.evaluations[0])


def _verdict(endpoint: Endpoint, language: str) -> str:
    """How the evaluations are taken together; each is called by its name alone."""
    text = say(endpoint.verdict, language)
    for each in endpoint.evaluations:
        text = text.replace(say(value(each), language), each.variable.say(language))
    return f"{_word('rule', language)} {text}."


def _evaluations(endpoints: Sequence[Endpoint], language: str) -> Iterator[str]:
    """What is asked when, each once; of an endpoint with many, the verdict says enough."""
    asked = {e.variable.name: e for each in endpoints if len(each.evaluations) <= FEW for e in each.evaluations}
    for each in asked.values():
        after = read_length(each.after)
        since = f"{said_length(after, language)} {WORDS['after'].say(language)}"
        when = since if after else WORDS["at_inclusion"].say(language)
        yield f"{each.variable.say(language)} ({when}){colon(language)}{say(each.rule, language)}."


def _duration(duration: Duration, language: str) -> str:
    """A time to an end: the endings with their rules, and how far it is looked."""
    endings = (f"{each.say(language)} ({say(each, language)})" for each in duration.endings)
    either = f" {WORDS['or'].say(language)} ".join(endings)
    up_to = said_length(read_length(duration.up_to), language)
    return f"{_word('time_to', language)} {either}, {WORDS['up_to'].say(language)} {up_to}."


def _word(key: str, language: str) -> str:
    return f"{WORDS[key].say(language)}{colon(language)}".rstrip()
