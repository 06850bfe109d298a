"""The DuckDB engine says of every worked patient what was written down by hand."""

from collections import defaultdict

import duckdb
import pytest

from bedside.engines.duck import compute
from bedside.protocol.loading import find_trial, load, shipped
from bedside.protocol.worked import Case, read_cases, rules_by_name
from bedside.values.interval import Interval

COLUMNS = (
    "patient_id BIGINT, variable VARCHAR, start_us BIGINT, end_us BIGINT, available_us BIGINT, "
    "low DOUBLE, high DOUBLE, course_start_us BIGINT, course_end_us BIGINT, because VARCHAR, "
    "origin VARCHAR, written VARCHAR, superseded_us BIGINT"
)


def _loaded(cases: list[Case]) -> duckdb.DuckDBPyConnection:
    """One patient a case."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE facts ({COLUMNS})")
    connection.execute("CREATE TABLE moments (m BIGINT, patient_id BIGINT, moment_us BIGINT)")
    rows = [
        (i, f.variable, f.start, f.end, f.available, f.value.low, f.value.high,
         *(f.course or (f.start, f.end)), f.because, f.origin, f.written, f.superseded)
        for i, case in enumerate(cases) for facts in case.chart.facts.values() for f in facts
    ]  # fmt: skip
    if rows:
        connection.executemany(f"INSERT INTO facts VALUES ({', '.join('?' * 13)})", rows)
    connection.executemany("INSERT INTO moments VALUES (?, ?, ?)", [(i, i, case.at) for i, case in enumerate(cases)])
    return connection


@pytest.mark.proves("criterion *")
@pytest.mark.parametrize("trial", shipped())
def test_the_engine_agrees_with_every_worked_patient(trial: str) -> None:
    protocol = load(trial)
    by_recorded: dict[frozenset[str], list[Case]] = defaultdict(list)
    for case in read_cases(find_trial(trial), protocol):
        by_recorded[case.chart.recorded].append(case)
    rules = dict(rules_by_name(protocol))
    for recorded, cases in by_recorded.items():
        connection = _loaded(cases)
        compute(connection, rules, recorded=recorded)
        columns = ", ".join(f'"{name}_low", "{name}_high"' for name in rules)
        answers = connection.execute(f"SELECT {columns} FROM answers ORDER BY m").fetchall()
        for case, row in zip(cases, answers, strict=True):
            found = {name: Interval(*row[2 * i : 2 * i + 2]) for i, name in enumerate(rules)}
            assert {name: found[name] for name in case.expected} == dict(case.expected), case.where
