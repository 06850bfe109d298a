"""Between a database and arrays: the rows of a query as one array a column, and arrays as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

Array = NDArray[Any]
Columns = Mapping[str, Array]


def read(connection: duckdb.DuckDBPyConnection, query: exp.Query, empty: float = 0.0) -> dict[str, Array]:
    """The rows of a query, an array a column; `empty` stands where there is nothing."""
    found = connection.execute(query.sql(dialect="duckdb")).fetchnumpy()
    return {name: np.ma.filled(column, empty) for name, column in found.items()}


def keep(connection: duckdb.DuckDBPyConnection, name: str, columns: Columns) -> None:
    """Make the temporary table `name` of arrays of one length."""
    connection.register(_HELD, dict(columns))
    try:
        connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT * FROM {_HELD}')
    finally:
        connection.unregister(_HELD)


_HELD = "bedside_arrays"
