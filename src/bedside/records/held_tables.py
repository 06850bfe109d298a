"""Tables of a source that a connection holds itself, in a schema of their own, in place of the files they came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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


class Watched(Mapping[str, str]):
    """The columns of a table, which remember those that were looked up: the ones that a load reads."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.columns, self.asked = columns, set[str]()

    def __getitem__(self, name: str) -> str:
        kind = self.columns[name]
        self.asked.add(name)
        return kind

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


def hold(
    connection: duckdb.DuckDBPyConnection, table: RawTable, rows: Iterable[Any], only: Collection[str] | None = None
) -> HeldTable:
    """Put rows (Arrow tables) of a table into the connection; its columns keep their types.

    With `only`, the rows have these columns alone: whatever reads another fails, instead of finding nothing there.
    """
    held = HeldTable(table.name, table.files, table.columns)
    there = {name: kind for name, kind in table.columns.items() if only is None or name in only}
    columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in there.items())
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}; CREATE TABLE {held.relation} ({columns})")
    for arrived in rows:
        connection.register("arrived", arrived)
        connection.execute(f"INSERT INTO {held.relation} BY NAME SELECT * FROM arrived")
        connection.unregister("arrived")
    return held
