"""Tiny invented OMOP warehouses, 5.3 and 5.4: nobody in them exists."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

COLUMNS = {
    "person": "person_id gender_concept_id year_of_birth month_of_birth day_of_birth",
    "visit_occurrence": "visit_occurrence_id person_id visit_start_datetime visit_end_datetime"
    " discharged_to_concept_id discharged_to_source_value",
    "visit_detail": "visit_detail_id person_id visit_detail_concept_id visit_detail_start_datetime"
    " visit_detail_end_datetime visit_occurrence_id visit_detail_source_value care_site_id",
    "care_site": "care_site_id care_site_name place_of_service_concept_id",
    "death": "person_id death_date death_datetime",
    "measurement": "measurement_id person_id measurement_concept_id measurement_date measurement_datetime"
    " value_as_number unit_concept_id unit_source_value value_source_value operator_concept_id"
    " value_as_concept_id measurement_source_value",
    "drug_exposure": "drug_exposure_id person_id drug_concept_id drug_exposure_start_datetime"
    " drug_exposure_end_datetime quantity dose_unit_source_value drug_source_value drug_exposure_start_date"
    " drug_exposure_end_date",
    "procedure_occurrence": "procedure_occurrence_id person_id procedure_concept_id procedure_datetime"
    " procedure_end_datetime procedure_source_value procedure_date procedure_end_date",
    "device_exposure": "device_exposure_id person_id device_concept_id device_exposure_start_datetime"
    " device_exposure_end_datetime device_source_value",
    "observation": "observation_id person_id observation_concept_id observation_datetime value_as_number"
    " value_as_string value_as_concept_id unit_concept_id observation_source_value",
}
OLDER = {
    "discharged_to_concept_id": "discharge_to_concept_id",
    "discharged_to_source_value": "discharge_to_source_value",
    "procedure_end_datetime": None,
    "procedure_end_date": None,
}
"""What 5.3 calls a column of 5.4; None: it has none."""

TEXTS = ("source_value", "as_string")
Row = Sequence[object]
Tables = dict[str, list[Row]]


def at(hour: float, day: int = 1) -> str:
    """A time of March 2150."""
    minutes = round(hour * 60)
    return f"2150-03-{day + minutes // 1440:02d} {minutes % 1440 // 60:02d}:{minutes % 60:02d}:00"


def people() -> Tables:
    """Person 1, a woman of 60, one stay; person 2, a man who dies on a day known only by its date; person 3, who was
    never in intensive care."""
    return {
        "person": [(1, 8532, 2090, 1, 2), (2, 8507, 2080, "", ""), (3, 8532, 2120, "", "")],
        "visit_occurrence": [(11, 1, at(0), at(0, 9), "", ""), (21, 2, at(0), at(0, 9), "", "")],
        "visit_detail": [
            (111, 1, 32037, at(2), at(0, 8), 11, "MICU", ""),
            (211, 2, 32037, at(2), at(0, 8), 21, "SICU", ""),
            (311, 3, 9201, at(2), at(0, 8), "", "ward", 7),
        ],
        "death": [(2, "2150-06-01", "")],
        "measurement": [],
        "drug_exposure": [],
        "procedure_occurrence": [],
        "device_exposure": [],
        "observation": [],
    }


def measured(
    number: int, concept: int, value: object, unit: object = "", hour: float = 4, *, spelled: str = "", text: str = "",
    operator: object = "", answer: object = "", source: str = "", person: int = 1, time: str | None = None,
    date: str = "2150-03-01",
) -> Row:  # fmt: skip
    """A row of measurement."""
    when = at(hour) if time is None else time
    return (number, person, concept, date, when, value, unit, spelled, text, operator, answer, source)


def given(
    number: int, concept: int, start: str, end: str, quantity: object, unit: str = "", source: str = "",
    person: int = 1, dates: tuple[str, str] = ("", ""),
) -> Row:  # fmt: skip
    """A row of drug_exposure."""
    return (number, person, concept, start, end, quantity, unit, source, *dates)


def _columns(name: str, old: bool) -> list[tuple[int, str]]:
    every = list(enumerate(COLUMNS[name].split()))
    renamed = [(i, OLDER.get(column, column) if old else column) for i, column in every]
    return [(i, column) for i, column in renamed if column is not None]


def write_csv(folder: Path, tables: Mapping[str, Sequence[Row]], zipped: bool = True, old: bool = False) -> Path:
    """The tables as NAME.csv.gz (or NAME.csv), with the columns of 5.4 or of 5.3."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = _columns(name, old)
        text = io.StringIO()
        table = [[column for _, column in columns], *([row[i] for i, _ in columns] for row in rows)]
        csv.writer(text, lineterminator="\n").writerows(table)
        data = text.getvalue().encode()
        path = folder / f"{name}.csv"
        Path(f"{path}.gz" if zipped else path).write_bytes(gzip.compress(data) if zipped else data)
    return folder


def _typed(column: str) -> str:
    kind = "VARCHAR"
    if not column.endswith(TEXTS):
        if column.endswith("_datetime"):
            kind = "TIMESTAMP"
        elif column.endswith("_date"):
            kind = "DATE"
        elif column in ("value_as_number", "quantity"):
            kind = "DOUBLE"
        else:
            kind = "INTEGER"
    return f'TRY_CAST(nullif("{column}", \'\') AS {kind}) AS "{column}"'


def _select(folder: Path, name: str) -> str:
    columns = COLUMNS[name].split()
    named = "{" + ", ".join(f"'{column}': 'VARCHAR'" for column in columns) + "}"
    file = folder / "csv" / f"{name}.csv"
    return f"""SELECT {", ".join(map(_typed, columns))}
        FROM read_csv('{file}', header = true, auto_detect = false, columns = {named})"""


def write_parquet(folder: Path, tables: Mapping[str, Sequence[Row]]) -> Path:
    """The tables as Parquet with the model's types."""
    write_csv(folder / "csv", tables, zipped=False)
    for name in tables:
        duckdb.execute(f"COPY ({_select(folder, name)}) TO '{folder / name}.parquet' (FORMAT parquet)")
    return folder


def write_duckdb(folder: Path, tables: Mapping[str, Sequence[Row]], *schemas: str) -> Path:
    """The tables in a DuckDB file, in one schema or in several."""
    write_csv(folder / "csv", tables, zipped=False)
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        for schema in schemas or ("main",):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            for name in tables:
                connection.execute(f"CREATE TABLE {schema}.{name} AS {_select(folder, name)}")
    return folder / "warehouse.duckdb"
