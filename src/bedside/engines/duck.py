"""Rules for everyone at once on DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
from sqlglot import exp

from bedside.engines.plan import Plan, refuse_loose, root_level
from bedside.engines.sql import col, named, table
from bedside.engines.stages import AsOf, column_names
from bedside.rules.nodes import Named, Node
from bedside.values.moment import HOUR

Progress = Callable[[int, int, str], None]


def compute(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Named],
    moments: str = "moments",
    into: str = "answers",
    recorded: frozenset[str] = frozenset(),
    as_of: AsOf = AsOf.AVAILABLE,
    progress: Progress | None = None,
) -> str:
    """Answer named rules at every row of `moments` (columns m, patient_id, moment_us, and any others).

    Reads the table `facts` of the connection (see `records.contract`). Writes the table `into`: the columns of
    `moments` and, for each rule, `<name>_low` and `<name>_high` (DOUBLE). Rules of one name must be one rule.
    """
    return compute_nodes(
        connection, {rule.name: rule for rule in rules}, moments, into, recorded, as_of, progress
    )


def compute_nodes(
    connection: duckdb.DuckDBPyConnection,
    rules: dict[str, Node],
    moments: str = "moments",
    into: str = "answers",
    recorded: frozenset[str] = frozenset(),
    as_of: AsOf = AsOf.AVAILABLE,
    progress: Progress | None = None,
) -> str:
    """`compute` for rules under names of the caller's choice."""
    refuse_loose(list(rules.values()))
    plan = Plan(as_of, recorded)
    level = root_level(plan, moments, _hourly(connection, moments))
    answers = plan.answer(level, list(rules.values()))
    _run(connection, plan, progress)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {exp.to_identifier(into, quoted=True)} AS "
        + _sql(_result(plan, rules, moments, answers))
    )
    for stage in plan.stages:
        connection.execute(f"DROP TABLE IF EXISTS {stage.name}")
    return into


def _hourly(connection: duckdb.DuckDBPyConnection, moments: str) -> bool:
    off = exp.NEQ(
        this=exp.Mod(this=col("moment_us"), expression=exp.Literal.number(HOUR)),
        expression=exp.Literal.number(0),
    )
    query = exp.select(exp.Count(this=exp.Star())).from_(table(moments)).where(off)
    return connection.execute(_sql(query)).fetchall() == [(0,)]


def _run(connection: duckdb.DuckDBPyConnection, plan: Plan, progress: Progress | None) -> None:
    for done, stage in enumerate(plan.stages):
        if progress:
            progress(done, len(plan.stages), stage.what)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {stage.name} AS " + _sql(stage.query))
    if progress:
        progress(len(plan.stages), len(plan.stages), "done")


def _result(plan: Plan, rules: dict[str, Node], moments: str, answers: str) -> exp.Select:
    query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("l"))).from_(table(moments, "l"))
    query = query.join(table(answers, "a"), on=exp.EQ(this=col("m", "l"), expression=col("m", "a")))
    for name, rule in rules.items():
        low, high = column_names(plan.numbering.of(rule))
        query = query.select(named(col(low, "a"), f"{name}_low"), named(col(high, "a"), f"{name}_high"))
    return query


def _sql(query: exp.Query) -> str:
    return query.sql(dialect="duckdb")
