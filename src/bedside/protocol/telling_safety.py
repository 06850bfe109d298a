"""What an adverse event form leaves to an investigator, and what need not be told at once, told to people."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.protocol.model import Form
from bedside.protocol.telling_words import WORDS
from bedside.rules.words import colon


def safety_facts(form: Form, language: str) -> tuple[str, ...]:
    """The lines on one form of adverse events; none of another."""
    return tuple(f"{WORDS[key].say(language)}{colon(language)}{told}." for key, told in _facts(form, language))


def _facts(form: Form, language: str) -> Iterator[tuple[str, str]]:
    held = form.safety
    if held is None:
        return
    if held.judged:
        yield "judged", ", ".join(form.item(name).text.say(language) for name in held.judged)
    for each in held.exempt:
        yield "not_told_at_once", each.text.say(language)
