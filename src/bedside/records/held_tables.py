"""Tables of a source that a connection holds itself, in a schema of their own, in place of the files they came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from bedside.records.raw_tables import RawTable, quoted

SCHEMA = "raw"
"""Where they stand: some have the name of a table that a load makes."""


@dataclass(frozen=True)
class HeldTable(RawTable):
    """A table of the schema `SCHEMA`; its `files` say where its rows came from."""

    @property
    def is_csv(self) -> bool:
        """Its columns have types."""
        return False

    @property
    def relation(self) -> str:
        """What stands after FROM."""
        return f"{SCHEMA}.{quoted(self.name)}"


def hold(connection: duckdb.DuckDBPyConnection, table: RawTable, rows: Iterable[Any]) -> HeldTable:
    """Put rows (Arrow tables) of a table into the connection; its columns keep their types."""
    held = HeldTable(table.name, table.files, table.columns)
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in table.columns.items())
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}; CREATE TABLE {held.relation} ({columns})")
    for arrived in rows:
        connection.register("arrived", arrived)
        connection.execute(f"INSERT INTO {held.relation} BY NAME SELECT * FROM arrived")
        connection.unregister("arrived")
    return held
