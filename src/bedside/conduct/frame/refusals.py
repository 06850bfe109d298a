"""A refusal in its reader's language.

An error that names something in words carries them in both languages (`BedsideError.words`). A plain sentence is
written once in English, where it is raised, and once in French, in `refusals_what` and `refusals_ways_out`, or, for
the rooms below, in `refusals_below` and `refusals_of_designs`; a test walks every place where an error is raised and
finds those without French.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bedside.conduct.frame.refusals_below import BELOW
from bedside.conduct.frame.refusals_of_designs import DESIGNS
from bedside.conduct.frame.refusals_ways_out import WAYS_OUT, WHERE
from bedside.conduct.frame.refusals_what import WHAT
from bedside.conduct.frame.words import language
from bedside.errors import BedsideError, Said
from bedside.values.wording import Text


@dataclass(frozen=True)
class Refusal:
    """What is wrong, where, and what to do about it, as one reader reads it."""

    what: str
    where: str
    todo: str


def told(error: BedsideError) -> Refusal:
    """An error in the reader's language."""
    return Refusal(*(in_words(part, language()) for part in error.words))


def in_words(said: str | Said, to: str) -> str:
    """Words in `en` or `fr`; a sentence that nobody translated stays as it is."""
    if not isinstance(said, str):
        return said.fr if to == "fr" else said.en
    return said if to == "en" or not said else _french(said)


def _french(sentence: str) -> str:
    exact = _exact().get(sentence)
    if exact is not None:
        return exact
    for pattern, french in _patterns():
        if match := pattern.fullmatch(sentence):
            return french.format(*match.groups())
    return sentence


def _all() -> Iterable[Text]:
    return (*WHAT, *WAYS_OUT, *WHERE, *BELOW, *DESIGNS)


@cache
def _exact() -> dict[str, str]:
    return {text.en: text.fr for text in _all() if "{" not in text.en}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Those with places, the longest first: the more is said, the surer the match."""
    places = sorted((text for text in _all() if "{" in text.en), key=lambda text: -len(text.en))
    return [(re.compile(re.sub(r"\\\{\d\\\}", "(.*?)", re.escape(text.en)), re.DOTALL), text.fr) for text in places]
