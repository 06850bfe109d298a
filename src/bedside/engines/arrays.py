"""Between a database and arrays: the rows of a query as one array a column, and arrays as a relation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Columns = Mapping[str, Array]


def read(connection: duckdb.DuckDBPyConnection, query: str, empty: float = 0.0) -> dict[str, Array]:
    """The rows of a query, an array a column; `empty` stands where there is nothing."""
    found = connection.execute(query).fetchnumpy()
    return {name: np.ma.filled(column, empty) for name, column in found.items()}


def lend(connection: duckdb.DuckDBPyConnection, name: str, columns: Columns) -> None:
    """Let queries read arrays of one length as the relation `name`, where they lie, until `take_back`."""
    connection.register(name, dict(columns))


def take_back(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """End what `lend` began."""
    connection.unregister(name)


def threads(connection: duckdb.DuckDBPyConnection) -> int:
    """How many threads a connection may use."""
    ((number,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    return int(number)
