"""Writing virtual patients as a canonical source, labelled as not real in every table, with the truth beside it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from bedside.records.canonical import Manifest, write_canonical
from bedside.records.columns import hold
from bedside.records.dictionary import dictionary
from bedside.values.moment import Moment, to_datetime
from bedside.virtual.patients import Ward

TRUTH, ANSWERS = "truth.csv", "human_answers.csv"


def write(ward: Ward, folder: Path, form: str = "parquet") -> list[Path]:
    """Write a ward to a canonical folder that `canonical:FOLDER` opens; gives the files written.

    Beside the canonical tables stand `truth.csv` (a row a patient) and, where questions were asked,
    `human_answers.csv` (the answers to a trial's own questions, in the form that `--answers` takes).
    """
    known = frozenset(dictionary())
    connection = hold({"patients": ward.patients, "stays": ward.stays, "facts": ward.facts})
    try:
        manifest = Manifest(ward.name, True, ward.recorded & known, ward.supplied & known)
        files = write_canonical(connection, folder, manifest, form)
    finally:
        connection.close()
    files.append(_truth(ward, folder / TRUTH))
    return [*files, _answers(ward, folder / ANSWERS)] if ward.supplied - known else files


def _truth(ward: Ward, file: Path) -> Path:
    """Yes and no as 1 and 0, times as ISO 8601 UTC, empty where there is none."""
    columns = {name: column.tolist() for name, column in ward.truth.items()}
    names = [name.removesuffix("_us") for name in columns]
    values = [[_plain(name, value) for value in column] for name, column in columns.items()]
    return _table(file, names, list(zip(*values, strict=True)))


def _answers(ward: Ward, file: Path) -> Path:
    """patient_id, question, answer, time, available (see `records.answers_file`)."""
    known = frozenset(dictionary())
    names = ("patient_id", "variable", "start_us", "available_us", "low")
    rows = zip(*(ward.facts[name].tolist() for name in names), strict=True)
    kept = [
        (p, q, "yes" if yes else "no", _iso(at), _iso(known_at)) for p, q, at, known_at, yes in rows if q not in known
    ]
    return _table(file, ["patient_id", "question", "answer", "time", "available"], kept)


def _plain(name: str, value: object) -> object:
    if value is None:
        return ""
    if name.endswith("_us") and isinstance(value, int):
        return _iso(value)
    return int(value) if isinstance(value, bool) else value


def _iso(at: int) -> str:
    return to_datetime(Moment(at)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _table(file: Path, names: list[str], rows: Sequence[tuple[object, ...]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    return file
