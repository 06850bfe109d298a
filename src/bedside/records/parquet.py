"""A small table as one Parquet file, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from bedside.errors import UnreadableFile
from bedside.records.door import write_rows
from bedside.records.raw_tables import literal, quoted, reading

AT_ONCE = 200
"""Rows inserted by one statement."""
MEMORY = "128MB"
"""What reading a file that somebody sent may take."""


def write_parquet(file: Path, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows, None where there is nothing; `columns` are names with SQL types. The same rows give the same file."""
    declared = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns)
    with duckdb.connect(config={"threads": "1"}) as connection:
        connection.execute(f"CREATE TABLE held ({declared})")
        for first in range(0, len(rows), AT_ONCE):
            write_rows(connection, "held", rows[first : first + AT_ONCE])
        connection.execute(f"COPY held TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")


def texts_of(file: Path, most: int) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The columns and the first `most` rows of a file that somebody sent, all as texts; nothing is an empty one.

    A time without a zone is UTC, as in canonical records. Little memory is given to it, so that a small file which
    unfolds to a huge one is refused. Raises UnreadableFile for a damaged file.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": "1", "memory_limit": MEMORY, "max_temp_directory_size": "0B",
    }  # fmt: skip
    held = f"read_parquet({literal(str(file))}, hive_partitioning = false)"
    try:
        with duckdb.connect(config=config) as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM {held}").fetchall()
            told = ", ".join(_text_of(str(name), str(kind)) for name, kind, *_ in described)
            rows = connection.execute(f"SELECT {told} FROM {held} LIMIT {most}").fetchall()
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise UnreadableFile("this file is damaged, or no Parquet.", str(file), "Fetch it again.") from error
    return tuple(str(name) for name, *_ in described), rows


def _text_of(name: str, kind: str) -> str:
    column = quoted(name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        column = f"timezone('UTC', {column})"
    if kind.startswith("TIMESTAMP"):
        column = f"strftime({column}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%f+00:00')"
    return f"coalesce({column}::VARCHAR, '')"


def read_parquet(file: Path) -> tuple[tuple[str, ...], tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns' names, their SQL types, and the rows in order, a moment as its microseconds since 1970 (UTC).

    Raises UnreadableFile for a damaged file.
    """
    held = f"read_parquet({literal(str(file))}, hive_partitioning = false)"
    with reading(str(file)), duckdb.connect(config={"threads": "1"}) as connection:
        described = connection.execute(f"DESCRIBE SELECT * FROM {held}").fetchall()
        names, types = tuple(str(name) for name, *_ in described), tuple(str(kind) for _, kind, *_ in described)
        told = ", ".join(_whole(name, kind) for name, kind in zip(names, types, strict=True))
        return names, types, connection.execute(f"SELECT {told} FROM {held}").fetchall()


def _whole(name: str, kind: str) -> str:
    return f"epoch_us({quoted(name)})" if kind.startswith("TIMESTAMP") else quoted(name)
