"""A small table as one Parquet file, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from bedside.records.door import write_rows
from bedside.records.raw_tables import literal, quoted, reading

AT_ONCE = 200
"""Rows inserted by one statement."""


def write_parquet(file: Path, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows, None where there is nothing; `columns` are names with SQL types. The same rows give the same file."""
    declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute(f"CREATE TABLE held ({declared})")
        for first in range(0, len(rows), AT_ONCE):
            write_rows(connection, "held", rows[first : first + AT_ONCE])
        connection.execute(f"COPY held TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")


def read_parquet(file: Path) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns' names, their SQL types, and the rows in order. Raises UnreadableFile for a damaged file."""
    with reading(str(file)), duckdb.connect(config={"threads": "1"}) as connection:
        found = connection.execute(f"SELECT * FROM read_parquet({literal(str(file))}, hive_partitioning = false)")
        described = found.description or []
        return tuple(str(each[0]) for each in described), tuple(str(each[1]) for each in described), found.fetchall()
