"""The rows of a table of files that a load asks for, taken out once, before anything is computed of them.

A filter leaves some tens of the 2048 rows that a file is read by at a time, and DuckDB computes every expression anew
for each such handful: of MIMIC-IV's charts, where a load asks for one row in twenty, that costs more than the reading.
Rows of a table come 2048 at a time again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from bedside.records.held_tables import Watched
from bedside.records.raw_tables import RawTable, quoted, reading

CHOSEN = "bedside_chosen"
"""The temporary table in which they stand."""


@dataclass(frozen=True)
class Choice:
    """Rows by what they are of: the expression `code` is one of `codes`, or NULL. `also` is one more test."""

    code: str
    codes: tuple[int, ...]
    also: str = "true"

    def tests(self, at_once: bool) -> tuple[str, ...]:
        """The tests that the rows asked for pass, each row one: a reading each, or all in one reading (`at_once`).

        A test that no NULL passes DuckDB puts to the few values in a Parquet file's dictionary and not to every row,
        unless it is a plain IN: hence IS TRUE. The rows of NULL are then told by the file's statistics, at no cost.
        """
        listed = ", ".join(map(str, sorted(set(self.codes)))) or "NULL"
        named, unnamed = f"({self.code} IN ({listed})) IS TRUE", f"{self.code} IS NULL"
        if at_once:
            return (f"({named} OR {unnamed}) AND {self.also}",)
        return f"{named} AND {self.also}", f"{unnamed} AND {self.also}"


@dataclass(frozen=True)
class ChosenRows(RawTable):
    """Rows of a raw table as they stand there, with the columns that are read of them.

    `as_csv` says that they came from CSV, so that every column is text.
    """

    as_csv: bool = False

    @property
    def is_csv(self) -> bool:
        """True when every column is text."""
        return self.as_csv

    @property
    def relation(self) -> str:
        """What stands after FROM."""
        return f"temp.{CHOSEN}"


@contextmanager
def chosen(
    connection: duckdb.DuckDBPyConnection, table: RawTable, only: Choice, select: Callable[[RawTable], str]
) -> Iterator[str]:
    """The SELECT that `select` writes of a table, over the rows of a choice alone. It holds within the block only.

    Raises UnreadableFile for a damaged file.
    """
    watched = Watched(table.columns)
    select(replace(table, columns=watched))
    columns = ", ".join(quoted(name) for name in table.columns if name in watched.asked)
    rows = " UNION ALL ".join(
        f"SELECT {columns} FROM {table.relation} WHERE {test}" for test in only.tests(table.is_csv)
    )
    with reading(table.name):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {CHOSEN} AS {rows}")
    try:
        yield select(ChosenRows(table.name, table.files, table.columns, table.is_csv))
    finally:
        connection.execute(f"DROP TABLE IF EXISTS temp.{CHOSEN}")
