"""The one door into the records: rounding, bounds, limits of assays, and an account of what stayed outside.

Every source puts its rows through these SQL expressions, so a number means the same whatever it came from. A row
that has passed is one of a *sorted* table (`SORTED`): either `reason` is 0 and it becomes a fact, or `reason` is
the number of an `import_report.Reason` and it is counted and sampled. A negative `reason` is that of a row whose
loss would say something (no drug, no support, no urine): it is counted all the same, and becomes a fact of unknown
value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from bedside.records.import_report import EMPTY, EXAMPLES, NO_TIME, Counted, Dropped, Reason, Used
from bedside.records.raw_tables import Broken
from bedside.values.unknown import Because

SORTED = ("rule", "patient", "start_us", "end_us", "available_us", "low", "high", "because", "reason", "written")
"""The columns of a sorted table: `rule` says which row of the mapping it is of, `because` a number of BECAUSE."""

BECAUSE = (None, *Because)
"""Why low and high may differ, by the small integer that stands for it in SQL."""


def rounded(number: str, scale: str) -> str:
    """The double that stands for a number: half away from zero at the variable's decimals; `scale` = 10^decimals.

    This equals `Variable.round` of the exact decimal: the inner rounding, four digits beyond the last one kept,
    takes back what binary multiplication did to a half (37.05 is stored as 37.0499999...). Adding zero makes a
    negative zero a zero.
    """
    return f"(round(round(({number}) * {scale}, 4)) / {scale} + 0.0)"


def first_reason(*tests: tuple[str, Reason], kept: Sequence[tuple[str, Reason]] = ()) -> str:
    """The number of the first reason whose test holds, 0 when none does.

    The reasons of `kept`, asked after the others, are those of rows that are kept as unknown: negative.
    """
    signed = [(test, reason.number) for test, reason in tests] + [(test, -reason.number) for test, reason in kept]
    cases = " ".join(f"WHEN {test} THEN {number}" for test, number in signed)
    return f"(CASE {cases} ELSE 0 END)::TINYINT"


def once(connection: duckdb.DuckDBPyConnection, target: str) -> None:
    """Of rows of amounts in a sorted table that are the same in every column, keep one: the others are its copies.

    Its column `said` is `RawTable.every_column`.
    """
    amounts = f"{target} WHERE reason <= 0 AND low IS NOT NULL"
    same = "said, rule, patient, start_us, end_us, available_us, low, high"
    connection.execute(f"""UPDATE {target} SET reason = {Reason.REPEATED.number},
        written = coalesce(written, 'an amount')
        WHERE rowid IN (SELECT rowid FROM {amounts}
            AND said IN (SELECT said FROM {amounts} GROUP BY said HAVING count(*) > 1)
            QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY rowid) > 1)""")


def agreed(column: str) -> str:
    """What all rows of a patient that say something say; NULL when they contradict each other."""
    return f"CASE WHEN NOT {differing(column)} THEN min({column}) OVER (PARTITION BY patient) END"


def differing(column: str) -> str:
    """The test that rows of one patient contradict each other; a row that says nothing contradicts none."""
    least, most = (f"{end}({column}) OVER (PARTITION BY patient)" for end in ("min", "max"))
    return f"(patient IS NOT NULL AND coalesce({least} <> {most}, false))"


def because_text(column: str) -> str:
    """The text of a `because` number."""
    cases = " ".join(f"WHEN {i} THEN '{text.value}'" for i, text in enumerate(BECAUSE) if text is not None)
    return f"CASE {column} {cases} END"


def because_number(because: Because) -> int:
    """The number of a text of BECAUSE."""
    return BECAUSE.index(because)


def write_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert a few rows at once; DuckDB's executemany takes them one by one."""
    if rows:
        row = f"({', '.join('?' * len(rows[0]))})"
        values = [value for each in rows for value in each]
        connection.execute(f"INSERT INTO {table} VALUES {', '.join([row] * len(rows))}", values)


@dataclass(frozen=True)
class Account:
    """What a sorted table counts up to."""

    counted: Counted
    dropped: tuple[Dropped, ...]
    used: tuple[Used, ...] = ()


def account(
    connection: duckdb.DuckDBPyConnection,
    sorted_table: str,
    table: str,
    names: Mapping[int, str],
    broken: Broken = (0, ()),
) -> Account:
    """Count a sorted table by variable and reason, and fetch examples of the reasons that occurred.

    `table` is what the source calls it; `names` gives the variable of each rule number; `broken` are the CSV lines
    that never became rows.
    """
    rows = connection.execute(
        f"SELECT rule, reason, count(*) FROM {sorted_table} GROUP BY rule, reason ORDER BY rule, reason"
    ).fetchall()
    counts: dict[tuple[str, int], int] = {}
    for rule, reason, number in rows:
        key = (names.get(rule, ""), reason)
        counts[key] = counts.get(key, 0) + number
    samples = _examples(connection, sorted_table, names) if any(reason for _, reason in counts) else {}
    dropped = tuple(
        Dropped(table, name, list(Reason)[abs(reason) - 1], number, samples.get((name, reason), ()), reason < 0)
        for (name, reason), number in sorted(counts.items(), key=lambda each: (each[0][0], abs(each[0][1]), each[0]))
        if reason
    )
    if broken[0]:
        dropped += (Dropped(table, "", Reason.BROKEN_LINE, *broken),)
    read, kept = sum(counts.values()) + broken[0], sum(d.rows for d in dropped if d.kept)
    used = tuple(Used(table, name, number) for (name, reason), number in sorted(counts.items()) if name and not reason)
    return Account(Counted(table, read, read - sum(d.rows for d in dropped), kept), dropped, used)


def _examples(
    connection: duckdb.DuckDBPyConnection, sorted_table: str, names: Mapping[int, str]
) -> dict[tuple[str, int], tuple[str, ...]]:
    rows = connection.execute(
        f"""SELECT rule, reason, patient, strftime(make_timestamp(start_us), '%Y-%m-%d %H:%M'), written
        FROM {sorted_table} WHERE reason <> 0
        QUALIFY row_number() OVER (
            PARTITION BY rule, reason ORDER BY patient NULLS LAST, start_us NULLS LAST, end_us NULLS LAST, written
        ) <= {EXAMPLES}
        ORDER BY rule, reason, patient NULLS LAST, start_us NULLS LAST, end_us NULLS LAST, written"""
    ).fetchall()
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for rule, reason, patient, time, written in rows:
        key = (names.get(rule, ""), reason)
        told = f"patient {patient if patient is not None else '?'}, {time or NO_TIME}, {written or EMPTY}"
        found[key] = (*found.get(key, ()), told)[:EXAMPLES]
    return found
