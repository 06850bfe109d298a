"""What the protocol checks find, and how it is told to a program (JSON) and to people (text).

A finding points at a place of the protocol and, where the sponsor has to answer, carries the question and the
assumption that the protocol takes meanwhile.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bedside.lint.both_languages import NOTHING, filled
from bedside.lint.stated import Stated, labelled
from bedside.protocol.model import Assumption, Text
from bedside.rules.words import colon

WIDTH = 110


class Severity(StrEnum):
    """How grave a finding is; only an error makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFO = "info"


RANKS = {severity: rank for rank, severity in enumerate(Severity)}
COUNTED = {
    Severity.ERROR: (Text("error", "erreur"), Text("errors", "erreurs")),
    Severity.WARNING: (Text("warning", "avertissement"), Text("warnings", "avertissements")),
    Severity.QUESTION: (Text("question", "question"), Text("questions", "questions")),
    Severity.INFO: (Text("note", "remarque"), Text("notes", "remarques")),
}
HEADED = {severity: Text(str(severity), one.fr) for severity, (one, _) in COUNTED.items()}
ASKED = Text("question", "question au promoteur")
TAKEN = Text("taken meanwhile", "hypothèse retenue en attendant")
NOT_COMPARED = Text(
    "The sentences were not compared with the record, {file}: give it with --record, or put it beside the protocol.",
    "Les phrases n’ont pas été comparées au registre, {file}\u00a0: l’indiquer par --record, ou le placer à côté du"
    " protocole.",
)
SILENT = Text("nothing found", "rien à signaler")


@dataclass(frozen=True)
class Finding:
    """One finding: `where` is file, line and part; `question` and `assumption` are empty where there is none."""

    code: str
    severity: Severity
    where: str
    message: Text
    question: Text = NOTHING
    assumption: Text = NOTHING


@dataclass(frozen=True)
class Hit:
    """What a rule yields: a place, what fills the rule's texts, and the assumption that answers the question now.

    The assumption's own question, written by the trial's authors, wins over the rule's. `instead` is a message
    that stands in place of the rule's own and raises no question.
    """

    where: str
    places: Mapping[str, object] = field(default_factory=dict)
    assumption: Assumption | None = None
    instead: Text | None = None


Find = Callable[[Stated], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """One check: a stable code, what it refuses in a sentence, an example of the fix, and what it says and asks."""

    code: str
    severity: Severity
    says: str
    fix: str
    message: Text
    question: Text
    find: Find

    def findings(self, stated: Stated) -> Iterator[Finding]:
        """What this rule finds in a protocol."""
        for hit in self.find(stated):
            message = filled(hit.instead or self.message, hit.places)
            question = NOTHING if hit.instead else filled(self.question, hit.places)
            taken = hit.assumption
            answer = (taken.question, taken.taken) if taken else (question, NOTHING)
            yield Finding(self.code, self.severity, hit.where, message, *answer)


def rule(code: str, severity: Severity, fix: str, message: Text, question: Text = NOTHING) -> Callable[[Find], Rule]:
    """Makes a check of a function; its docstring is the sentence that says what is refused.

    `message` and `question` have places in braces, which the function's hits fill.
    """

    def made(find: Find) -> Rule:
        says = " ".join((inspect.getdoc(find) or "").split())
        return Rule(code, severity, says, fix, message, question, find)

    return made


@dataclass(frozen=True)
class Findings:
    """All findings of one version of one protocol, errors first, then by code and place.

    `record` is the file of the registry's record that the protocol names; `compared` says whether its sentences were
    read against a record.
    """

    id: str
    version: str
    hash: str
    findings: tuple[Finding, ...]
    record: str = ""
    compared: bool = False

    @classmethod
    def of(
        cls, id: str, version: str, hash: str, findings: Iterable[Finding], record: str = "", compared: bool = False
    ) -> Findings:
        """Sorted, each once."""
        return cls(id, version, hash, tuple(sorted(dict.fromkeys(findings), key=_order)), record, compared)

    @property
    def exit_code(self) -> int:
        """1 when there is an error, else 0."""
        return int(any(each.severity is Severity.ERROR for each in self.findings))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes found, each once."""
        return tuple(sorted({each.code for each in self.findings}))

    def with_code(self, code: str) -> tuple[Finding, ...]:
        """The findings of one rule."""
        return tuple(each for each in self.findings if each.code == code)

    def to_json(self, language: str = "en") -> str:
        """For programs: the protocol's identity and every finding, its texts in `en` or `fr`."""
        rows = [
            {
                "code": each.code,
                "severity": str(each.severity),
                "where": each.where,
                "message": each.message.say(language),
                "question": each.question.say(language),
                "assumption": each.assumption.say(language),
            }
            for each in self.findings
        ]
        identity = {"id": self.id, "version": self.version, "hash": self.hash}
        record = {"file": self.record, "compared": self.compared}
        told = {"protocol": identity, "record": record, "findings": rows}
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"

    def to_text(self, language: str = "en") -> str:
        """For people: findings that raise one question stand together, each place with its message."""
        blocks = [_headline(self, language), *(_block(each, language) for each in _together(self.findings, language))]
        if self.record and not self.compared:
            blocks += ["\n".join(_wrapped(NOT_COMPARED.say(language).format(file=self.record), "", ""))]
        return "\n\n".join(blocks) + "\n"


def _order(finding: Finding) -> tuple[int, str, list[int | str], str]:
    """Line 9 comes before line 10; the order is the same in both languages."""
    where: list[int | str] = [f"{int(part):09d}" if part.isdigit() else part for part in _digits(finding.where)]
    return RANKS[finding.severity], finding.code, where, finding.message.en


def _digits(where: str) -> list[str]:
    return re.split(r"(\d+)", where)


def _headline(found: Findings, language: str) -> str:
    counts = {severity: sum(each.severity is severity for each in found.findings) for severity in Severity}
    told = [f"{n} {COUNTED[severity][n != 1].say(language)}" for severity, n in counts.items() if n]
    identity = f"{found.id} {found.version}" + (f" ({found.hash[:12]})" if found.hash else "")
    return f"{identity}{colon(language)}{', '.join(told) or SILENT.say(language)}."


def _together(findings: Iterable[Finding], language: str) -> list[list[Finding]]:
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for each in findings:
        key = (each.code, each.question.say(language), each.assumption.say(language))
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def _block(group: list[Finding], language: str) -> str:
    first = group[0]
    lines = [f"{first.code} {HEADED[first.severity].say(language)}"]
    for each in group:
        told = f"{labelled(each.where).say(language)}{colon(language)}{each.message.say(language)}"
        lines += _wrapped(_unparted(told, language), "  ", "    ")
    for word, text in ((ASKED, first.question), (TAKEN, first.assumption)):
        if said := text.say(language):
            lines += _wrapped(_unparted(said, language), f"  {word.say(language)}{colon(language)}", "    ")
    return "\n".join(lines)


def _unparted(text: str, language: str) -> str:
    """French marks stay with their word at the end of a line, also in texts written with ordinary spaces."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text) if language == "fr" else text


def _wrapped(text: str, first: str, later: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False)
