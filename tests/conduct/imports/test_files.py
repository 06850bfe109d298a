"""Files that may not come in: each is refused with a sentence, and nothing of it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.conduct.imports.files import LARGEST, LONGEST, MOST, cells, plain, received, table_of
from bedside.errors import BedsideError, UnreadableFile

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
