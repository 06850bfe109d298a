"""Reading a table of verdicts back: the last hour, since when, and the hour that counts."""

import duckdb
import pytest

from bedside.engines.verdict_reading import counted_hours, course, standing
from bedside.values.moment import HOUR, moment

ZERO = int(moment("2100-01-01T00:00"))
ROWS = [
    # stay, hour, verdict, I1, "E'1", missing, sofa
    ("A", 0, "cannot tell", "met", "not met", "x + y", 3),
    ("A", 1, "cannot tell", "met", "not met", "x", 4),
    ("A", 2, "excluded", "not met", "met", "", 5),
    ("A", 3, "excluded", "met", "met", "", 6),
    ("B", 0, "excluded", "not met", "met", "", 1),
    ("B", 1, "excluded", "met", "met", "", 2),
    ("B", 2, "excluded", "not met", "met", "", 3),
    ("C", 0, "candidate", "met", "not met", "", 1),
    ("C", 1, "excluded", "not met", "not met", "", 1),
]
FAILING = [("I1", "not met"), ("E'1", "met")]


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("CREATE TABLE patients (patient_id VARCHAR, sex VARCHAR, birth_year INT)")
    made.execute(
        "CREATE TABLE stays (stay_id VARCHAR, patient_id VARCHAR, unit VARCHAR, admitted_us BIGINT,"
        " discharged_us BIGINT, died_us BIGINT)"
    )
    made.execute(
        "CREATE TABLE verdicts (stay_id VARCHAR, patient_id VARCHAR, time TIMESTAMP, data_verdict VARCHAR,"
        ' "I1" VARCHAR, "E\'1" VARCHAR, data_missing VARCHAR, sofa_low DOUBLE)'
    )
    for stay in "ABC":
        made.execute("INSERT INTO patients VALUES (?, 'female', NULL)", [f"p{stay}"])
        made.execute("INSERT INTO stays VALUES (?, ?, 'unit', ?, NULL, NULL)", [stay, f"p{stay}", ZERO])
    for stay, hour, *rest in reversed(ROWS):
        made.execute(
            "INSERT INTO verdicts VALUES (?, ?, make_timestamp(?), ?, ?, ?, ?, ?)",
            [stay, f"p{stay}", ZERO + hour * HOUR, *rest],
        )
    return made


def test_the_last_hour_and_since_when(connection: duckdb.DuckDBPyConnection) -> None:
    rows = {row["stay_id"]: row for row in standing(connection, ["data_verdict", "sofa_low"])}
    a = rows["A"]
    assert (a["at_us"], a["since_us"], a["hours"], a["changed"]) == (ZERO + 3 * HOUR, ZERO + 2 * HOUR, 3, 1)
    assert (a["data_verdict"], a["sofa_low"], a["unit"], a["sex"]) == ("excluded", 6.0, "unit", "female")
    assert rows["B"]["since_us"] == ZERO
    assert rows["B"]["changed"] == 0


def test_the_course_is_in_order(connection: duckdb.DuckDBPyConnection) -> None:
    assert [row["sofa_low"] for row in course(connection, "A", ["sofa_low"])] == [3.0, 4.0, 5.0, 6.0]


def test_a_stay_counts_where_it_passed_or_else_at_its_last_hour(connection: duckdb.DuckDBPyConnection) -> None:
    hours = counted_hours(connection, "data_verdict", "candidate", FAILING, "data_missing")
    found = {hour.stay_id: ((hour.at_us - ZERO) // HOUR, hour.verdict, hour.failed, hour.missing) for hour in hours}
    assert found == {
        "A": (3, "excluded", ("E'1",), ""),
        "B": (2, "excluded", ("I1", "E'1"), ""),
        "C": (0, "candidate", (), ""),
    }
