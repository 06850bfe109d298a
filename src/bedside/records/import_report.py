"""What an import read, used, kept as unknown and dropped: by table, variable and reason, with examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bedside.errors import UsageError, WrongLayout
from bedside.records.answers_report import AnswersRead
from bedside.records.dictionary import dictionary
from bedside.records.notes import together
from bedside.rules.words import colon, said_number, semicolon
from bedside.values.wording import LANGUAGES, Text

EXAMPLES = 3
"""How many examples of each reason a report holds."""


class Reason(StrEnum):
    """Why a row of a source did not become a fact. The order is the order of asking: the first that applies."""

    NO_PATIENT = "the patient id is missing or is not a number"
    NO_STAY = "the patient has no intensive-care stay"
    NO_ITEM = "the item id is missing or cannot be read"
    REWRITTEN = "a later row rewrote it"
    NO_TIME = "the time is missing or cannot be read"
    NO_END = "the end is missing or cannot be read"
    NO_VALUE = "there is no value"
    NOT_NUMBER = "the value is not a number"
    UNKNOWN_TEXT = "the text is none of those that are known"
    UNKNOWN_UNIT = "the unit is unknown"
    NOT_CONVERTIBLE = "the unit cannot be converted to the variable's"
    NO_UNIT = "the unit is missing"
    NOT_ARTERIAL = "the specimen is not arterial"
    NO_RATE = "there is no rate"
    BOLUS = "it is a single dose: not a continuous infusion"
    NO_FLOW = "the rate is not above zero: nothing was given"
    NO_WEIGHT = "the rate is not per kg and the weight is missing or unusable"
    BACKWARDS = "it does not end after it starts"
    IMPOSSIBLE = "the value is outside the variable's bounds"
    NO_VARIABLE = "the variable is not a canonical one"
    WRONG_TABLE = "the variable belongs in another table"
    DERIVED = "it is derived from the table stays"
    BROKEN_LINE = "the line does not fit the table's columns"
    TWICE = "the same id stands there twice"
    NO_ID = "an id is missing or cannot be read"
    NO_SUCH_PATIENT = "the patient is not in the table patients"
    NOT_BLOOD = "the specimen is not blood"
    REPEATED = "the same row stands there twice"
    NOT_INTRAVENOUS = "it is not given into a vein"

    @property
    def number(self) -> int:
        """The small integer that stands for this reason in SQL; 0 is “used”."""
        return list(Reason).index(self) + 1

    def say(self, language: str) -> str:
        """The reason in `en` or `fr`."""
        return FRENCH[self] if language == "fr" else self.value


OF_UNITS = (Reason.UNKNOWN_UNIT, Reason.NOT_CONVERTIBLE, Reason.NO_UNIT)
FRENCH = {
    Reason.NO_PATIENT: "l’identifiant du patient manque ou n’est pas un nombre",
    Reason.NO_STAY: "le patient n’a aucun séjour en réanimation",
    Reason.NO_ITEM: "l’identifiant de l’élément (itemid) manque ou ne peut pas être lu",
    Reason.REWRITTEN: "une ligne ultérieure l’a réécrite",
    Reason.NO_TIME: "l’heure manque ou ne peut pas être lue",
    Reason.NO_END: "la fin manque ou ne peut pas être lue",
    Reason.NO_VALUE: "il n’y a pas de valeur",
    Reason.NOT_NUMBER: "la valeur n’est pas un nombre",
    Reason.UNKNOWN_TEXT: "le texte n’est aucun de ceux qui sont connus",
    Reason.UNKNOWN_UNIT: "l’unité est inconnue",
    Reason.NOT_CONVERTIBLE: "l’unité ne peut pas être convertie en celle de la variable",
    Reason.NO_UNIT: "l’unité manque",
    Reason.NOT_ARTERIAL: "le prélèvement n’est pas artériel",
    Reason.NO_RATE: "il n’y a pas de débit",
    Reason.BOLUS: "c’est une dose unique\u00a0: ce n’est pas une perfusion continue",
    Reason.NO_FLOW: "le débit n’est pas supérieur à zéro\u00a0: rien n’a été administré",
    Reason.NO_WEIGHT: "le débit n’est pas exprimé par kg, et le poids manque ou est inutilisable",
    Reason.BACKWARDS: "la fin n’est pas postérieure au début",
    Reason.IMPOSSIBLE: "la valeur est hors des limites de la variable",
    Reason.NO_VARIABLE: "la variable n’est pas une variable canonique",
    Reason.WRONG_TABLE: "la variable relève d’une autre table",
    Reason.DERIVED: "cela se déduit de la table stays",
    Reason.BROKEN_LINE: "la ligne ne correspond pas aux colonnes de la table",
    Reason.TWICE: "le même identifiant y figure deux fois",
    Reason.NO_ID: "un identifiant manque ou ne peut pas être lu",
    Reason.NO_SUCH_PATIENT: "le patient n’est pas dans la table patients",
    Reason.NOT_BLOOD: "le prélèvement n’est pas du sang",
    Reason.REPEATED: "la même ligne y figure deux fois",
    Reason.NOT_INTRAVENOUS: "l’administration n’est pas intraveineuse",
}


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows of one variable in one table that could not be used for one reason; up to three of them as text.

    `kept` says that they are not lost but became facts of unknown value: of an infusion that was running at a rate
    that cannot be read, a dropped row would say that no drug was given.
    """

    table: str
    variable: str
    reason: Reason
    rows: int
    examples: tuple[str, ...] = ()
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """Rows of one variable in one table that became records as they stand."""

    table: str
    variable: str
    rows: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of one table that a load asked for: `read` = `used` + `kept` as unknown + those dropped."""

    table: str
    read: int
    used: int
    kept: int = 0


@dataclass(frozen=True)
class ImportReport:
    """The account of one load. For every table: rows read = rows used + rows dropped.

    `answers` is the account of the file of human answers, where one was given; `used` parts the rows used by variable.
    """

    source: str
    tables: tuple[Counted, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[Text, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)
    answers: AnswersRead | None = None
    used: tuple[Used, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as plain data for `json.dumps`."""
        return {
            "source": self.source,
            "tables": [
                {
                    "table": counted.table,
                    "read": counted.read,
                    "used": counted.used,
                    "kept_as_unknown": counted.kept,
                    "dropped": [
                        {
                            "variable": d.variable,
                            "reason": d.reason.value,
                            "rows": d.rows,
                            "kept_as_unknown": d.kept,
                            "examples": list(d.examples),
                        }
                        for d in self.dropped
                        if d.table == counted.table
                    ],
                }
                for counted in self.tables
            ],
            "facts": dict(self.facts),
            "notes": self.remarks(),
            "answers": None if self.answers is None else self.answers.to_json(),
        }

    def sentences(self, language: str = "en") -> list[str]:
        """The report as people read it, one sentence a line, in `en` or `fr`. Raises UsageError for another one.

        Names of tables and variables, and what the examples quote, are those of the source in both.
        """
        _refuse_other(language)
        lines: list[str] = []
        for counted in self.tables:
            lines.append(_counted(counted, language))
            lines += [_told(dropped, language) for dropped in self.dropped if dropped.table == counted.table]
        answers = self.answers.sentences(language) if self.answers else []
        return lines + self.remarks(language) + answers

    def in_both(self) -> list[Text]:
        """The report's sentences in both languages."""
        return [Text(*both) for both in zip(self.sentences("en"), self.sentences("fr"), strict=True)]

    def remarks(self, language: str = "en") -> list[str]:
        """The notes alone, one sentence each, in `en` or `fr`. Raises UsageError for another language."""
        _refuse_other(language)
        return [note.say(language) for note in self.notes]

    def balances(self) -> bool:
        """True when, in every table, the rows read are those used, those kept as unknown and those dropped."""
        return all(
            counted.read == counted.used + sum(d.rows for d in self.dropped if d.table == counted.table)
            and counted.kept == sum(d.rows for d in self.dropped if d.table == counted.table and d.kept)
            for counted in self.tables
        )


def _refuse_other(language: str) -> None:
    if language not in LANGUAGES:
        raise UsageError(f"“{language}” is not written here.", todo=f"Choose among: {', '.join(LANGUAGES)}.")


def _counted(counted: Counted, language: str) -> str:
    if language == "fr":
        read, used = (said_number(str(number), "fr") for number in (counted.read, counted.used))
        kept = f", gardées comme inconnues {said_number(str(counted.kept), 'fr')}" if counted.kept else ""
        return f"{counted.table}\u00a0: lignes lues {read}, utilisées {used}{kept}."
    kept = f", {counted.kept} kept as unknown" if counted.kept else ""
    return f"{counted.table}: {counted.read} rows read, {counted.used} used{kept}."


def _told(dropped: Dropped, language: str) -> str:
    told = [_example(each, language) for each in dropped.examples]
    word = "Par exemple" if language == "fr" else "For example"
    examples = f" {word}{colon(language)}{semicolon(language).join(told)}." if told else ""
    reason = f"{_rows(dropped, language)}{colon(language)}{dropped.reason.say(language)}."
    return f"{dropped.table}{colon(language)}{reason}{_unit(dropped, language)}{examples}"


def _unit(dropped: Dropped, language: str) -> str:
    """Of a row whose unit is the matter: the unit that the variable is kept in."""
    if dropped.reason not in OF_UNITS or dropped.variable not in dictionary():
        return ""
    unit = dictionary()[dropped.variable].unit
    kept = "Unité de la variable (UCUM)" if language == "fr" else "The variable’s unit (UCUM)"
    return f" {kept}{colon(language)}{unit}."


def _rows(dropped: Dropped, language: str) -> str:
    one = dropped.rows == 1
    if language == "fr":
        about = f" de {dropped.variable}" if dropped.variable else ""
        rows = "1 ligne" if one else f"{said_number(str(dropped.rows), 'fr')} lignes"
        plural = "" if one else "s"
        fate = f"gardée{plural} comme inconnue{plural}" if dropped.kept else f"écartée{plural}"
        return f"{rows}{about} {fate}"
    about = f" of {dropped.variable}" if dropped.variable else ""
    fate = "kept as unknown" if dropped.kept else "dropped"
    return f"{'1 row' if one else f'{dropped.rows} rows'}{about} {fate}"


NO_TIME, EMPTY = "no time", "empty"
"""What an example says in place of a time or a text that there is not."""
ROW = re.compile(rf"(patient \S+), ({NO_TIME}|\S+ \S+), (.*)", re.DOTALL)
LINE = re.compile(r"line (\d+): (.*)", re.DOTALL)


def _example(text: str, language: str) -> str:
    """An example (`patient 7, no time, empty`; `line 7: ...`); what it quotes stays as it was written."""
    if language == "fr" and (found := ROW.fullmatch(text)):
        patient, time, written = found.groups()
        return f"{patient}, {'sans heure' if time == NO_TIME else time}, {'vide' if written == EMPTY else written}"
    if language == "fr" and (found := LINE.fullmatch(text)):
        return f"ligne {found[1]}{colon(language)}{found[2]}"
    return text


def nobody(report: ImportReport) -> WrongLayout:
    """The error that no stay in intensive care could be read: then there is nobody to ask about."""
    told = " ".join(report.sentences()[:6])
    return WrongLayout(f"no stay in intensive care could be read. {told}", report.source, "Mend the stays first.")


def whole(parts: Sequence[ImportReport]) -> ImportReport:
    """The account of a source that was loaded in parts, each with all rows of some of its people."""
    dropped: dict[tuple[str, str, Reason, bool], tuple[int, tuple[str, ...]]] = {}
    used: dict[tuple[str, str], int] = {}
    facts: dict[str, int] = {}
    for part in parts:
        for each in part.dropped:
            key = (each.table, each.variable, each.reason, each.kept)
            rows, examples = dropped.get(key, (0, ()))
            dropped[key] = rows + each.rows, tuple(sorted((*examples, *each.examples), key=_in_order)[:EXAMPLES])
        for one in part.used:
            used[one.table, one.variable] = used.get((one.table, one.variable), 0) + one.rows
        for name, rows in part.facts.items():
            facts[name] = facts.get(name, 0) + rows
    return ImportReport(
        parts[0].source,
        added(counted for part in parts for counted in part.tables),
        tuple(
            Dropped(table, variable, reason, rows, examples, kept)
            for (table, variable, reason, kept), (rows, examples) in sorted(dropped.items(), key=_by_reason)
        ),
        together([part.notes for part in parts]),
        dict(sorted(facts.items())),
        used=tuple(Used(table, variable, rows) for (table, variable), rows in sorted(used.items())),
    )


def _by_reason(each: tuple[tuple[str, str, Reason, bool], object]) -> tuple[str, str, int, bool]:
    (table, variable, reason, kept), _ = each
    return table, variable, reason.number, not kept


def _in_order(example: str) -> tuple[bool, int, str]:
    """Examples by patient, those of nobody last."""
    patient = example.removeprefix("patient ").partition(",")[0]
    return patient == "?", int(patient) if patient.isdecimal() else 0, example


def added(tables: Iterable[Counted]) -> tuple[Counted, ...]:
    """One line a table, in order of name."""
    sums: dict[str, tuple[int, int, int]] = {}
    for counted in tables:
        read, used, kept = sums.get(counted.table, (0, 0, 0))
        sums[counted.table] = (read + counted.read, used + counted.used, kept + counted.kept)
    return tuple(Counted(table, *numbers) for table, numbers in sorted(sums.items()))
