"""A dictionary as it is searched: its terms, and those that a text may mean. The coder decides; nothing here does."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from bedside.values.wording import Text


class Kind(StrEnum):
    """A dictionary: those that an item of a form may be coded by, and the list that events are named by."""

    MEDDRA = "meddra"
    WHODRUG = "whodrug"
    CTCAE = "ctcae"


KINDS: Mapping[Kind, Text] = {
    Kind.MEDDRA: Text("MedDRA", "MedDRA"), Kind.WHODRUG: Text("WHODrug", "WHODrug"), Kind.CTCAE: Text("CTCAE", "CTCAE"),
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """What can be chosen: its code, its name, what stands above it (nearest first), and whether it is current."""

    code: str
    name: str
    above: tuple[str, ...] = ()
    current: bool = True


@dataclass(frozen=True)
class Book:
    """A dictionary in memory."""

    terms: Mapping[str, Term]
    named: Mapping[str, tuple[str, ...]] = field(repr=False)
    with_word: Mapping[str, frozenset[str]] = field(repr=False)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Book:
        """Index these terms, by code, by name and by word."""
        held = {term.code: term for term in terms}
        named, words = defaultdict(list), defaultdict(set)
        for term in held.values():
            named[plain(term.name)].append(term.code)
            for word in plain(term.name).split():
                words[word].add(term.code)
        return cls(
            held, {name: tuple(codes) for name, codes in named.items()},
            {word: frozenset(codes) for word, codes in words.items()},
        )  # fmt: skip

    def exact(self, text: str) -> list[Term]:
        """The current terms of this very name, but for case, accents and marks."""
        return [term for code in self.named.get(plain(text), ()) if (term := self.terms[code]).current]

    def suggest(self, text: str, most: int = 10) -> list[Term]:
        """The current terms that are most alike: those of this very name first, then by words in common and letters."""
        wanted = plain(text)
        words = wanted.split()
        near = {code for word in words for known in self._alike(word) for code in self.with_word[known]}
        found = [self.terms[code] for code in near if self.terms[code].current]
        return sorted(found, key=lambda term: _far(wanted, term))[:most]

    def _alike(self, word: str) -> list[str]:
        """The words of the dictionary that begin like a word, or it like them."""
        if word in self.with_word:
            return [word]
        return [known for known in self.with_word if len(known) > 3 and known[:5] == word[:5]]


def plain(text: str) -> str:
    """Small letters without accents, marks taken for gaps: what two spellings of a term have in common."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in kept).split())


def _far(wanted: str, term: Term) -> tuple[bool, float, float, str]:
    """How far a term is from a text: another name, fewer words in common, less alike letter by letter."""
    name = plain(term.name)
    mine, theirs = set(wanted.split()), set(name.split())
    common = len(mine & theirs) / len(mine | theirs)
    return name != wanted, -common, -SequenceMatcher(None, wanted, name).ratio(), term.code
