"""The door's rounding equals exact decimal arithmetic, whatever the unit; limits are read as they are written."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bedside.records.canonical_facts import units_of
from bedside.records.dictionary import dictionary
from bedside.records.door import limit_number, limit_sign, rounded
from bedside.records.import_report import Counted, Dropped, ImportReport, Reason
from bedside.values.quantity import conversion

CONVERSIONS = [
    (declared, code)
    for declared in dictionary().values()
    if not declared.truth
    for code, _, _ in units_of(declared)
    if code
]


@given(st.sampled_from(CONVERSIONS), st.decimals(-99999, 99999, places=3))
def test_rounding_is_that_of_the_exact_decimal(what: tuple, number: Decimal) -> None:
    declared, code = what
    to = conversion(code, declared.unit, declared.name)
    exact = to(number).quantize(Decimal("1e-12"))
    assume(declared.low <= exact <= declared.high)  # anything else is refused before it is rounded
    expression = rounded("(?::DOUBLE) * ?::DOUBLE + ?::DOUBLE", repr(10.0**declared.decimals))
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT {expression}", [float(number), float(to.factor), float(to.offset)]).fetchall()
    assert row[0][0] == declared.round(exact)


@pytest.mark.parametrize(
    ("number", "scale", "expected"),
    [
        ("66.69 * 5 / 9", "10.0", 37.1),
        ("-0.001", "10.0", 0.0),
        ("2.5", "1.0", 3.0),
        ("-2.5", "1.0", -3.0),
        ("1.005", "100.0", 1.01),
    ],
)
def test_halves_round_away_from_zero_and_zero_has_no_sign(number: str, scale: str, expected: float) -> None:
    expression = rounded(f"({number})::DOUBLE", scale)
    value, shown = duckdb.execute(f"SELECT {expression}, {expression}::VARCHAR").fetchall()[0]
    assert value == expected
    assert not shown.startswith("-") or expected < 0


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [
        ("<5", -1, 5), (" < 0.1 ", -1, 0.1), (">16500", 1, 16500), (">=1,000", 1, 1000),
        ("≤2", -1, 2), ("≥2", 1, 2),
        ("LESS THAN 5", -1, 5), ("greater than 5.5", 1, 5.5), ("5", None, None),
        ("<", None, None), ("", None, None),
        ("is <5", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_limits(text: str | None, sign: int | None, number: float | None) -> None:
    row = duckdb.execute(
        f"SELECT {limit_sign('t')}, {limit_number('t')} FROM (SELECT ?::VARCHAR AS t)", [text]
    ).fetchall()
    assert row == [(sign, number)]


def test_a_report_says_what_was_dropped_and_why() -> None:
    report = ImportReport(
        "somewhere",
        (Counted("labs", 5, 2),),
        (
            Dropped("labs", "map", Reason.IMPOSSIBLE, 2, ("patient 1, 2150-03-01 04:00, 999 mmHg",)),
            Dropped("labs", "", Reason.BROKEN_LINE, 1),
        ),
        ("outputs is absent.",),
        {"map": 2},
    )
    assert report.sentences() == [
        "labs: 5 rows read, 2 used.",
        "labs: 2 rows of map dropped: the value is outside the variable's bounds."
        " For example: patient 1, 2150-03-01 04:00, 999 mmHg.",
        "labs: 1 row dropped: the line does not fit the table's columns.",
        "outputs is absent.",
    ]
    assert report.balances()
    assert not ImportReport("x", (Counted("labs", 5, 3),), report.dropped).balances()
    assert report.to_json()["tables"][0]["dropped"][0]["rows"] == 2
    assert report.to_json()["facts"] == {"map": 2}
