"""The tables of an OMOP warehouse: files of a folder, or tables of a DuckDB file; and which version they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile, UsageError, WrongLayout
from bedside.records.omop_mapping_file import DEVICES, DRUGS, MEASUREMENTS, OBSERVATIONS, PLACES, PROCEDURES, STAYS
from bedside.records.raw_tables import RawTable, literal, needed, open_table, quoted, reading
from bedside.values.wording import Text

PERSONS, VISITS, DEATHS = "person", "visit_occurrence", "death"
LAYOUT = "OMOP CDM 5.3 or 5.4"
REQUIRED = {
    PERSONS: ("person_id", "gender_concept_id", "year_of_birth"),
    STAYS: ("visit_detail_id", "person_id", "visit_detail_concept_id"),
    MEASUREMENTS: ("measurement_id", "person_id", "measurement_concept_id", "value_as_number", "unit_concept_id"),
}
OPTIONAL = {
    PLACES: ("care_site_id",),
    VISITS: ("visit_occurrence_id", "person_id"),
    DEATHS: ("person_id",),
    OBSERVATIONS: ("observation_id", "person_id", "observation_concept_id"),
    DRUGS: ("drug_exposure_id", "person_id", "drug_concept_id", "quantity"),
    PROCEDURES: ("procedure_occurrence_id", "person_id", "procedure_concept_id"),
    DEVICES: ("device_exposure_id", "person_id", "device_concept_id"),
}
TIMES = {
    STAYS: ("visit_detail_start", "visit_detail_end"),
    MEASUREMENTS: ("measurement",),
    VISITS: ("visit_start", "visit_end"),
    DEATHS: ("death",),
    OBSERVATIONS: ("observation",),
    DRUGS: ("drug_exposure_start", "drug_exposure_end"),
    PROCEDURES: ("procedure",),
    DEVICES: ("device_exposure_start",),
}
"""What must have a time: NAME_datetime or NAME_date."""

ATTACHED = "bedside_omop"
"""What a DuckDB file is called while it is read."""

OLD = ("discharge_to_concept_id", "discharge_to_source_value", "admitting_source_concept_id",
       "admitting_source_value", "visit_detail_parent_id")  # fmt: skip
NEW = ("discharged_to_concept_id", "discharged_to_source_value", "admitted_from_concept_id",
       "admitted_from_source_value", "parent_visit_detail_id", "procedure_end_date", "procedure_end_datetime",
       "measurement_event_id", "value_source_concept_id", "unit_source_concept_id")  # fmt: skip
"""Columns that only one of the two versions has."""

VERSION = Text(
    "Read as OMOP CDM {version}, by the column {column}.",
    "Lu comme OMOP CDM {version}, d’après la colonne {column}.",
)
EITHER = Text(
    "Read as OMOP CDM 5.3 or 5.4: no column tells which.",
    "Lu comme OMOP CDM 5.3 ou 5.4\u00a0: aucune colonne ne dit lequel.",
)
BOTH = Text(
    "It has columns of OMOP CDM 5.3 ({old}) and of 5.4 ({new}): each is read where it stands.",
    "On y trouve des colonnes d’OMOP CDM 5.3 ({old}) et 5.4 ({new})\u00a0: chacune est lue là où elle est.",
)


@dataclass(frozen=True)
class StoredTable(RawTable):
    """A table of a DuckDB file, while that file is attached as `ATTACHED`."""

    schema: str = ""

    @property
    def is_csv(self) -> bool:
        """Its columns have types."""
        return False

    @property
    def relation(self) -> str:
        """What stands after FROM."""
        return f"{ATTACHED}.{quoted(self.schema)}.{quoted(self.name)}"


class attached:
    """`with attached(connection, file):` the tables of a DuckDB file can be read; of None nothing happens."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: Path | None) -> None:
        self.connection, self.file = connection, file

    def __enter__(self) -> None:
        if self.file is not None:
            try:
                with reading(str(self.file)):
                    self.connection.execute(f"ATTACH {literal(str(self.file))} AS {ATTACHED} (READ_ONLY, TYPE DUCKDB)")
            except UnreadableFile as error:
                if "lock" not in error.what:
                    raise
                raise UnreadableFile(
                    "another program holds the database.", str(self.file), "Close it there, or read a copy."
                ) from error

    def __exit__(self, *error: object) -> None:
        if self.file is not None:
            with suppress(duckdb.Error):
                self.connection.execute(f"DETACH {ATTACHED}")


def tables_of_folder(folder: Path) -> dict[str, RawTable]:
    """The tables in a folder, named in small or capital letters. Raises UnreadableFile or WrongLayout."""
    if not folder.is_dir():
        raise UnreadableFile("there is no such folder.", str(folder), "Give the folder that holds the tables.")
    with duckdb.connect() as connection:
        found = {
            name: RawTable(name, table.files, _small(table.columns))
            for name in (*REQUIRED, *OPTIONAL)
            if (table := open_table(connection, folder, name) or open_table(connection, folder, name.upper()))
        }
    return complete(found, folder, "Add it as one file or a folder of parts ({name}.parquet, .csv or .csv.gz).")


def tables_of_file(file: Path, schema: str) -> dict[str, RawTable]:
    """The tables of a DuckDB file. Raises UnreadableFile, WrongLayout, or UsageError when several schemas have them."""
    if not file.is_file():
        raise UnreadableFile("there is no such file.", str(file), "Give the DuckDB file that holds the tables.")
    with duckdb.connect() as connection, attached(connection, file), reading(str(file)):
        rows = connection.execute(
            f"""SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
            WHERE database_name = '{ATTACHED}' AND NOT internal ORDER BY schema_name, table_name, column_index"""
        ).fetchall()
    held: dict[str, dict[str, dict[str, str]]] = {}
    for place, table, column, kind in rows:
        held.setdefault(place, {}).setdefault(table.lower(), {})[column.lower()] = kind
    fit = [place for place in held if (place == schema if schema else PERSONS in held[place])]
    if len(fit) > 1:
        raise UsageError(
            f"the schemas {', '.join(fit)} all have a table {PERSONS}.", str(file),
            "Name one in a row “option” with the source “schema” of a mapping file.",
        )  # fmt: skip
    if schema and not fit:
        raise UsageError(f"there is no schema “{schema}”.", str(file), f"It has: {', '.join(held) or 'none'}.")
    inside = held[fit[0]] if fit else {}
    found: dict[str, RawTable] = {
        name: StoredTable(name, (file,), inside[name], fit[0]) for name in (*REQUIRED, *OPTIONAL) if name in inside
    }
    return complete(found, file, "Add it to the database.")


def _small(columns: Mapping[str, str]) -> dict[str, str]:
    """Names of columns in small letters; DuckDB does not mind which a file has."""
    return {name.lower(): kind for name, kind in columns.items()}


def complete(found: dict[str, RawTable], place: Path, todo: str) -> dict[str, RawTable]:
    """These tables, if all that are needed are there with their columns. Raises WrongLayout."""
    for name, columns in {**REQUIRED, **OPTIONAL}.items():
        if name in found:
            needed(found[name], columns, LAYOUT)
            _timed(found[name])
        elif name in REQUIRED:
            raise WrongLayout(f"the table {name} is missing.", str(place), todo.format(name=name))
    return found


def _timed(table: RawTable) -> None:
    for name in TIMES.get(table.name, ()):
        if not table.has(f"{name}_datetime") and not table.has(f"{name}_date"):
            needed(table, (f"{name}_datetime",), LAYOUT)


def first_column(table: RawTable, *names: str) -> str:
    """The first of these columns that the table has, else the first: 5.3 and 5.4 call some by other names."""
    return next((name for name in names if table.has(name)), names[0])


def at(table: RawTable, name: str) -> str:
    """NAME_datetime, or NAME_date at midnight where there is none."""
    return f"coalesce({table.time(f'{name}_datetime')}, {table.time(f'{name}_date')})"


def only_a_date(table: RawTable, name: str) -> str:
    """The test that of a time only the date is known."""
    whole = f"({table.time(f'{name}_datetime')} IS NULL AND {table.time(f'{name}_date')} IS NOT NULL)"
    return f"({whole} OR {table.only_a_date(f'{name}_datetime')})"


def version_note(tables: Iterable[RawTable]) -> Text:
    """Which version of the model the tables are of, by columns that only one has."""
    columns = [(table, column) for table in tables for column in table.columns]
    old, new = (
        next((f"{table.name}.{column}" for table, column in columns if column in only), "") for only in (OLD, NEW)
    )
    if old and new:
        return BOTH.filled(old=old, new=new)
    if old or new:
        return VERSION.filled(version="5.3" if old else "5.4", column=old or new)
    return EITHER
