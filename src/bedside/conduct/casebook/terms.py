"""The terms that a study holds of a list by which events are named, and whether a text is one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bedside.values.wording import Text


@dataclass(frozen=True)
class Terms:
    """Terms of a list (`named`, as people call it), each with the class in which it stands (empty: not known here);
    `whole` where they are all of it."""

    named: str
    classes: Mapping[Text, str]
    whole: bool

    @cached_property
    def _known(self) -> dict[str, str]:
        return {_plain(name): above for text, above in self.classes.items() for name in (text.fr, text.en)}

    def has(self, text: str) -> bool:
        """Whether it is one of them, in either language, but for case and blanks."""
        return _plain(text) in self._known

    def says(self, text: str) -> bool | None:
        """The same; None where it is none of those that are held, and they are not all."""
        return True if self.has(text) else False if self.whole else None

    def above(self, text: str) -> str:
        """The class of a term; empty for what is none, or where it is not known here."""
        return self._known.get(_plain(text), "")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
