"""What the protocol checks find, and how it is told to a program (JSON) and to people (text).

A finding points at a place of the protocol and, where the sponsor has to answer, carries the question and the
assumption that the protocol takes meanwhile.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bedside.lint.stated import Stated
from bedside.protocol.model import Assumption

WIDTH = 110


class Severity(StrEnum):
    """How grave a finding is; only an error makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFO = "info"


RANKS = {severity: rank for rank, severity in enumerate(Severity)}
COUNTED = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.QUESTION: ("question", "questions"),
    Severity.INFO: ("note", "notes"),
}


@dataclass(frozen=True)
class Finding:
    """One finding: `where` is file, line and part; `question` and `assumption` are empty where there is none."""

    code: str
    severity: Severity
    where: str
    message: str
    question: str = ""
    assumption: str = ""


@dataclass(frozen=True)
class Hit:
    """What a rule yields: a place and a message, the question it raises, and the assumption that answers it now.

    The assumption's own question, written by the trial's authors, wins over `question`.
    """

    where: str
    message: str
    question: str = ""
    assumption: Assumption | None = None


Find = Callable[[Stated], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """One check: a stable code, what it refuses in a sentence, and an example of the fix."""

    code: str
    severity: Severity
    says: str
    fix: str
    find: Find

    def findings(self, stated: Stated) -> Iterator[Finding]:
        """What this rule finds in a protocol."""
        for hit in self.find(stated):
            taken = hit.assumption
            question = taken.question.en if taken else hit.question
            yield Finding(self.code, self.severity, hit.where, hit.message, question, taken.taken.en if taken else "")


def rule(code: str, severity: Severity, fix: str) -> Callable[[Find], Rule]:
    """Makes a check of a function; its docstring is the sentence that says what is refused."""

    def made(find: Find) -> Rule:
        says = " ".join((inspect.getdoc(find) or "").split())
        return Rule(code, severity, says, fix, find)

    return made


@dataclass(frozen=True)
class Findings:
    """All findings of one version of one protocol, errors first, then by code and place."""

    id: str
    version: str
    hash: str
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, id: str, version: str, hash: str, findings: Iterable[Finding]) -> Findings:
        """Sorted, each once."""
        return cls(id, version, hash, tuple(sorted(dict.fromkeys(findings), key=_order)))

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

    def to_json(self) -> str:
        """For programs: the protocol's identity and every finding."""
        rows = [
            {
                "code": each.code,
                "severity": str(each.severity),
                "where": each.where,
                "message": each.message,
                "question": each.question,
                "assumption": each.assumption,
            }
            for each in self.findings
        ]
        identity = {"id": self.id, "version": self.version, "hash": self.hash}
        return json.dumps({"protocol": identity, "findings": rows}, ensure_ascii=False, indent=2) + "\n"

    def to_text(self) -> str:
        """For people: findings that raise one question stand together, each place with its message."""
        blocks = [_headline(self), *(_block(each) for each in _together(self.findings))]
        return "\n\n".join(blocks) + "\n"


def _order(finding: Finding) -> tuple[int, str, list[int | str], str]:
    """Line 9 comes before line 10."""
    where: list[int | str] = [f"{int(part):09d}" if part.isdigit() else part for part in _digits(finding.where)]
    return RANKS[finding.severity], finding.code, where, finding.message


def _digits(where: str) -> list[str]:
    return re.split(r"(\d+)", where)


def _headline(found: Findings) -> str:
    counts = {severity: sum(each.severity is severity for each in found.findings) for severity in Severity}
    told = [f"{n} {COUNTED[severity][n != 1]}" for severity, n in counts.items() if n]
    identity = f"{found.id} {found.version}" + (f" ({found.hash[:12]})" if found.hash else "")
    return f"{identity}: {', '.join(told) or 'nothing found'}."


def _together(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.code, each.question, each.assumption), []).append(each)
    return list(groups.values())


def _block(group: list[Finding]) -> str:
    first = group[0]
    lines = [f"{first.code} {first.severity}"]
    for each in group:
        lines += _wrapped(f"{each.where}: {each.message}", "  ", "    ")
    if first.question:
        lines += _wrapped(first.question, "  question: ", "    ")
    if first.assumption:
        lines += _wrapped(first.assumption, "  taken meanwhile: ", "    ")
    return "\n".join(lines)


def _wrapped(text: str, first: str, later: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False)
