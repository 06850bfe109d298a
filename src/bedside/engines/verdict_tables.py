"""From answers to the tables people read: verdicts in words, scores as ranges, one row a stay and hour."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
from sqlglot import exp

from bedside.engines.sql import Sql, case, cast, col, join, named, or_else, select, sql_of, table, text
from bedside.errors import UnreadableFile, cause

Words = tuple[str, str, str]
"""What met, not met and cannot tell are called."""


@dataclass(frozen=True)
class Told:
    """What a table tells of the view `answers`: stay_id, patient_id and time, then the columns asked for.

    `verdicts` maps a column to a rule of `answers` and its words; `ranges` a column to a rule whose ends become
    `<column>_low` and `_high`; `missing` a column to a pattern column, a table that `Patterns.settle` made, and one of
    its columns.
    """

    verdicts: Mapping[str, tuple[str, Words]] = field(default_factory=dict)
    ranges: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)

    def make(self, connection: duckdb.DuckDBPyConnection, into: str, more: bool = False) -> None:
        """Make the table `into`, or with `more` add to it; rows in no order."""
        _insert(connection, into, self._query, more)

    def make_numbered(self, connection: duckdb.DuckDBPyConnection, into: str, more: bool = False) -> None:
        """The same, with the number of a pattern in place of what is missing: texts on every row fill the memory."""
        _insert(connection, into, self._numbered, more)

    def spell_out(self, connection: duckdb.DuckDBPyConnection, numbered: str, into: str) -> None:
        """Make the view `into` of a table of `make_numbered`: the columns of `make`. The tables that `missing` names
        must stay."""
        head = [col(column, "a") for column in ("stay_id", "patient_id", "time", *self.verdicts)]
        ends = [col(f"{column}_{end}", "a") for column in self.ranges for end in ("low", "high")]
        query = self._settled(select(table(numbered, "a"), *head, *self._missing(), *ends))
        connection.execute(f'CREATE OR REPLACE TEMP VIEW "{into}" AS {sql_of(query)}')

    @cached_property
    def _query(self) -> str:
        return sql_of(self._settled(select(table("answers", "a"), *self._head(), *self._missing(), *self._ends())))

    @cached_property
    def _numbered(self) -> str:
        patterns = [col(pattern, "a") for pattern in dict.fromkeys(pattern for pattern, _, _ in self.missing.values())]
        return sql_of(select(table("answers", "a"), *self._head(), *patterns, *self._ends()))

    def _head(self) -> list[Sql]:
        columns: list[Sql] = [col("stay_id", "a"), col("patient_id", "a"), named(_time(col("moment_us", "a")), "time")]
        return columns + [named(_word(rule, words), column) for column, (rule, words) in self.verdicts.items()]

    def _missing(self) -> list[Sql]:
        return [named(or_else(col(found, at), text("")), column) for column, (_, at, found) in self.missing.items()]

    def _ends(self) -> list[Sql]:
        return [
            named(cast(col(f"{rule}_{end}", "a"), "DOUBLE"), f"{column}_{end}")
            for column, rule in self.ranges.items()
            for end in ("low", "high")
        ]

    def _settled(self, query: exp.Select) -> exp.Select:
        """The query with what was settled for the patterns of its rows."""
        for settled, pattern in {settled: pattern for pattern, settled, _ in self.missing.values()}.items():
            on = exp.EQ(this=col(pattern, "a"), expression=col("pattern", settled))
            query = join(query, settled, settled, on, "left")
        return query


def _insert(connection: duckdb.DuckDBPyConnection, into: str, query: str, more: bool) -> None:
    head = f'INSERT INTO "{into}"' if more else f'CREATE OR REPLACE TABLE "{into}" AS'
    connection.execute(f"{head} {query}")


def _time(microseconds: Sql) -> Sql:
    return exp.Anonymous(this="make_timestamp", expressions=[microseconds])


def _word(rule: str, words: Words) -> Sql:
    """One of three words: a byte a row, where texts would fill the memory."""
    met, not_met, cannot_tell = (cast(text(word), _kind(words)) for word in words)
    low, high = col(f"{rule}_low", "a"), col(f"{rule}_high", "a")
    return case(
        (exp.EQ(this=low, expression=exp.Literal.number(1)), met),
        (exp.EQ(this=high, expression=exp.Literal.number(0)), not_met),
        default=cannot_tell,
    )


def _kind(words: Words) -> str:
    return f"ENUM({', '.join(text(word).sql('duckdb') for word in dict.fromkeys(words))})"


def in_words(connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str] = ()) -> exp.Select:
    """The query of a table, or of some of its columns, with words as texts: as they leave this database."""
    whole = connection.table(name)
    kinds = {column: str(kind) for column, kind in zip(whole.columns, whole.types, strict=True)}
    picked = (
        named(cast(col(column), "VARCHAR"), column) if kinds[column].startswith("ENUM") else col(column)
        for column in columns or kinds
    )
    return exp.select(*picked).from_(table(name))


def as_words(connection: duckdb.DuckDBPyConnection, name: str, told: Told, into: str) -> None:
    """Make the view `into` of a table that came with texts, as `Told.spell_out` makes it: a file of either has the
    same bytes.

    Verdicts become words. Of what is missing DuckDB shall not know that it is never NULL, as of a join it does not: a
    file says so of its columns.
    """
    for column, (_, words) in told.verdicts.items():
        changed = exp.AlterColumn(this=col(column), dtype=exp.DataType.build(_kind(words), dialect="duckdb"))
        altered = exp.Alter(this=table(name), kind="TABLE", actions=[changed])
        connection.execute(altered.sql(dialect="duckdb"))
    columns = (
        named(exp.Anonymous(this="concat", expressions=[col(column)]), column)
        if column in told.missing
        else col(column)
        for column in connection.table(name).columns
    )
    query = exp.select(*columns).from_(table(name))
    connection.execute(f'CREATE OR REPLACE TEMP VIEW "{into}" AS {query.sql(dialect="duckdb")}')


def write_table(connection: duckdb.DuckDBPyConnection, name: str, path: Path, columns: Sequence[str] = ()) -> Path:
    """Write a table as Parquet (or CSV, by the file's ending), whole or not at all. Raises UnreadableFile.

    Rows are in order of the first two of `columns`.
    """
    half = path.with_name(f".{path.name}.part")
    form = "CSV, HEADER" if path.suffix == ".csv" else "PARQUET, COMPRESSION ZSTD"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = str(half).replace("'", "''")
        query = in_words(connection, name, columns)
        if columns:  # threads would shuffle the rows of a large table
            query = query.order_by(*(col(column) for column in columns[:2]))
        try:
            connection.execute(f"COPY ({query.sql(dialect='duckdb')}) TO '{target}' (FORMAT {form})")
            os.replace(half, path)
        except BaseException:  # a person may stop it, too
            half.unlink(missing_ok=True)
            raise
    except (OSError, duckdb.IOException) as error:
        raise UnreadableFile(
            f"cannot be written ({cause(error)}).", str(path), "Choose a folder that you may write."
        ) from error
    return path


def last_verdicts(connection: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[str, int, str, str]]:
    """Of a table of verdicts that was written: each stay, its last hour (microseconds UTC), and the verdicts there.

    Raises UnreadableFile for what is no such table.
    """
    try:
        return connection.execute(
            "SELECT CAST(stay_id AS VARCHAR), epoch_us(max(time)), max_by(data_verdict, time), max_by(verdict, time)"
            " FROM read_parquet($1) GROUP BY stay_id",
            [str(path)],
        ).fetchall()
    except duckdb.Error as error:
        raise UnreadableFile(f"cannot be read ({cause(error)}).", str(path), "Screen the source again.") from error
