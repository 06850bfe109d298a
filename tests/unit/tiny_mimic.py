"""Tiny invented folders in the MIMIC-IV layout: nobody in them exists."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

COLUMNS = {
    "hosp/patients": "subject_id gender anchor_age anchor_year dod",
    "hosp/admissions": "subject_id hadm_id admittime dischtime deathtime",
    "icu/icustays": "subject_id hadm_id stay_id first_careunit intime outtime",
    "icu/chartevents": "subject_id stay_id charttime storetime itemid value valuenum valueuom",
    "hosp/labevents": "subject_id specimen_id itemid charttime storetime value valuenum valueuom comments",
    "icu/outputevents": "subject_id charttime storetime itemid value valueuom",
    "icu/inputevents": "subject_id starttime endtime storetime itemid rate rateuom patientweight statusdescription"
    " amount",
    "icu/procedureevents": "subject_id starttime endtime storetime itemid statusdescription",
}
TYPES = {
    "subject_id": "INTEGER", "hadm_id": "INTEGER", "stay_id": "INTEGER", "specimen_id": "INTEGER",
    "itemid": "INTEGER",
    "anchor_age": "INTEGER", "anchor_year": "INTEGER", "dod": "DATE", "valuenum": "DOUBLE", "rate": "DOUBLE",
    "patientweight": "DOUBLE", "amount": "DOUBLE", **dict.fromkeys(
        ("admittime", "dischtime", "deathtime", "intime", "outtime", "charttime", "storetime",
         "starttime", "endtime"),
        "TIMESTAMP",
    ),
}  # fmt: skip

Row = Sequence[object]
Tables = dict[str, list[Row]]


def at(hour: float, day: int = 1) -> str:
    """A time of March 2150 as MIMIC writes it."""
    minutes = round(hour * 60)
    return f"2150-03-{day + minutes // 1440:02d} {minutes % 1440 // 60:02d}:{minutes % 60:02d}:00"


def people() -> Tables:
    """Patient 1, a woman of 60, one stay; patient 2, a man who dies at home on a day known only by its date;
    patient 3, who was never in intensive care."""
    return {
        "hosp/patients": [(1, "F", 58, 2148, ""), (2, "M", 70, 2150, "2150-06-01"), (3, "F", 30, 2150, "")],
        "hosp/admissions": [
            (1, 11, at(0), at(0, 9), ""),
            (2, 21, at(0), at(0, 9), ""),
            (3, 31, at(0), at(0, 2), ""),
        ],
        "icu/icustays": [(1, 11, 111, "MICU", at(2), at(0, 8)), (2, 21, 211, "SICU", at(2), at(0, 8))],
        "icu/chartevents": [],
        "hosp/labevents": [],
        "icu/outputevents": [],
        "icu/inputevents": [],
        "icu/procedureevents": [],
    }


def write_csv(folder: Path, tables: Mapping[str, Sequence[Row]], zipped: bool = True) -> Path:
    """The tables as published: NAME.csv.gz (or NAME.csv)."""
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS[name].split(), *rows])
        data = text.getvalue().encode()
        Path(f"{path}.gz" if zipped else path).write_bytes(gzip.compress(data) if zipped else data)
    return folder


def write_parquet(folder: Path, tables: Mapping[str, Sequence[Row]], parts: int = 1) -> Path:
    """The tables as Parquet with MIMIC's types; in several parts as a folder for each table."""
    write_csv(folder / "csv", tables, zipped=False)
    for name in tables:
        columns = ", ".join(
            f'TRY_CAST("{column}" AS {TYPES.get(column, "VARCHAR")}) AS "{column}"' for column in COLUMNS[name].split()
        )
        named = "{" + ", ".join(f"'{column}': 'VARCHAR'" for column in COLUMNS[name].split()) + "}"
        source = f"read_csv('{folder / 'csv' / name}.csv', header = true, auto_detect = false, columns = {named})"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for part in range(parts):
            target = folder / f"{name}.parquet"
            if parts > 1:
                (folder / name).mkdir(parents=True, exist_ok=True)
                target = folder / name / f"{part:04d}.parquet"
            numbered = f"SELECT *, row_number() OVER () AS i FROM {source}"
            rows = f"SELECT {columns} FROM ({numbered}) WHERE i % {parts} = {part}"
            duckdb.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")
    return folder
