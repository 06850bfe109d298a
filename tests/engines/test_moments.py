"""The moments asked about: whole hours from the first at or after admission to discharge."""

from __future__ import annotations

import duckdb
import pytest

from bedside.engines.moments import LIMIT, hourly, without_moment
from bedside.errors import UsageError
from bedside.values.moment import DAY, HOUR, moment, show

Stay = tuple[str, str | None, str | None]
"""Admission, discharge and death."""


def loaded(stays: list[Stay]) -> duckdb.DuckDBPyConnection:
    """A database with these stays and no facts."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE stays (stay_id BIGINT, patient_id BIGINT,"
        " admitted_us BIGINT, discharged_us BIGINT, died_us BIGINT)"
    )
    connection.execute("CREATE TABLE facts (patient_id BIGINT, variable VARCHAR, start_us BIGINT)")
    for number, times in enumerate(stays):
        admitted, discharged, died = (None if time is None else moment(f"2150-03-{time}") for time in times)
        connection.execute("INSERT INTO stays VALUES (?, ?, ?, ?, ?)", [number, number, admitted, discharged, died])
    return connection


def asked(stays: list[Stay], last: str | None = None, every: int = HOUR, stay: int | None = None) -> list[list[str]]:
    """The hours of each stay, as clock times; `last` is the time of each patient's last record."""
    connection = loaded(stays)
    if last:
        for number in range(len(stays)):
            connection.execute("INSERT INTO facts VALUES (?, 'map', ?)", [number, moment(f"2150-03-{last}")])
    hourly(connection, every, stay)
    rows = connection.execute("SELECT stay_id, moment_us FROM moments ORDER BY m").fetchall()
    return [[show(at)[8:] for number, at in rows if number == n] for n in range(len(stays))]


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (("01T08:20", "01T11:40", None), ["01 09:00", "01 10:00", "01 11:00"]),
        (("01T08:00", "01T10:00", None), ["01 08:00", "01 09:00", "01 10:00"]),
        (("01T08:00:01", "01T09:59:59", None), ["01 09:00"]),
        (("01T08:20", "01T08:50", None), []),
        (("01T22:30", None, "02T00:10"), ["01 23:00", "02 00:00"]),
        (("01T22:30", "01T23:59", "05T00:00"), ["01 23:00"]),
    ],
)
def test_the_hours_of_a_stay(stay: Stay, expected: list[str]) -> None:
    assert asked([stay]) == [expected]


def test_a_stay_that_is_not_over_goes_on_to_the_last_that_is_known_of_anybody() -> None:
    assert asked([("01T08:20", None, None)], last="01T10:30") == [["01 09:00", "01 10:00"]]
    assert asked([("01T08:20", None, None)]) == [[]]
    quiet: list[Stay] = [("01T08:20", None, None), ("01T09:20", "01T11:00", None)]
    assert asked(quiet)[0] == ["01 09:00", "01 10:00", "01 11:00"]


def test_the_hours_go_on_to_discharge_also_after_death() -> None:
    assert asked([("01T08:20", "01T11:00", "01T09:30")]) == [["01 09:00", "01 10:00", "01 11:00"]]


def test_six_hours_apart_are_the_clocks_own() -> None:
    assert asked([("01T08:20", "02T01:00", None)], every=6 * HOUR) == [["01 12:00", "01 18:00", "02 00:00"]]


def test_one_stay_of_several() -> None:
    stays: list[Stay] = [("01T08:00", "01T08:30", None), ("01T09:00", "01T09:30", None)]
    assert asked(stays, stay=1) == [[], ["01 09:00"]]
    with pytest.raises(UsageError, match="there is no stay 7"):
        asked(stays, stay=7)


@pytest.mark.parametrize("every", [0, HOUR // 2, HOUR + 1, DAY + HOUR // 3])
def test_moments_are_whole_hours_apart(every: int) -> None:
    with pytest.raises(UsageError, match="whole hours"):
        asked([], every=every)


def test_a_mistaken_discharge_does_not_fill_the_disk() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE facts (patient_id BIGINT, variable VARCHAR, start_us BIGINT)")
    connection.execute(
        "CREATE TABLE stays AS SELECT 1 AS stay_id, 1 AS patient_id, 0::BIGINT AS admitted_us,"
        f" {9000 * 366 * DAY}::BIGINT AS discharged_us, NULL::BIGINT AS died_us"
    )
    hourly(connection)
    assert connection.execute("SELECT count(*) FROM moments").fetchall() == [(LIMIT + 1,)]


@pytest.mark.parametrize(
    ("stays", "every", "expected"),
    [
        ([], HOUR, (0, 0)),
        ([("01T08:20", "01T08:50", None)], HOUR, (1, 1)),
        ([("01T08:20", "01T09:00", None)], HOUR, (0, 1)),
        ([("01T08:20", "01T08:50", None), ("01T08:20", "01T11:00", None)], HOUR, (1, 2)),
        ([("01T08:20", "01T08:50", None), ("01T08:20", "01T11:00", None)], 6 * HOUR, (2, 2)),
    ],
)
def test_stays_that_no_moment_falls_into_are_counted(stays: list[Stay], every: int, expected: tuple[int, int]) -> None:
    connection = loaded(stays)
    hourly(connection, every)
    assert without_moment(connection) == expected
