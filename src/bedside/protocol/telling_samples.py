"""What a sample says, told to people: how it is drawn, when, what is made of it, and its limits."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.model import Protocol
from bedside.protocol.quoting import said_parameter
from bedside.protocol.samples import Sample
from bedside.protocol.telling_words import WORDS
from bedside.rules.words import colon, said_source


def sample_facts(protocol: Protocol, sample: Sample, results: str, language: str) -> tuple[str, ...]:
    """The lines on one sample; `results` are its items in words."""
    facts = _facts(protocol, sample, results, language)
    return tuple(f"{WORDS[key].say(language)}{colon(language)}{told}" for key, told in facts)


def _facts(protocol: Protocol, sample: Sample, results: str, language: str) -> Iterator[tuple[str, str]]:
    visits = (protocol.schedule.visit(each).text.say(language) for each in sample.visits)
    yield "tube", f"{sample.tube.say(language)}."
    yield "visits", f"{', '.join(visits)}."
    yield "aliquots", f"{sample.aliquots} × {_said(protocol, sample.volume, language)}, {sample.matrix.say(language)}."
    for name, parameter in sample.limits.named():
        yield name, f"{_said(protocol, parameter, language)}."
    if results:
        yield "results", f"{results}."
    if sample.source:
        yield "source", f"{said_source(sample.source, language)}."


def _said(protocol: Protocol, parameter: str, language: str) -> str:
    return said_parameter(protocol.parameter(parameter).value, language)
