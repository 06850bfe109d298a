"""The tables that the engine reads, filled from charts, and its answers read back as intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from bedside.rules.chart import Chart, Fact
from bedside.rules.nodes import Node, Over, free_own, walk
from bedside.values.interval import Interval
from bedside.values.moment import Moment

FACTS = (
    "patient_id BIGINT, variable VARCHAR, start_us BIGINT, end_us BIGINT, available_us BIGINT, "
    "low DOUBLE, high DOUBLE, course_start_us BIGINT, course_end_us BIGINT, because VARCHAR, "
    "origin VARCHAR, written VARCHAR, superseded_us BIGINT"
)

Row = tuple[Any, ...]
Asked = tuple[int, Moment]
"""A patient and a moment."""


def row(patient: int, fact: Fact) -> Row:
    """A fact as a row of the table `facts`."""
    course = fact.course or (None, None)
    value = fact.value
    return (patient, fact.variable, fact.start, fact.end, fact.available, value.low, value.high, *course,
            fact.because, fact.origin, fact.written, fact.superseded)  # fmt: skip


def rows(charts: Mapping[int, Chart]) -> list[Row]:
    """Every fact of every patient."""
    return [row(p, fact) for p, chart in charts.items() for facts in chart.facts.values() for fact in facts]


def fill(connection: duckdb.DuckDBPyConnection, facts: Sequence[Row], asked: Iterable[Asked]) -> None:
    """Make the tables `facts` and `moments`; `m` counts the moments from 0 in the order given."""
    connection.execute(f"CREATE OR REPLACE TABLE facts ({FACTS})")
    _insert(connection, "facts", facts)
    connection.execute("CREATE OR REPLACE TABLE moments (m BIGINT, patient_id BIGINT, moment_us BIGINT)")
    _insert(connection, "moments", [(m, patient, at) for m, (patient, at) in enumerate(asked)])


def _insert(connection: duckdb.DuckDBPyConnection, table: str, values: Sequence[Row]) -> None:
    if values:
        listed = [list(column) for column in zip(*values, strict=True)]
        kinds = [kind for (kind,) in connection.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position", [table]
        ).fetchall()]  # fmt: skip
        unnested = ", ".join(f"unnest(${i}::{kind}[])" for i, kind in enumerate(kinds, 1))
        connection.execute(f"INSERT INTO {table} SELECT {unnested}", listed)


def askable(rules: Iterable[Node]) -> dict[str, Node]:
    """Every node inside the rules that can be asked by itself, looks into looks included, each by a name."""
    nodes = {node: None for rule in rules for node in walk(rule) if not free_own(node)}
    return {f"n{i}": node for i, node in enumerate(nodes)}


def looks(rules: Iterable[Node]) -> list[Over]:
    """Every look of the rules."""
    return [node for rule in rules for node in walk(rule) if isinstance(node, Over)]


def answers(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], table: str = "answers"
) -> list[list[Interval]]:
    """For each moment in order, the answer of each rule."""
    columns = ", ".join(f'"{name}_low", "{name}_high"' for name in names)
    found = connection.execute(f"SELECT {columns} FROM {table} ORDER BY m").fetchall()
    return [[Interval(low, high) for low, high in zip(ends[::2], ends[1::2], strict=True)] for ends in found]
