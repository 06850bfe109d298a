"""A protocol asked of every stay and hour of a source on Spark: each part of its people as `screen` asks everybody.

Twice over all parts. First their records are loaded and kept; only then is it known what the source records at all (no
row in one part does not mean none in any), and until when it knows of anybody. Then each part is screened. What leaves
the cluster are accounts and the table of verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bedside.engines.duck import connect
from bedside.engines.moments import last_known, without_moment
from bedside.engines.spark_parts import Tables, everybodys, frames, number_of_parts, opened, parted, rows_of, worked
from bedside.engines.stages import AsOf
from bedside.errors import BedsideError, UsageError, WrongLayout
from bedside.protocol.model import Protocol
from bedside.records.contract import ENGINE
from bedside.records.held_tables import hold
from bedside.records.import_report import ImportReport, nobody, whole
from bedside.records.source import Divisible, Loaded
from bedside.screening.present import There, refuse_nobody, there_at
from bedside.screening.screen import Progress, Screening, screen, screening_of
from bedside.values.moment import HOUR, Moment
from bedside.values.wording import Text

ACCOUNT, VERDICTS, COUNTED = "account", "verdicts", "counted"
NOT_PARQUET = Text("Spark reads Parquet, and {name} is not.", "Spark lit du Parquet, et {name} n’en est pas.")
AS_PARQUET = Text(
    "Write the tables as Parquet, or leave --engine out.", "Écrivez les tables en Parquet, ou omettez --engine."
)
OF_TWO = Text("the stay {stay} stands there of two people.", "le séjour {stay} y figure pour deux personnes.")
MEND = Text("Correct whose it is.", "Corrigez à qui il est.")


@dataclass(frozen=True)
class Asked:
    """What is asked of every part."""

    protocol: Protocol
    every: int = HOUR
    as_of: AsOf = AsOf.AVAILABLE
    at: Moment | None = None


@dataclass(frozen=True)
class Screened:
    """A screening on Spark: the source as it was found, its account, and how many stays no hour was asked of."""

    screening: Screening
    loaded: Loaded
    hours: Mapping[str, int]


def screen_on_spark(
    session: Any, connection: Any, source: Divisible, asked: Asked, variables: Iterable[str], progress: Progress
) -> Screened:
    """Screen a source on Spark and make the table `verdicts` in the DuckDB connection here, as `screen` makes it.

    Raises WrongLayout where a stay is of two people and where there is no stay at all; UsageError for tables that are
    not Parquet and when nobody was there at `asked.at`; and what loading raises.
    """
    _refuse_text(source)
    progress("reading", 0.0)
    held = frames(session, source.tables)
    parts = number_of_parts(session, held[next(iter(held))])
    load = partial(_load, source, tuple(variables), everybodys(held, source.whose))
    records = worked(parted(held, source.whose, parts), load).persist()
    answers = None
    try:
        progress("records", 0.05)
        accounts = [found for _, _, found in rows_of(records.where(f"name = '{ACCOUNT}'"))] or list(_of_nobody(load))
        loaded, last_us = _found(source, [_sound(each) for each in accounts])
        progress("verdicts", 0.5)
        ask = partial(_screen, asked, loaded.source.recorded, last_us)
        answers = worked(records.where(f"name != '{ACCOUNT}'"), ask).persist()
        answers.count()  # all parts beside each other; what brings them here takes one after the other
        counted = _brought(connection, answers, asked.at, loaded.report, lambda: progress("verdicts", 0.95))
    finally:
        for kept in (records, answers):
            if kept is not None:
                kept.unpersist()
    return Screened(screening_of(asked.protocol, asked.as_of), loaded, counted)


def _refuse_text(source: Divisible) -> None:
    for table in source.tables.values():
        if not table.files[0].name.endswith(".parquet"):
            raise UsageError(NOT_PARQUET.filled(name=table.name), str(table.files[0]), AS_PARQUET)


def _found(source: Divisible, accounts: list[_Account]) -> tuple[Loaded, int | None]:
    """What the parts together turned out to record, their account, and until when anything is known of anybody."""
    recorded = frozenset[str]().union(*(each.recorded for each in accounts))
    supplied = frozenset[str]().union(*(each.supplied for each in accounts))
    report = whole([each.report for each in accounts])
    if not any(each.stays for each in accounts):
        raise nobody(report)
    found: Any = source
    if (recorded, supplied) != (source.recorded, source.supplied):
        found = replace(found, recorded=recorded, supplied=supplied)
    return Loaded(found, report), max((each.last_us for each in accounts if each.last_us is not None), default=None)


def _brought(
    connection: Any, answers: Any, at: Moment | None, report: ImportReport, tell: Callable[[], None]
) -> dict[str, int]:
    """Make the table `verdicts` here of those of the parts; gives the stays, and those that no hour was asked of."""
    there, stays, without, made = [], 0, 0, False
    for _, name, given in rows_of(answers):
        if name == VERDICTS:
            tell()
            connection.register("arrived", given)
            connection.execute(("INSERT INTO verdicts" if made else "CREATE TABLE verdicts AS") + " FROM arrived")
            connection.unregister("arrived")
            made = True
        else:
            counted = _sound(given)
            there.append(counted.there)
            stays, without = stays + counted.stays, without + counted.without
    if not made and at is not None:
        firsts = [each.first_us for each in there if each.first_us is not None]
        lasts = [each.last_us for each in there if each.last_us is not None]
        refuse_nobody(There(0, min(firsts, default=None), max(lasts, default=None)), at)
    twice = connection.execute(_OF_TWO).fetchall()
    if twice:
        raise WrongLayout(OF_TWO.filled(stay=twice[0][0]), report.source, MEND)
    return {"stays": stays, "without_a_whole_hour": without}


_OF_TWO = (
    """SELECT stay_id FROM verdicts GROUP BY stay_id HAVING count(DISTINCT patient_id) > 1 ORDER BY stay_id LIMIT 1"""
)


def _sound(given: Any) -> Any:
    """What a part gave, unless that is an error, which is raised here."""
    if isinstance(given, BedsideError):
        raise given
    return given


# --- what is done on a part ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Account:
    """What the load of a part left beside its records."""

    report: ImportReport
    recorded: frozenset[str]
    supplied: frozenset[str]
    stays: int
    last_us: int | None


@dataclass(frozen=True)
class _Counted:
    """Who was there in a part, the stays that were asked about, and those that no hour was asked of."""

    there: There
    stays: int = 0
    without: int = 0


def _of_nobody(load: Callable[[Tables], Iterable[tuple[str, Any]]]) -> Iterator[Any]:
    """The account of a source without any row."""
    return (given for name, given in load({}) if name == ACCOUNT)


def _load(
    source: Divisible, variables: tuple[str, ...], shared: Mapping[str, list[bytes]], tables: Tables
) -> Iterator[tuple[str, Any]]:
    """The records of a part, and their account."""
    with closing(connect(threads=1)) as connection:
        held = {
            name: hold(connection, table, (*tables.get(name, ()), *map(opened, shared.get(name, ()))))
            for name, table in source.tables.items()
        }
        part: Any = source
        try:
            loaded = replace(part, tables=held).load(connection, variables)
        except BedsideError as error:
            yield ACCOUNT, error
            return
        for name in ENGINE:
            yield name, connection.table(name).to_arrow_table()
        stays = there_at(connection, None).stays
        found = loaded.source
        yield ACCOUNT, _Account(loaded.report, found.recorded, found.supplied, stays, last_known(connection))


def _screen(asked: Asked, recorded: frozenset[str], last_us: int | None, tables: Tables) -> Iterator[tuple[str, Any]]:
    """The verdicts of a part, and who was there."""
    with closing(connect(threads=1)) as connection:
        for name in ENGINE:
            connection.register("arrived", tables[name][0])
            connection.execute(f"CREATE TABLE {name} AS FROM arrived")
            connection.unregister("arrived")
        there = there_at(connection, asked.at)
        if not there.stays:
            yield COUNTED, _Counted(there)
            return
        try:
            screen(connection, asked.protocol, recorded, asked.every, asked.as_of, None, None, asked.at, last_us)
        except BedsideError as error:
            yield COUNTED, error
            return
        yield VERDICTS, connection.table("verdicts").to_arrow_table()
        without, stays = without_moment(connection)
        yield COUNTED, _Counted(there, stays, without)
