"""The three formats hold the same, and give it back; nothing that people typed is run by a spreadsheet."""

from __future__ import annotations

import csv
import datetime
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.errors import UsageError
from bedside.exports import formats
from bedside.exports.harmless import MARK, RUN, as_typed, harmless
from bedside.exports.tables import Cell, Column, Table, Type, table
from bedside.records.parquet import read_parquet
from bedside.values.wording import Text
from tests.exports.workbooks import sheets

WORD = Text("word", "mot")
COLUMNS = (
    Column("code", Type.TEXT, WORD),
    Column("typed", Type.TEXT, WORD, typed=True),
    Column("whole", Type.WHOLE, WORD),
    Column("number", Type.NUMBER, WORD),
)
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t=+-@'\"\n")
TYPED = st.text(LETTERS, min_size=1, max_size=20)
NUMBERS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False).map(float)
"""What is ever recorded: XLSX keeps fifteen digits."""
ROWS = st.lists(
    st.tuples(
        st.from_regex(r"[a-z0-9_]{1,8}", fullmatch=True), st.none() | TYPED,
        st.none() | st.integers(-(2**50), 2**50), st.none() | NUMBERS,
    ),
    max_size=6,
)  # fmt: skip


@given(TYPED)
def test_what_is_made_harmless_is_given_back(text: str) -> None:
    safe = harmless(text)
    assert as_typed(safe) == text
    assert safe[0] not in RUN - {MARK}


@pytest.mark.proves("out nothing-runs")
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_what_a_spreadsheet_would_run(text: str) -> None:
    assert harmless(text) == MARK + text


@pytest.mark.parametrize("text", ["", "a=1", " =1", "5 mg", "é"])
def test_what_it_would_not(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.proves("out formats-equal")
@given(ROWS)
def test_csv_parquet_and_xlsx_hold_the_same(rows: list[Any]) -> None:
    held = Table("held", WORD, COLUMNS, tuple(rows))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        formats.parquet(held, folder / "a.parquet")
        formats.comma_separated(held, folder / "a.csv")
        formats.workbook([held], folder / "a.xlsx")
        names, _, back = read_parquet(folder / "a.parquet")
        assert (names, tuple(back)) == (("code", "typed", "whole", "number"), held.rows)
        assert [_from_csv(row) for row in _csv(folder / "a.csv")[1:]] == list(held.rows)
        assert [_from_sheet(row) for row in sheets(folder / "a.xlsx")["held"][1:]] == list(held.rows)


def _csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def _from_csv(row: list[str]) -> tuple[Cell, ...]:
    code, typed, whole, number = (cell or None for cell in row)
    return (
        code, None if typed is None else as_typed(typed), None if whole is None else int(whole),
        None if number is None else float(number),
    )  # fmt: skip


def _from_sheet(row: list[Any]) -> tuple[Any, ...]:
    return row[0], None if row[1] is None else as_typed(row[1]), *row[2:]


def test_the_same_table_is_the_same_file(tmp_path: Path) -> None:
    held = Table("held", WORD, COLUMNS, (("a", "=1", 1, -2.5),))
    for name, write in (("p", formats.parquet), ("c", formats.comma_separated)):
        write(held, tmp_path / f"{name}1")
        write(held, tmp_path / f"{name}2")
        assert (tmp_path / f"{name}1").read_bytes() == (tmp_path / f"{name}2").read_bytes()
    for name in ("x1", "x2"):
        formats.workbook([held], tmp_path / name)
    assert (tmp_path / "x1").read_bytes() == (tmp_path / "x2").read_bytes()


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    held = Table("held", WORD, COLUMNS, ((None, None, -3, -0.25),))
    formats.workbook([held], tmp_path / "a.xlsx")
    formats.comma_separated(held, tmp_path / "a.csv")
    assert sheets(tmp_path / "a.xlsx")["held"][1] == [None, None, -3.0, -0.25]
    assert _csv(tmp_path / "a.csv")[1] == ["", "", "-3", "-0.25"]


@given(st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(2199, 1, 1)))
def test_a_moment_is_a_date_of_the_spreadsheet_to_the_millisecond(at: datetime.datetime) -> None:
    """Read back by the definition of serial dates: days since 1899-12-30 (ECMA-376 18.17.4.1)."""
    column = Column("at", Type.TIME, WORD)
    with tempfile.TemporaryDirectory() as place:
        texts = f"{at.isoformat(timespec='microseconds')}Z", at.date().isoformat()
        held = Table("held", WORD, (column,), tuple((text,) for text in texts))
        formats.workbook([held], Path(place) / "a.xlsx")
        (moment,), (day,) = sheets(Path(place) / "a.xlsx")["held"][1:]
    assert isinstance(moment, float) and isinstance(day, float)
    epoch = datetime.datetime(1899, 12, 30)
    assert abs(epoch + datetime.timedelta(days=moment) - at) <= datetime.timedelta(milliseconds=1)
    assert epoch + datetime.timedelta(days=day) == datetime.datetime.combine(at.date(), datetime.time())


@pytest.mark.parametrize("text", ["2026-11", "2026", "2026-11-14T11:00+01:00", "1899-01-01", "yesterday"])
def test_a_time_that_no_date_says_stays_a_text(text: str, tmp_path: Path) -> None:
    formats.workbook([Table("held", WORD, (Column("at", Type.TIME, WORD),), ((text,),))], tmp_path / "a.xlsx")
    assert sheets(tmp_path / "a.xlsx")["held"][1] == [text]


def test_a_text_longer_than_a_cell_is_cut_in_xlsx_alone(tmp_path: Path) -> None:
    held = Table("held", WORD, COLUMNS, ((None, "x" * 40_000, None, None),))
    formats.workbook([held], tmp_path / "a.xlsx")
    shown = sheets(tmp_path / "a.xlsx")["held"][1][1]
    assert isinstance(shown, str) and len(shown) == formats.LONGEST and shown.endswith(formats.CUT)


def test_sheets_have_names_of_their_own() -> None:
    long = [Table(f"form_{'x' * 40}{end}", WORD, COLUMNS) for end in ("", "_long", "_other")]
    names = formats.sheet_names(long)
    assert len(set(names.values())) == 3 and all(len(name) <= 31 for name in names.values())


@pytest.mark.parametrize("name", ["../etc", "a/b", "A", "", "1a", "a" * 61, "con:", "a.b", "é"])
def test_odd_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"is no name of a table\. Write it in small letters, digits, _\."):
        Table(name, WORD, COLUMNS)


def test_rows_are_of_their_columns() -> None:
    with pytest.raises(UsageError, match=r"typo is no column of held\. Declare it\."):
        table("held", WORD, COLUMNS, [{"typo": 1}])
    with pytest.raises(UsageError, match="names a column twice"):
        Table("held", WORD, (*COLUMNS, COLUMNS[0]))
