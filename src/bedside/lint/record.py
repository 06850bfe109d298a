"""Checks against what stands outside the protocol: the registry's record, and amendments beside one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath

from bedside.lint.findings import Finding, Severity
from bedside.lint.stated import Stated, quoted
from bedside.protocol.amendments import Amendment, collisions
from bedside.registry.record import RegistryRecord, Sentence


@dataclass(frozen=True)
class OuterRule:
    """A check that needs more than the protocol: its code, what it refuses, and an example of the fix."""

    code: str
    severity: Severity
    says: str
    fix: str

    def finding(self, where: str, message: str, question: str = "") -> Finding:
        """A finding of this rule."""
        return Finding(self.code, self.severity, where, message, question)


COLLISION = OuterRule(
    "P060", Severity.ERROR,
    "Two amendments start from one version: which of them holds, and where both change a place, what stands there?",
    "Base the later amendment on the version that the earlier one makes.",
)  # fmt: skip
UNANSWERED = OuterRule(
    "P061", Severity.WARNING,
    "The registry's record says something that no part of the protocol answers for.",
    "A line under `record: lines:`, a criterion, an arm or an outcome with the sentence under `says:`.",
)  # fmt: skip
MISQUOTED = OuterRule(
    "P062", Severity.ERROR,
    "The protocol quotes words that the registry's record does not hold.",
    "The record's words, letter for letter.",
)  # fmt: skip
CONTRADICTED = OuterRule(
    "P063", Severity.ERROR,
    "A worked patient says something else than the rules, or cannot be read.",
    "The rule or the patient corrected, whichever is wrong: patients/I1.yaml.",
)  # fmt: skip
RULES = (COLLISION, UNANSWERED, MISQUOTED, CONTRADICTED)


def contradicted(sentences: Sequence[str]) -> Iterator[Finding]:
    """Worked patients that the rules contradict, one sentence each (`protocol.worked.failures`)."""
    for sentence in sentences:
        place, _, told = sentence.partition(": ")
        yield CONTRADICTED.finding(place, told or sentence)


def collided(amendments: Sequence[Amendment]) -> Iterator[Finding]:
    """Amendments of one version that cannot both be made."""
    for one, other in combinations(amendments, 2):
        if one.base == other.base:
            places = collisions(one, other)
            both = f" and both change {', '.join(places)}" if places else ""
            message = f"the amendments to {one.version} and to {other.version} both start from {one.base}{both}."
            yield COLLISION.finding(_shortly(other.where), message, "Which of the two is made first?")


def _shortly(where: str) -> str:
    """`amendments/v2.yaml:1` of a long path."""
    return "/".join(PurePath(where).parts[-2:])


def compared(stated: Stated, record: RegistryRecord) -> Iterator[Finding]:
    """The protocol's quotations against the record's sentences, both ways."""
    quoted_words = [_plain(sentence.text) for sentence in stated.sentences]
    spoken = list(_spoken(record))
    for sentence in spoken:
        if not any(_answers(words, _plain(sentence.text)) for words in quoted_words):
            yield UNANSWERED.finding(str(sentence.place), f"nothing answers for {quoted(sentence.text)}")
    held = [_plain(sentence.text) for sentence in spoken] + [_plain(sentence.original) for sentence in spoken]
    for each in stated.sentences:
        if not any(_plain(each.text) in words for words in held):
            yield MISQUOTED.finding(each.where, f"the record does not say {each.quoted}")


def _answers(quotation: str, sentence: str) -> bool:
    """Whether a quotation holds a sentence, or the better half of it (a table's cell that was cut at a label)."""
    return sentence in quotation or (quotation in sentence and 2 * len(quotation) > len(sentence))


def _spoken(record: RegistryRecord) -> Iterator[Sentence]:
    yield from (sentence for sentence in record.sentences() if re.search(r"\w", sentence.text))


def _plain(text: str) -> str:
    """Words without case, punctuation marks at their ends and differences of white space."""
    return " ".join(text.split()).strip(" .,;:-").casefold()
