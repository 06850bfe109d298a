"""Checks against what stands outside the protocol: the registry's record, and amendments beside one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePath

from bedside.lint.both_languages import NOTHING, filled, quoted
from bedside.lint.findings import Finding, Severity
from bedside.lint.stated import Stated
from bedside.protocol.amendments import Amendment, collisions
from bedside.registry.record import RegistryRecord, Sentence
from bedside.values.wording import Text


@dataclass(frozen=True)
class OuterRule:
    """A check that needs more than the protocol: its code, what it refuses, how to mend it, what it says and asks."""

    code: str
    severity: Severity
    says: str
    fix: str
    message: Text
    question: Text = NOTHING

    def finding(self, where: str, **places: object) -> Finding:
        """A finding of this rule, the places of its texts filled."""
        return Finding(self.code, self.severity, where, filled(self.message, places), filled(self.question, places))


COLLISION = OuterRule(
    "P060", Severity.ERROR,
    "Two amendments start from one version: which of them holds, and where both change a place, what stands there?",
    "Base the later amendment on the version that the earlier one makes.",
    Text(
        "the amendments to {one} and to {other} both start from {base}{changes}.",
        "les amendements vers {one} et vers {other} partent tous deux de {base}{changes}.",
    ),
    Text("Which of the two is made first?", "Lequel des deux vient en premier\u202f?"),
)  # fmt: skip
UNANSWERED = OuterRule(
    "P061", Severity.WARNING,
    "The registry's record says something that no part of the protocol answers for.",
    "A line under `record: lines:`, a criterion, an arm or an outcome with the sentence under `says:`.",
    Text("nothing answers for {sentence}", "rien dans le protocole ne répond de {sentence}"),
)  # fmt: skip
MISQUOTED = OuterRule(
    "P062", Severity.ERROR,
    "The protocol quotes words that the registry's record does not hold.",
    "The record's words, letter for letter.",
    Text("the record does not say {sentence}", "le registre ne dit pas {sentence}"),
)  # fmt: skip
CONTRADICTED = OuterRule(
    "P063", Severity.ERROR,
    "A worked patient says something else than the rules, or cannot be read.",
    "The rule or the patient corrected, whichever is wrong: patients/I1.yaml. Where an amendment ends what the patient"
    " shows: `until:` and the last version of which it holds.",
    Text("{told}", "{told}"),
)  # fmt: skip
OTHER_TRIAL = OuterRule(
    "P064", Severity.ERROR,
    "The registry's record is that of another trial: nothing in it was compared.",
    "The record that bears the protocol's registration number, or its other number among the record's lines.",
    Text(
        "this is the record of {theirs}, the protocol is registered as {ours}: nothing was compared.",
        "ce registre est celui de {theirs}, le protocole est enregistré sous {ours}\u00a0: rien n’a été comparé.",
    ),
)  # fmt: skip
RULES = (COLLISION, UNANSWERED, MISQUOTED, CONTRADICTED, OTHER_TRIAL)
CHANGES = Text(" and both change {places}", " et modifient tous deux {places}")
UNREADABLE = Text("{told}", "ne peut pas être lu (texte du programme)\u00a0: «\u00a0{told}\u00a0»")
WORKED = Text(
    "“{case}” ({about}): {rule} is {found}, expected {expected}.",
    "«\u00a0{case}\u00a0» ({about})\u00a0: {rule} donne «\u00a0{found}\u00a0», attendu «\u00a0{expected}\u00a0».",
)
REGISTERED = re.compile(r"regist|identif|(?:^|_)ids?(?:_|$)|eudract")
"""Names of the record's lines that hold numbers of registration, the first and any secondary ones."""
VERDICTS = {
    "met": Text("met", "rempli"),
    "not met": Text("not met", "non rempli"),
    "cannot tell": Text("cannot tell", "indéterminé"),
}
CONTRADICTION = re.compile(
    r"“(?P<case>.*)” \((?P<about>.*)\): (?P<rule>\S+) is (?P<found>.+), expected (?P<expected>.+)\.", re.DOTALL
)
"""A sentence of `protocol.worked.failures`, after its place."""


def contradicted(sentences: Sequence[str]) -> Iterator[Finding]:
    """Worked patients that the rules contradict, one sentence each (`protocol.worked.failures`)."""
    for sentence in sentences:
        place, _, told = sentence.partition(": ")
        yield CONTRADICTED.finding(place, told=_contradiction(told or sentence))


def _contradiction(told: str) -> Text:
    found = CONTRADICTION.fullmatch(told)
    if not found:
        return filled(UNREADABLE, {"told": told})
    return filled(WORKED, {name: VERDICTS.get(words, words) for name, words in found.groupdict().items()})


def collided(amendments: Sequence[Amendment]) -> Iterator[Finding]:
    """Amendments of one version that cannot both be made."""
    for one, other in combinations(amendments, 2):
        if one.base == other.base:
            places = collisions(one, other)
            changes = filled(CHANGES, {"places": ", ".join(places)}) if places else NOTHING
            versions = {"one": one.version, "other": other.version, "base": one.base}
            yield COLLISION.finding(_shortly(other.where), **versions, changes=changes)


def _shortly(where: str) -> str:
    """`amendments/v2.yaml:1` of a long path."""
    return "/".join(PurePath(where).parts[-2:])


def compared(stated: Stated, record: RegistryRecord) -> Iterator[Finding]:
    """The protocol's quotations against the record's sentences, both ways; of another trial's record, only that."""
    number = record.registration_number
    ours = [line.value for line in stated.protocol.record.lines if REGISTERED.search(line.name)]
    if ours and not _among(number.text.strip(), (*ours, stated.protocol.record.registry)):
        yield OTHER_TRIAL.finding(str(number.place), theirs=number.text.strip(), ours=", ".join(ours))
    else:
        yield from _differences(stated, record)


def _among(number: str, texts: Iterable[str]) -> bool:
    word = re.compile(rf"(?<![\w-]){re.escape(number)}(?![\w-])", re.IGNORECASE)
    return any(word.search(text) for text in texts)


def _differences(stated: Stated, record: RegistryRecord) -> Iterator[Finding]:
    quoted_words = [_plain(sentence.text) for sentence in stated.sentences]
    spoken = list(_spoken(record))
    for sentence in spoken:
        if not any(_answers(words, _plain(sentence.text)) for words in quoted_words):
            yield UNANSWERED.finding(str(sentence.place), sentence=quoted(sentence.text))
    held = [_plain(sentence.text) for sentence in spoken] + [_plain(sentence.original) for sentence in spoken]
    for each in stated.sentences:
        if not any(_plain(each.text) in words for words in held):
            yield MISQUOTED.finding(each.where, sentence=each.quoted)


def _answers(quotation: str, sentence: str) -> bool:
    """Whether a quotation holds a sentence, or the better half of it (a table's cell that was cut at a label)."""
    return sentence in quotation or (quotation in sentence and 2 * len(quotation) > len(sentence))


def _spoken(record: RegistryRecord) -> Iterator[Sentence]:
    yield from (sentence for sentence in record.sentences() if re.search(r"\w", sentence.text))


def _plain(text: str) -> str:
    """Words without case, punctuation marks at their ends and differences of white space."""
    return " ".join(text.split()).strip(" .,;:-").casefold()
