"""A file of human answers: what investigators, patients and documents said, added to the facts.

CSV with a header and the columns `stay_id` (or `patient_id`), `question`, `answer` (yes or no, oui or non, 1 or
0), `time` (when it was given; without a time it was known from the stay's admission on) and, where it was entered
later than given, `available`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bedside.errors import RuleError, UnreadableFile, WrongLayout
from bedside.values.moment import Moment, moment
from bedside.values.variable import Variable

YES, NO = {"yes", "y", "1", "true", "oui", "o"}, {"no", "n", "0", "false", "non"}


@dataclass(frozen=True)
class AnswersRead:
    """How many answers were taken, and for each line that was not, its number and why."""

    taken: int
    refused: tuple[str, ...] = ()


def add_answers(connection: duckdb.DuckDBPyConnection, path: Path, questions: Mapping[str, Variable]) -> AnswersRead:
    """Add the answers of a file to the table `facts`.

    A line that cannot be used is reported, never guessed at. Raises UnreadableFile and WrongLayout.
    """
    stays = {
        str(stay): (patient, admitted)
        for stay, patient, admitted in connection.execute(
            "SELECT stay_id, patient_id, admitted_us FROM stays ORDER BY admitted_us DESC"
        ).fetchall()
    }
    patients = {str(patient): (patient, first) for patient, first in stays.values()}  # the first stay comes last
    rows: list[tuple[Any, ...]] = []
    refused: list[str] = []
    for number, line in _lines(path):
        try:
            rows.append(_row(line, stays, patients, questions, f"{path.name} line {number}"))
        except ValueError as reason:
            refused.append(f"line {number}: {reason}")
    if rows:
        connection.executemany(
            "INSERT INTO facts (patient_id, variable, start_us, end_us, available_us, low, high, origin)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    return AnswersRead(len(rows), tuple(refused))


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lines = [(reader.line_num, {k: (v or "").strip() for k, v in row.items() if k}) for row in reader]
            header = set(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"cannot be read ({error}).", str(path), "Give a CSV file in UTF-8.") from error
    if not {"question", "answer"} <= header or not header & {"stay_id", "patient_id"}:
        raise WrongLayout(
            "is not a file of answers.",
            str(path),
            "Its header needs stay_id (or patient_id), question, answer and time.",
        )
    return lines


def _row(
    line: Mapping[str, str],
    stays: Mapping[str, tuple[Any, int]],
    patients: Mapping[str, tuple[Any, int]],
    questions: Mapping[str, Variable],
    origin: str,
) -> tuple[Any, ...]:
    stay = line.get("stay_id", "")
    who = stays.get(stay) if stay else patients.get(line.get("patient_id", ""))
    if who is None:
        raise ValueError("no such stay or patient in this source")
    question = line["question"]
    if question not in questions:
        raise ValueError(f"the protocol asks no question “{question}”")
    said = line["answer"].lower()
    if said not in YES | NO:
        raise ValueError(f"the answer “{line['answer']}” is neither yes nor no")
    at = _time(line.get("time", ""), who[1])
    available = max(at, _time(line.get("available", ""), at))
    value = 1.0 if said in YES else 0.0
    return (who[0], question, at, at, available, value, value, origin)


def _time(text: str, admitted: int) -> Moment:
    if not text:
        return Moment(admitted)
    try:
        return moment(text)
    except RuleError as error:
        raise ValueError(str(error)) from error
