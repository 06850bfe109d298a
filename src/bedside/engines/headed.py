"""A Parquet file with a head: a few words about its rows, kept in the file itself, so that both are whole or neither.

The head is JSON under the key `bedside` of the file's own metadata.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb

from bedside.errors import UnreadableFile, cause

KEY = "bedside"


def write_headed(connection: duckdb.DuckDBPyConnection, query: str, path: Path, head: dict[str, Any]) -> Path:
    """Write the rows of a query and a head, whole or not at all. Raises UnreadableFile when it cannot be written."""
    half = path.with_name(f".{path.name}.part")
    told = json.dumps(head, ensure_ascii=False, sort_keys=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection.execute(
                f"COPY ({query}) TO {_text(str(half))}"
                f" (FORMAT PARQUET, COMPRESSION ZSTD, KV_METADATA {{{KEY}: {_text(told)}}})"
            )
            os.replace(half, path)
        except BaseException:  # a person may stop it, too
            half.unlink(missing_ok=True)
            raise
    except (OSError, duckdb.IOException) as error:
        raise UnreadableFile(
            f"cannot be written ({cause(error)}).", str(path), "Choose a folder that you may write."
        ) from error
    return path


def head_of(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Any]:
    """The head of a file. Raises UnreadableFile for one that is damaged or has none."""
    try:
        rows = connection.execute(
            "SELECT decode(value) FROM parquet_kv_metadata($1) WHERE decode(key) = $2", [str(path), KEY]
        ).fetchall()
        head = json.loads(rows[0][0]) if rows else None
    except (duckdb.Error, OSError, ValueError) as error:
        raise UnreadableFile("this file is damaged.", str(path), "Screen the source again.") from error
    if not isinstance(head, dict):
        raise UnreadableFile("this is no file that bedside left.", str(path), "Screen the source again.")
    return head


def read_headed(connection: duckdb.DuckDBPyConnection, path: Path, into: str) -> None:
    """The rows of a file as a table. Raises UnreadableFile for one that is damaged."""
    try:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT * FROM read_parquet({_text(str(path))})")
    except duckdb.Error as error:
        raise UnreadableFile("this file is damaged.", str(path), "Screen the source again.") from error


def _text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
