"""A file of human answers: what investigators, patients and documents said, added to the facts.

CSV with a header, parted by commas, semicolons (as Excel writes it in French) or tabs, and the columns `stay_id` (or
`patient_id`), `question`, `answer` (yes or no, oui or non, 1 or 0), `time` (when it was given; without a time it was
known from the stay's admission on) and, where it was entered later than given, `available`; of a time that is not
exact, `time` is the earliest that it can be and `until` the latest. Somebody without a stay has answers by
`patient_id`, with their times.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from bedside.errors import RuleError, UnreadableFile, WrongLayout, cause
from bedside.records.answers_report import AnswerReason, AnswersRead, RefusedLine
from bedside.values.moment import EVER, Moment, moment, show
from bedside.values.variable import Variable

YES, NO = {"yes", "y", "1", "true", "oui", "o"}, {"no", "n", "0", "false", "non"}


def add_answers(connection: duckdb.DuckDBPyConnection, path: Path, questions: Mapping[str, Variable]) -> AnswersRead:
    """Add the answers of a file to the table `facts`.

    A line that cannot be used is reported, never guessed at; so is a time that lies in no stay of the patient.
    Raises UnreadableFile and WrongLayout.
    """
    stays = {
        str(stay): (patient, admitted)
        for stay, patient, admitted in connection.execute(
            "SELECT stay_id, patient_id, admitted_us FROM stays ORDER BY admitted_us DESC"
        ).fetchall()
    }
    without = connection.execute("SELECT patient_id FROM patients").fetchall()
    patients: dict[str, tuple[Any, int | None]] = {str(patient): (patient, None) for (patient,) in without}
    patients |= {str(patient): (patient, first) for patient, first in stays.values()}  # the first stay comes last
    rows: list[tuple[Any, ...]] = []
    refused: list[RefusedLine] = []
    for number, line in _lines(path):
        try:
            rows.append(_row(line, stays, patients, questions, f"{path.name} line {number}"))
        except _Refused as refusal:
            refused.append(RefusedLine(number, refusal.reason, refusal.written))
    if rows:
        connection.execute("ALTER TABLE facts ALTER variable TYPE VARCHAR")  # a question may have any name
        connection.executemany(
            "INSERT INTO facts (patient_id, variable, start_us, end_us, available_us, low, high, origin)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    outside = _outside(connection, rows)
    far = f"{outside[0][-1]}, {show(Moment(outside[0][2]))}" if outside else ""
    return AnswersRead(len(rows), tuple(refused), len(outside), far)


class _Refused(Exception):
    """A line that cannot be used."""

    def __init__(self, reason: AnswerReason, written: str) -> None:
        super().__init__(reason)
        self.reason, self.written = reason, written


def _outside(connection: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The answers whose time lies in no stay of their patient."""
    spans: dict[Any, list[tuple[int, int]]] = {}
    for patient, admitted, left in connection.execute(
        "SELECT patient_id, admitted_us, coalesce(least(discharged_us, died_us), $ever) FROM stays", {"ever": EVER}
    ).fetchall():
        spans.setdefault(patient, []).append((admitted, left))
    return [row for row in rows if not any(first <= row[2] <= last for first, last in spans.get(row[0], ()))]


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=max(",;\t", key=head.count))
            lines = [(reader.line_num, {k.strip(): _plain(v) for k, v in row.items() if k}) for row in reader]
            header = {name.strip() for name in reader.fieldnames or ()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"cannot be read ({cause(error)}).", str(path), "Give a CSV file in UTF-8.") from error
    if not {"question", "answer"} <= header or not header & {"stay_id", "patient_id"}:
        raise WrongLayout(
            "is not a file of answers.",
            str(path),
            "Its header needs stay_id (or patient_id), question, answer and time, parted by commas or semicolons;"
            f" it is “{head.strip()[:80]}”.",
        )
    return lines


def _plain(value: object) -> str:
    """What stands in a column; nothing where the line is too short."""
    return value.strip() if isinstance(value, str) else ""


def _row(
    line: Mapping[str, str],
    stays: Mapping[str, tuple[Any, int]],
    patients: Mapping[str, tuple[Any, int | None]],
    questions: Mapping[str, Variable],
    origin: str,
) -> tuple[Any, ...]:
    stay = line.get("stay_id", "")
    who = stays.get(stay) if stay else patients.get(line.get("patient_id", ""))
    if who is None:
        raise _Refused(AnswerReason.NO_STAY, stay or line.get("patient_id", ""))
    question = line["question"]
    if question not in questions:
        raise _Refused(AnswerReason.NO_QUESTION, question)
    said = line["answer"].lower()
    if said not in YES | NO:
        raise _Refused(AnswerReason.NEITHER, line["answer"])
    at = _time(line.get("time", ""), who[1])
    until = max(at, _time(line.get("until", ""), at))
    available = max(at, _time(line.get("available", ""), until))
    value = 1.0 if said in YES else 0.0
    return (who[0], question, at, until, available, value, value, origin)


def _time(text: str, otherwise: int | None) -> Moment:
    if not text and otherwise is not None:
        return Moment(otherwise)
    try:
        return moment(text)
    except RuleError as error:
        raise _Refused(AnswerReason.NO_TIME, text) from error
