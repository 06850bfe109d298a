"""A source on Spark: loaded part by part, and then each part asked, as one machine loads and asks the whole.

Twice over all parts. First their records are loaded and kept; only then is it known what the source records at all (no
row in one part does not mean none in any), and until when it knows of anybody. Then each part is asked. What leaves the
cluster are accounts and what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bedside.engines.duck import connect
from bedside.engines.moments import ids_of, last_known
from bedside.engines.spark import first_line
from bedside.engines.spark_parts import (
    Tables,
    everybodys,
    number_of_parts,
    opened,
    parted,
    rows_of,
    rows_of_one,
    worked,
)
from bedside.engines.spark_tables import frames
from bedside.errors import BedsideError, UsageError
from bedside.records.contract import ENGINE
from bedside.records.held_tables import Watched, hold
from bedside.records.import_report import ImportReport, nobody, whole
from bedside.records.omop import Omop
from bedside.records.source import Divisible, Loaded, Progress
from bedside.values.wording import Text

ACCOUNT = "account"
NOT_DONE = Text("Spark gave up ({why}).", "Spark a abandonné ({why}).")
MORE_PARTS = Text(
    "Look at the lines of Spark above. Where a worker had too little memory, raise spark.sql.shuffle.partitions.",
    "Lisez les lignes de Spark ci-dessus. Si la mémoire a manqué, augmentez spark.sql.shuffle.partitions.",
)

Ask = Callable[[Any, frozenset[str], int | None], Iterable[tuple[str, Any]]]
"""What is asked of a part, in its connection: takes what the source records and the last moment at which anything is
known of anybody; gives names with Arrow tables, or with what can be pickled."""


@dataclass(frozen=True)
class Answered:
    """A source as it was found on Spark, and what its parts gave beside tables."""

    loaded: Loaded
    given: tuple[Any, ...]


@dataclass(frozen=True)
class OnSpark:
    """A source whose records are loaded on Spark, part by part: how it was found, and until when it knows of anybody.

    `ids` are the SQL types of stay_id and patient_id.
    """

    loaded: Loaded
    last_us: int | None
    ids: tuple[str, str]
    records: Any
    progress: Progress

    def asked(self, connection: Any, ask: Ask) -> Answered:
        """Ask every part; tables that are given stand in the DuckDB connection here, by name.

        Raises UsageError where Spark gives up, and what asking raises.
        """
        self.progress("answers", 0.5)
        work = partial(_asked, ask, self.loaded.source.recorded, self.last_us)
        with _in_a_sentence(), ExitStack() as kept:
            answers = worked(self.records.where(f"name != '{ACCOUNT}'"), work).persist()
            kept.callback(answers.unpersist)
            answers.count()
            self.progress("answers", 0.9)
            return Answered(self.loaded, tuple(_brought(connection, answers)))


@contextmanager
def loaded_on_spark(
    session: Any, source: Divisible, variables: Iterable[str], progress: Progress
) -> Iterator[OnSpark]:  # fmt: skip
    """While it lasts, the records of a source are kept on Spark.

    Raises UsageError for tables that Spark does not read and where it gives up, WrongLayout where there is no stay at
    all, and what loading raises.
    """
    progress("reading", 0.0)
    asked_for = tuple(variables)
    read = columns_read(source, asked_for)
    with ExitStack() as kept:
        with _in_a_sentence():
            held = frames(session, source.tables)
            parts = number_of_parts(session, held[next(iter(held))])
            load = partial(_load, source, asked_for, read, everybodys(held, source.whose))
            records = worked(parted(held, source.whose, parts, read), load).persist()
            kept.callback(records.unpersist)
            progress("records", 0.05)
            records.count()  # all parts beside each other; what brings them here takes one after the other
            told = [found for _, _, found in rows_of(records.where(f"name = '{ACCOUNT}'"))] or list(_of_nobody(load))
            accounts: list[_Account] = [_sound(each) for each in told]
            last_us = max((each.last_us for each in accounts if each.last_us is not None), default=None)
            found = OnSpark(_found(source, accounts), last_us, accounts[0].ids, records, progress)
        yield found


def ask_on_spark(
    session: Any, connection: Any, source: Divisible, variables: Iterable[str], ask: Ask, progress: Progress
) -> Answered:
    """Load a source on Spark and ask every part; raises what `loaded_on_spark` and `OnSpark.asked` raise."""
    with loaded_on_spark(session, source, variables, progress) as found:
        return found.asked(connection, ask)


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """What goes wrong on a cluster inside, told as a UsageError."""
    try:
        yield
    except (BedsideError, RuntimeError):  # the second: a person stopped what this machine did
        raise
    except Exception as error:  # it comes as any of a dozen kinds
        raise UsageError(NOT_DONE.filled(why=first_line(error)), "--engine", MORE_PARTS) from error


def columns_read(source: Divisible, variables: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """By table, the columns that a load reads: those that a load of no rows looks up, and whose the rows are."""
    with closing(connect(threads=1)) as connection:
        watched = {name: Watched(table.columns) for name, table in source.tables.items()}
        part: Any = source
        held = {name: replace(hold(connection, each, ()), columns=watched[name]) for name, each in part.tables.items()}
        replace(part, tables=held).load(connection, variables)
    whose = {name: {each.column} for name, each in source.whose.items()}
    return {name: tuple(sorted(each.asked | whose.get(name, set()))) for name, each in watched.items()}


def _found(source: Divisible, accounts: list[_Account]) -> Loaded:
    """What the parts together turned out to record, and their account."""
    recorded = frozenset[str]().union(*(each.recorded for each in accounts))
    supplied = frozenset[str]().union(*(each.supplied for each in accounts))
    report = whole([each.report for each in accounts])
    if not any(each.stays for each in accounts):
        raise nobody(report)
    found: Any = source
    if (recorded, supplied) != (source.recorded, source.supplied):
        found = replace(found, recorded=recorded, supplied=supplied)
    return Loaded(found, report)


def _brought(connection: Any, answers: Any) -> Iterator[Any]:
    """Put the tables that the parts gave into the connection; gives the rest."""
    import pyarrow as pa

    made: set[str] = set()
    for _, name, given in rows_of(answers):
        if isinstance(given, pa.Table):
            connection.register("arrived", given)
            connection.execute((f"INSERT INTO {name}" if name in made else f"CREATE TABLE {name} AS") + " FROM arrived")
            connection.unregister("arrived")
            made.add(name)
        else:
            yield _sound(given)


def _sound(given: Any) -> Any:
    """What a part gave, unless that is an error, which is raised here."""
    if isinstance(given, BedsideError):
        raise given
    return given


def patient_of(session: Any, connection: Any, source: Omop, stay: object) -> Divisible:
    """The source with the rows of one patient alone, brought into the connection here: whose stay this is.

    Raises UsageError where Spark gives up.
    """
    table, column = source.stays
    with _in_a_sentence():
        held = frames(session, source.tables)
        rows = rows_of_one(held, source.whose, source.kinds, (table, column, stay))
        return held_source(connection, source, {**rows, **_shared(held, source)})


def _shared(held: Mapping[str, Any], source: Divisible) -> dict[str, list[Any]]:
    return {name: list(map(opened, rows)) for name, rows in everybodys(held, source.whose).items()}


# --- what is done on a part ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Account:
    """What the load of a part left beside its records."""

    report: ImportReport
    recorded: frozenset[str]
    supplied: frozenset[str]
    stays: int
    ids: tuple[str, str]
    last_us: int | None


def _of_nobody(load: Callable[[Tables], Iterable[tuple[str, Any]]]) -> Iterator[Any]:
    """The account of a source without any row."""
    return (given for name, given in load({}) if name == ACCOUNT)


def _load(
    source: Divisible,
    variables: tuple[str, ...],
    read: Mapping[str, tuple[str, ...]],
    shared: Mapping[str, list[bytes]],
    tables: Tables,
) -> Iterator[tuple[str, Any]]:
    """The records of a part, and their account."""
    with closing(connect(threads=1)) as connection:
        arrived = {name: (*tables.get(name, ()), *map(opened, shared.get(name, ()))) for name in source.tables}
        try:
            loaded = held_source(connection, source, arrived, read).load(connection, variables)
        except BedsideError as error:
            yield ACCOUNT, error
            return
        for name in ENGINE:
            yield name, connection.table(name).to_arrow_table()
        ((stays,),) = connection.execute("SELECT count(*) FROM stays").fetchall()
        found = loaded.source
        yield (
            ACCOUNT,
            _Account(loaded.report, found.recorded, found.supplied, stays, ids_of(connection), last_known(connection)),
        )


def held_source(
    connection: Any,
    source: Divisible,
    arrived: Mapping[str, Iterable[Any]],
    read: Mapping[str, tuple[str, ...]] | None = None,
) -> Divisible:
    """The source with these rows in place of those of its tables, held by the connection; of some columns, or all."""
    whole_source: Any = source
    held = {
        name: hold(connection, table, arrived[name], None if read is None or name not in source.whose else read[name])
        for name, table in source.tables.items()
    }
    of_part: Divisible = replace(whole_source, tables=held)
    return of_part


def _asked(ask: Ask, recorded: frozenset[str], last_us: int | None, tables: Tables) -> Iterator[tuple[str, Any]]:
    """What a part answers."""
    with closing(connect(threads=1)) as connection:
        for name in ENGINE:
            connection.register("arrived", tables[name][0])
            connection.execute(f"CREATE TABLE {name} AS FROM arrived")
            connection.unregister("arrived")
        try:
            yield from ask(connection, recorded, last_us)
        except BedsideError as error:
            yield "error", error
