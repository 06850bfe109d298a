"""Words that people read, the same in English and in French."""

from __future__ import annotations

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
        """The words with their places, in braces, filled: the same in both languages."""
        return Text(self.en.format(**places), self.fr.format(**places))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """As rules and variables carry their words."""
        return (("en", self.en), ("fr", self.fr))
