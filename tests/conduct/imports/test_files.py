"""Files that may not come in: each is refused with a sentence, and nothing of it is kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.conduct.imports.files import LARGEST, LONGEST, MOST, cells, plain, received, table_of
from bedside.errors import BedsideError, UnreadableFile
from bedside.records.parquet import write_parquet

HEADER = b"who;day;code;value\n"
GOOD = b"01-S001;2026-11-20;PLQ;84\n"


def table(content: bytes, name: str = "lab.csv", stay: str = "") -> Any:
    return table_of(received(name, content, "latin-1"), ["day"], stay)


@pytest.mark.proves("imports hostile-files")
@pytest.mark.parametrize("name", ["../lab.csv", "a/b.csv", "c:\\lab.csv", "lab.xlsx", "lab.csv.exe", "x\0.csv", "",
                                  "DUPONT Marie.csv", "résultats 12345678.csv", "a" * 150 + ".csv"])  # fmt: skip
def test_a_name_that_is_a_path_no_csv_or_a_person(name: str) -> None:
    with pytest.raises(UnreadableFile, match="name of the file"):
        received(name, HEADER + GOOD, "latin-1")


@pytest.mark.proves("imports hostile-files")
@pytest.mark.parametrize(("content", "says"), [
    (b"PK\x03\x04" + b"\0" * 40, "workbook, an archive"),
    (b"\x1f\x8b\x08whatever", "workbook, an archive"),
    (HEADER + b"01-S001;2026-11-20;PLQ;8\x004", "workbook, an archive"),
    (HEADER + b"01-S001;2026-11-20;PLQ;8\x014", "characters that no table has"),
    (HEADER + GOOD * (LARGEST // len(GOOD) + 1), f"longer than {LARGEST // 1000} kB"),
    (HEADER + GOOD * (MOST + 1), f"more than {MOST} rows"),
    (HEADER, "no row below"),
    (b"", "no row below"),
    (b"who;day;code;code\n" + GOOD, "same heading"),
    (HEADER + b'01-S001;2026-11-20;PLQ;"84\n', "not a table"),
    (HEADER + b"01-S001;2026-11-20;PLQ;" + b"8" * (LONGEST + 1), f"longer than {LONGEST} characters"),
    (HEADER + b"01-S001;2026-11-20;PLQ;=1+1", "formula"),
    (HEADER + b"01-S001;2026-11-20;@SUM(A1);84", "formula"),
    (HEADER + b"01-S001;2026-11-20;PLQ;+cmd|' /C calc'!A0", "formula"),
])  # fmt: skip
def test_content_that_is_hostile_or_too_much(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        table(content)


@pytest.mark.proves("imports no-identity")
@pytest.mark.parametrize("heading", ["Nom", "Prénom", "NIR", "IPP", "Date de naissance", "date-of-birth", "MRN"])
def test_a_column_of_identities_is_refused_whatever_stands_in_it(heading: str) -> None:
    with pytest.raises(UnreadableFile, match="looks like an identity"):
        table(f"who;day;code;value;{heading}\n01-S001;2026-11-20;PLQ;84;x\n".encode())


@pytest.mark.proves("imports no-identity")
@pytest.mark.parametrize("cell", ["DUPONT Marie", "2 53 05 75 123 456 84", "06 12 34 56 78", "a.b@c.fr", "80012345678"])
def test_a_cell_that_may_identify_somebody_is_refused_and_not_repeated(cell: str) -> None:
    with pytest.raises(UnreadableFile, match="line 2: a cell under “note” may identify somebody") as error:
        table(f"who;day;code;value;note\n01-S001;2026-11-20;PLQ;84;{cell}\n".encode())
    assert cell not in str(error.value)


def test_the_stay_column_may_hold_numbers_where_a_layout_says_so() -> None:
    content = b"IEP;day;code;value\n800123456;2026-11-20;PLQ;84\n"
    with pytest.raises(UnreadableFile):
        table(content)
    assert dict(cells(table(content, stay="IEP")))[2] == {
        "IEP": "800123456", "day": "2026-11-20", "code": "PLQ", "value": "84"}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("parts", [";", ","])
def test_both_encodings_and_both_separators_are_read(encoding: str, parts: str) -> None:
    text = f"who{parts}day{parts}Résultat\n01-S001{parts}2026-11-20{parts}µ\n\n"
    read = table(text.encode(encoding))
    assert read.header == ("who", "day", "Résultat") and read.rows == ((2, ("01-S001", "2026-11-20", "µ")),)


def test_headings_are_compared_without_accents_and_case() -> None:
    assert plain(" Né(e) le ") == "ne_e_le" and plain("Prénom") == "prenom"


@given(st.binary(max_size=300), st.text(max_size=12))
def test_whatever_is_sent_is_read_or_refused_in_words(content: bytes, name: str) -> None:
    try:
        table(content, name + ".csv")
    except BedsideError as error:
        assert str(error)


# --- Parquet ----------------------------------------------------------------------------------------------------------

COLUMNS = [("participant", "VARCHAR"), ("variable", "VARCHAR"), ("start", "TIMESTAMP"), ("value", "DOUBLE"),
           ("unit", "VARCHAR")]  # fmt: skip


def parquet(place: Path, columns: list[tuple[str, str]], *rows: tuple[Any, ...]) -> bytes:
    write_parquet(place / "held.parquet", columns, rows)
    return (place / "held.parquet").read_bytes()


def test_parquet_is_read_as_the_same_file_in_csv_a_time_without_zone_as_utc(tmp_path: Path) -> None:
    row = ("01-S001", "platelets", datetime(2026, 11, 20, 6, 5), 84.5, None)
    read = table_of(received("r.parquet", parquet(tmp_path, COLUMNS, row), ""), ["start"], "")
    assert read.header == tuple(name for name, _ in COLUMNS)
    assert read.rows == ((2, ("01-S001", "platelets", "2026-11-20T06:05:00.000000+00:00", "84.5", "")),)


@pytest.mark.proves("imports hostile-files")
def test_parquet_is_judged_as_text_is(tmp_path: Path) -> None:
    texts = [("who", "VARCHAR"), ("note", "VARCHAR")]
    for cell, says in (("=1+1", "formula"), ("DUPONT Marie", "identify somebody"), ("8" * (LONGEST + 1), "longer")):
        with pytest.raises(UnreadableFile, match=says):
            table_of(received("r.parquet", parquet(tmp_path, texts, ("01-S001", cell)), ""), [], "")
    with pytest.raises(UnreadableFile, match="looks like an identity"):
        table_of(received("r.parquet", parquet(tmp_path, [("nom", "VARCHAR")], ("x",)), ""), [], "")
    many = parquet(tmp_path, texts, *[("01-S001", "x")] * (MOST + 1))
    with pytest.raises(UnreadableFile, match=f"more than {MOST} rows"):
        table_of(received("r.parquet", many, ""), [], "")
    unfolds = parquet(tmp_path, texts, *[("0" * 1000, "1" * 1000)] * (LARGEST // 900))
    with pytest.raises(UnreadableFile, match="longer than"):
        received("r.parquet", unfolds, "")


@pytest.mark.proves("imports hostile-files")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 10_000), by=st.binary(min_size=1, max_size=9))
def test_damaged_parquet_is_read_or_refused_in_words(where: int, by: bytes, tmp_path: Path) -> None:
    whole = parquet(tmp_path, [("who", "VARCHAR")], ("01-S001",))
    at = where % len(whole)
    for content in (whole[:at] + by + whole[at + len(by) :], whole[:at], by):
        try:
            table_of(received("r.parquet", content, ""), [], "")
        except BedsideError as error:
            assert str(error)
