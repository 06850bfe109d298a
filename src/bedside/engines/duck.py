"""Rules for everyone at once on DuckDB."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count

import duckdb
from sqlglot import exp

from bedside.engines.arrays import lend, take_back
from bedside.engines.limits import MEMORY
from bedside.engines.plan import Plan, refuse_loose, root_level
from bedside.engines.sql import col, named, sql_of, table
from bedside.engines.stages import AsOf, Stage, Work, column_names
from bedside.rules.nodes import Node

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Asking:
    """What is asked: rules by the names of their answers, at every row of the table `moments`, from the table `facts`.

    `moments` has the columns m, patient_id, moment_us and any others; `facts` is as in `records.contract`. `recorded`
    names the variables of which no record means none. Each of `patterns`, some of the rules by column name, asks for
    a `fingerprint` too. `into` is what the answers are read under.
    """

    rules: Mapping[str, Node]
    recorded: frozenset[str] = frozenset()
    as_of: AsOf = AsOf.AVAILABLE
    patterns: Mapping[str, Node] = field(default_factory=dict)
    moments: str = "moments"
    facts: str = "facts"
    into: str = "answers"


@dataclass(frozen=True)
class Step:
    """A stage as it is run: SQL that makes it and that takes it away, or work whose arrays are lent under `name`."""

    name: str
    what: str
    made: str | Work
    dropped: str = ""

    def make(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make it, to be read by later steps."""
        if isinstance(self.made, str):
            connection.execute(self.made)
        else:
            lend(connection, self.name, self.made(connection))

    def drop(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Take it away."""
        if isinstance(self.made, str):
            connection.execute(self.dropped)
        else:
            take_back(connection, self.name)


class Planned:
    """What is asked, planned once: its tables may be filled anew and asked again, one batch after the other."""

    def __init__(self, asking: Asking, present: frozenset[str] | None = None) -> None:
        """`present`: the variables of which `facts` may ever have a record; None where that is not known.

        Raises ValueError where a rule stands on the value of a record outside any look at records.
        """
        rules = list(asking.rules.values())
        refuse_loose(rules)
        plan = Plan(asking.as_of, asking.recorded, asking.facts, present)
        answers = plan.answer(root_level(plan, asking.moments), rules, asking.patterns)
        *self._steps, last = [_step(stage) for stage in plan.stages]
        assert last.name == answers
        # The answers may stand while another plan is run, whose stages have the same names.
        self._view, self._last = asking.into, replace(last, name=f"{asking.into}_lent")
        self._result = sql_of(_result(plan, asking, self._last.name))

    @contextmanager
    def answered(self, connection: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> Iterator[None]:
        """While it lasts, the view `into` answers the rules at every row of the moments.

        It has the columns of the moments and, for each rule by its name, `<name>_low` and `<name>_high` (DOUBLE, of a
        verdict TINYINT), and the fingerprints. It reads arrays where they lie, so that what is made of it costs no copy
        of all answers.
        """
        try:
            self._run(connection, progress)
            connection.execute(f'CREATE OR REPLACE TEMP VIEW "{self._view}" AS {self._result}')
            yield
        finally:
            connection.execute(f'DROP VIEW IF EXISTS "{self._view}"')
            self._last.drop(connection)

    def _run(self, connection: duckdb.DuckDBPyConnection, progress: Progress | None) -> None:
        """Make every step; the last, the answers, stays."""
        tell = progress or (lambda done, whole, what: None)
        made: list[Step] = []
        try:
            for done, step in enumerate((*self._steps, self._last)):
                tell(done, len(self._steps) + 1, step.what)
                step.make(connection)
                made.append(step)
        finally:
            for step in reversed(made):
                if step is not self._last:
                    step.drop(connection)
        tell(len(self._steps) + 1, len(self._steps) + 1, "done")


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
    """Make the temporary table `into` of the answers (see `Asking`, `Planned.answered`), and return its name."""
    asking = Asking(rules, recorded, as_of, patterns or {}, moments, facts, f"{into}_told")
    with Planned(asking, present(connection, facts)).answered(connection, progress):
        connection.execute(f'CREATE OR REPLACE TEMP TABLE "{into}" AS FROM "{asking.into}"')
    return into


def present(connection: duckdb.DuckDBPyConnection, facts: str = "facts") -> frozenset[str]:
    """The variables of which there is any record."""
    return frozenset(name for (name,) in connection.execute(f'SELECT DISTINCT variable FROM "{facts}"').fetchall())


def _step(stage: Stage) -> Step:
    if not isinstance(stage.made_by, exp.Query):
        return Step(stage.name, stage.what, stage.made_by)
    kind = "VIEW" if stage.view else "TABLE"
    made = f'CREATE OR REPLACE TEMP {kind} "{stage.name}" AS {sql_of(stage.made_by)}'
    return Step(stage.name, stage.what, made, f'DROP {kind} IF EXISTS "{stage.name}"')


def _result(plan: Plan, asking: Asking, answers: str) -> exp.Select:
    """The moments with their answers."""
    query = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("l"))).from_(table(asking.moments, "l"))
    query = query.join(table(answers, "a"), on=exp.EQ(this=col("m", "l"), expression=col("m", "a")))
    for name, rule in asking.rules.items():
        low, high = column_names(plan.numbering.of(rule))
        query = query.select(named(col(low, "a"), f"{name}_low"), named(col(high, "a"), f"{name}_high"), copy=False)
    return query.select(*(col(name, "a") for name in asking.patterns))


def connect(threads: int | None = None, memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A fresh database; `threads` as many as there are cores unless said, `memory` as DuckDB writes it (`2GB`).

    What goes beyond that is put down in the folder for temporary files, where nobody else may read it.
    """
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute(f"SET temp_directory = '{_put_down()}/{next(_NUMBERS)}'")
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    return connection


_NUMBERS = count(1)


@cache
def _put_down() -> str:
    """A folder of this process, and nobody else's, for what does not fit; it goes with the process."""
    folder = tempfile.mkdtemp(prefix="bedside-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder.replace("'", "''")
