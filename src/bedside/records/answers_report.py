"""What became of a file of human answers: how many were taken, and every line that was not, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bedside.rules.words import colon, said_number, semicolon

EXAMPLES = 3
"""How many examples of each reason a report holds."""


class AnswerReason(StrEnum):
    """Why a line is not taken."""

    NO_STAY = "no such stay or patient in this source"
    NO_QUESTION = "the protocol asks no such question"
    NEITHER = "the answer is neither yes nor no"
    NO_TIME = "this is not a time like 2026-11-22T08:00"

    def say(self, language: str) -> str:
        """The reason in `en` or `fr`."""
        return FRENCH[self] if language == "fr" else self.value


FRENCH = {
    AnswerReason.NO_STAY: "séjour ou patient absent de cette source",
    AnswerReason.NO_QUESTION: "le protocole ne pose pas cette question",
    AnswerReason.NEITHER: "la réponse n’est ni oui ni non",
    AnswerReason.NO_TIME: "ce n’est pas une heure comme 2026-11-22T08:00",
}


@dataclass(frozen=True)
class RefusedLine:
    """A line that was not taken, why, and what stood there."""

    line: int
    reason: AnswerReason
    written: str

    def say(self, language: str) -> str:
        """`line 5: the protocol asks no such question (“is_hungry”)`."""
        word = "ligne" if language == "fr" else "line"
        written = f"«\u00a0{self.written}\u00a0»" if language == "fr" else f"“{self.written}”"
        return f"{word} {self.line}{colon(language)}{self.reason.say(language)} ({written})"


@dataclass(frozen=True)
class AnswersRead:
    """How many answers were taken, and each line that was not. lines of the file = taken + refused.

    `outside` counts those taken whose time lies in no stay of their patient, `far` is the first of them.
    """

    taken: int
    refused: tuple[RefusedLine, ...] = ()
    outside: int = 0
    far: str = ""

    def to_json(self) -> dict[str, Any]:
        """The account as plain data for `json.dumps`."""
        return {
            "read": self.taken + len(self.refused),
            "taken": self.taken,
            "refused": [
                {"reason": reason.value, "rows": len(lines), "examples": [each.say("en") for each in lines[:EXAMPLES]]}
                for reason, lines in self._by_reason()
            ],
            "outside_every_stay": self.outside,
        }

    def sentences(self, language: str) -> list[str]:
        """The account as people read it, one sentence a line, in `en` or `fr`."""
        counts = {"taken": self.taken, "read": self.taken + len(self.refused), "outside": self.outside}
        said = {name: said_number(str(count), language) for name, count in counts.items()}
        lines = [_say(TAKEN, language, **said)]
        for reason, refused in self._by_reason():
            count = said_number(str(len(refused)), language)
            examples = semicolon(language).join(each.say(language) for each in refused[:EXAMPLES])
            lines.append(_say(NOT_TAKEN, language, count=count, reason=reason.say(language), examples=examples))
        if self.outside:
            lines.append(_say(OUTSIDE, language, **said, far=self.far))
        return lines

    def _by_reason(self) -> Iterator[tuple[AnswerReason, list[RefusedLine]]]:
        for reason in AnswerReason:
            if lines := [each for each in self.refused if each.reason is reason]:
                yield reason, lines


TAKEN = {
    "en": "Human answers: {read} lines read, {taken} taken.",
    "fr": "Réponses humaines\u00a0: lignes lues {read}, prises en compte {taken}.",
}
NOT_TAKEN = {
    "en": "Human answers not taken, {reason}: {count}. For example: {examples}.",
    "fr": "Réponses humaines écartées, {reason}\u00a0: {count}. Par exemple\u00a0: {examples}.",
}
OUTSIDE = {
    "en": "Human answers given at a time outside every stay of their patient: {outside} of those taken, for example"
    " {far}. Look whether the times are right.",
    "fr": "Réponses humaines données à une heure hors de tout séjour de leur patient\u00a0: {outside} de celles prises"
    " en compte, par exemple {far}. Vérifier que les heures sont justes.",
}


def _say(text: dict[str, str], language: str, **parts: str) -> str:
    return text[language].format(**parts)
