"""Writing the records of a DuckDB connection as a canonical folder."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bedside.errors import UsageError
from bedside.records.canonical_manifest import MANIFEST, Manifest
from bedside.records.contract import KINDS, SUPERSEDABLE
from bedside.records.dictionary import dictionary
from bedside.records.from_stays import DERIVED
from bedside.records.raw_tables import literal

FORMATS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true"}


def write_canonical(
    connection: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, form: str = "parquet"
) -> list[Path]:
    """Write the tables patients, stays and facts of the connection to `folder`; gives the files written.

    `form` is `parquet` or `csv`. Rows are in a fixed order, so the same records give the same files. Stays in
    intensive care and death are not written as supports: they follow from the table stays.
    Raises UsageError for another form.
    """
    if form not in FORMATS:
        raise UsageError(f"“{form}” is no form of canonical tables.", todo="Use parquet or csv.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).write_text(manifest.to_yaml(), encoding="utf-8")
    selects = {"patients": "SELECT * FROM patients ORDER BY patient_id", "stays": _stays()}
    selects |= {table: _records(table) for table in KINDS}
    if _alike(connection, selects["outputs"]):
        selects["outputs"] = _told_apart(selects["outputs"])
    for name, select in selects.items():
        target = literal(str(folder / f"{name}.{form}"))
        connection.execute(f"COPY ({select}) TO {target} ({FORMATS[form]})")
    return [folder / MANIFEST, *(folder / f"{name}.{form}" for name in selects)]


def _alike(connection: duckdb.DuckDBPyConnection, outputs: str) -> bool:
    """True when two amounts are the same in all: read back they would be taken for copies of one."""
    alike = f"SELECT *, count(*) FROM ({outputs}) GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
    return bool(connection.execute(alike).fetchall())


def _told_apart(outputs: str) -> str:
    said = 'patient_id, variable, start, "end", low, high, unit, available, because, origin, written'
    return f"SELECT *, row_number() OVER (PARTITION BY {said}) AS which FROM ({outputs}) ORDER BY ALL"


def _time(column: str) -> str:
    return f"make_timestamp({column}_us) AS {column}"


def _stays() -> str:
    times = ("admitted", "discharged", "hospital_admitted", "hospital_discharged", "died")
    columns = ", ".join(_time(name) for name in times)
    return f"SELECT stay_id, patient_id, hospital_stay_id, unit, {columns} FROM stays ORDER BY stay_id"


def _records(table: str) -> str:
    kept = {v.name: v.unit for v in dictionary().values() if v.kind == KINDS[table] and v.name not in DERIVED}
    names = ", ".join(literal(name) for name in kept)
    units = " ".join(f"WHEN {literal(name)} THEN {literal(code)}" for name, code in kept.items())
    course = f"{_time('course_start')}, {_time('course_end')}, " if table == "infusions" else ""
    superseded = f", {_time('superseded')}" if table in SUPERSEDABLE else ""
    return f"""SELECT patient_id, variable, {_time("start")}, {_time("end")}, low, high,
        CASE variable {units} END AS unit, {course}{_time("available")}, because, origin, written{superseded}
        FROM facts WHERE variable IN ({names}) ORDER BY ALL"""
