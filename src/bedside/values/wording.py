"""Words that people read, the same in English and in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in French."""

    en: str
    fr: str

    def say(self, language: str) -> str:
        """The words in `en` or `fr`."""
        return self.fr if language == "fr" else self.en

    def filled(self, **places: object) -> Text:
        """The words with their places, in braces, filled: with words of each language, or the same in both."""
        return Text(*(words.format(**{n: _in(p, to) for n, p in places.items()}) for words, to in self._both))

    @property
    def _both(self) -> tuple[tuple[str, str], ...]:
        return (self.en, "en"), (self.fr, "fr")

    @classmethod
    def joined(cls, between: str, each: Iterable[Text]) -> Text:
        """Several words one after the other."""
        held = list(each)
        return cls(between.join(one.en for one in held), between.join(one.fr for one in held))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As rules and variables carry their words."""
        return (("en", self.en), ("fr", self.fr))


def _in(place: object, language: str) -> object:
    return place.say(language) if isinstance(place, Text) else place
