"""Tables where Spark has them: Parquet files that every machine sees, or OMOP's in a database of its catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.engines.spark import first_line
from bedside.errors import UnreadableFile, UsageError
from bedside.records.omop import Omop, omop_of
from bedside.records.omop_tables import OPTIONAL, REQUIRED
from bedside.records.raw_tables import RawTable
from bedside.values.wording import Text

NOT_PARQUET = Text("Spark reads Parquet, and {name} is not.", "Spark lit du Parquet, et {name} n’en est pas.")
AS_PARQUET = Text(
    "Write the tables as Parquet, or leave --engine out.", "Écrivez les tables en Parquet, ou omettez --engine."
)
NO_DATABASE = Text("Spark has no database “{name}”.", "Spark n’a pas de base «\u00a0{name}\u00a0».")
NAME_ONE = Text("It has: {names}.", "Il a\u00a0: {names}.")
CANNOT = Text("Spark cannot read it ({why}).", "Spark ne peut pas le lire ({why}).")
CHECK = Text(
    "Check the files, and that every machine sees them.", "Vérifiez les fichiers, et que chaque machine les voit."
)
TYPES = {
    "boolean": "BOOLEAN", "tinyint": "TINYINT", "smallint": "SMALLINT", "int": "INTEGER", "bigint": "BIGINT",
    "float": "FLOAT", "double": "DOUBLE", "string": "VARCHAR", "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE", "timestamp_ntz": "TIMESTAMP",
}  # fmt: skip
"""What Spark's types are called in DuckDB; columns of others (lists, maps) are not read."""


@dataclass(frozen=True)
class CatalogueTable(RawTable):
    """A table of Spark's catalogue; a part of it is read on the machine that has the part."""

    database: str = ""

    @property
    def is_csv(self) -> bool:
        """Its columns have types."""
        return False


def frames(session: Any, tables: Mapping[str, RawTable]) -> dict[str, Any]:
    """The tables as frames. Raises UsageError for text, UnreadableFile for what Spark cannot read."""
    return {name: _frame(session, table) for name, table in tables.items()}


def _frame(session: Any, table: RawTable) -> Any:
    if isinstance(table, CatalogueTable):
        return session.table(f"`{table.database}`.`{table.name}`").select(*(f"`{each}`" for each in table.columns))
    if not table.files[0].name.endswith(".parquet"):
        raise UsageError(NOT_PARQUET.filled(name=table.name), str(table.files[0]), AS_PARQUET)
    try:
        return session.read.parquet(*(file.resolve().as_uri() for file in table.files))
    except Exception as error:  # what goes wrong in Java comes as any of a dozen kinds
        raise UnreadableFile(CANNOT.filled(why=first_line(error)), str(table.files[0]), CHECK) from error


def open_database(session: Any, place: str) -> Omop:
    """The OMOP tables of a database of Spark's catalogue, reading no rows: `DATABASE` or `DATABASE?mapping=FILE`.

    Raises UsageError where there is no such database, WrongLayout when a table or column is missing, and errors of the
    mapping.
    """
    database, _, named = place.partition("?mapping=")
    if not session.catalog.databaseExists(database):
        names = ", ".join(sorted(each.name for each in session.catalog.listDatabases()))
        raise UsageError(NO_DATABASE.filled(name=database), "--source", NAME_ONE.filled(names=names))
    found: dict[str, RawTable] = {}
    for name in (*REQUIRED, *OPTIONAL):
        if session.catalog.tableExists(f"`{database}`.`{name}`"):
            columns = {
                field.name.lower(): kind
                for field in session.table(f"`{database}`.`{name}`").schema.fields
                if (kind := _kind(field.dataType.simpleString()))
            }
            found[name] = CatalogueTable(name, (Path(f"{database}.{name}"),), columns, database)
    return omop_of(Path(database), found, Path(named) if named else None)


def _kind(spark: str) -> str:
    return spark.upper() if spark.startswith("decimal(") else TYPES.get(spark, "")
