"""Rules for everyone at once on DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import duckdb
from sqlglot import exp

from bedside.engines.arrays import Columns, lend, take_back
from bedside.engines.plan import Plan, refuse_loose, root_level
from bedside.engines.sql import col, named, select, table
from bedside.engines.stages import AsOf, Stage, column_names
from bedside.rules.nodes import Node

Progress = Callable[[int, int, str], None]


def compute(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping[str, Node],
    moments: str = "moments",
    into: str = "answers",
    recorded: frozenset[str] = frozenset(),
    as_of: AsOf = AsOf.AVAILABLE,
    patterns: Mapping[str, Node] | None = None,
    progress: Progress | None = None,
    facts: str = "facts",
) -> str:
    """Make the temporary table `into` of the answers (see `answered`), and return its name."""
    with answered(connection, rules, moments, f"{into}_told", recorded, as_of, patterns, progress, facts) as told:
        _make(connection, into, select(table(told), exp.Star()))
    return into


@contextmanager
def answered(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping[str, Node],
    moments: str = "moments",
    into: str = "answers",
    recorded: frozenset[str] = frozenset(),
    as_of: AsOf = AsOf.AVAILABLE,
    patterns: Mapping[str, Node] | None = None,
    progress: Progress | None = None,
    facts: str = "facts",
) -> Iterator[str]:
    """While it lasts, the view `into` answers rules at every row of `moments` (m, patient_id, moment_us, any others).

    Reads the table `facts` of the connection (see `records.contract`), which may have another name. The view has the
    columns of `moments` and, for each rule by its name in `rules`, `<name>_low` and `<name>_high` (DOUBLE, of a verdict
    TINYINT); each of `patterns`, some of the rules by column name, adds its `fingerprint`. It reads arrays where they
    lie, so that what is made of it costs no copy of all answers.
    """
    refuse_loose(list(rules.values()))
    plan = Plan(as_of, recorded, facts, _present(connection, facts))
    answers = plan.answer(root_level(plan, moments), list(rules.values()), patterns)
    lent = f"{into}_lent"
    try:
        lend(connection, lent, _run(connection, plan, progress)[answers])
    finally:
        for stage in reversed(plan.stages):
            _drop(connection, stage)
    try:
        _make(connection, into, _result(plan, rules, moments, lent, patterns or {}), "VIEW")
        yield into
    finally:
        connection.execute(exp.Drop(tables=[table(into)], kind="VIEW", exists=True).sql("duckdb"))
        take_back(connection, lent)


def _make(connection: duckdb.DuckDBPyConnection, name: str, query: exp.Query, kind: str = "TABLE") -> None:
    create = exp.Create(
        this=table(name), kind=kind, expression=query, replace=True,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )  # fmt: skip
    connection.execute(create.sql(dialect="duckdb"))


def _drop(connection: duckdb.DuckDBPyConnection, stage: Stage) -> None:
    if not isinstance(stage.made_by, exp.Query):
        take_back(connection, stage.name)
        return
    kind = "VIEW" if stage.view else "TABLE"
    connection.execute(exp.Drop(tables=[table(stage.name)], kind=kind, exists=True).sql("duckdb"))


def _present(connection: duckdb.DuckDBPyConnection, facts: str) -> frozenset[str]:
    query = exp.select(col("variable")).distinct().from_(table(facts))
    return frozenset(name for (name,) in connection.execute(query.sql(dialect="duckdb")).fetchall())


def _run(connection: duckdb.DuckDBPyConnection, plan: Plan, progress: Progress | None) -> dict[str, Columns]:
    """Make every stage; what was worked out on arrays, by the name of its stage."""
    worked: dict[str, Columns] = {}
    for done, stage in enumerate(plan.stages):
        if progress:
            progress(done, len(plan.stages), stage.what)
        if isinstance(stage.made_by, exp.Query):
            _make(connection, stage.name, stage.made_by, "VIEW" if stage.view else "TABLE")
        else:
            worked[stage.name] = stage.made_by(connection)
            lend(connection, stage.name, worked[stage.name])
    if progress:
        progress(len(plan.stages), len(plan.stages), "done")
    return worked


def _result(
    plan: Plan, rules: Mapping[str, Node], moments: str, answers: str, patterns: Mapping[str, Node]
) -> exp.Select:
    query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("l"))).from_(table(moments, "l"))
    query = query.join(table(answers, "a"), on=exp.EQ(this=col("m", "l"), expression=col("m", "a")))
    for name, rule in rules.items():
        low, high = column_names(plan.numbering.of(rule))
        query = query.select(named(col(low, "a"), f"{name}_low"), named(col(high, "a"), f"{name}_high"), copy=False)
    return query.select(*(col(name, "a") for name in patterns))


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A fresh database in memory; `threads` as many as there are cores unless said."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET preserve_insertion_order = false")
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    return connection
