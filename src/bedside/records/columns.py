"""Records that are already columns in memory, as the tables patients, stays and facts of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from bedside.records.contract import ENGINE

TEXTS = {"ID": "VARCHAR", "NAME": "VARCHAR"}


def hold(tables: Mapping[str, Mapping[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A connection that holds these tables, each a mapping of column names to NumPy arrays of one length.

    Columns are those of `contract.ENGINE`; ids and names are texts here. Masked and None entries, and columns not
    given, become NULL.
    """
    connection = duckdb.connect()
    for name, columns in ENGINE.items():
        given = dict(tables[name])
        connection.register("given", given)
        selected = ", ".join(
            f"CAST({column if column in given else 'NULL'} AS {TEXTS.get(kind, kind)}) AS {column}"
            for column, kind in columns
        )
        connection.execute(f"CREATE TABLE {name} AS SELECT {selected} FROM given")
        connection.unregister("given")
    return connection
