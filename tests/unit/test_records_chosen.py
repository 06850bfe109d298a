"""Rows taken out of a table of files: the same ones whatever form the files have, once each, as they stand there."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bedside.errors import UnreadableFile
from bedside.records.chosen_rows import CHOSEN, Choice, chosen
from bedside.records.raw_tables import RawTable, open_table

ROWS = [
    ("7", "1", " 5 mg "),
    ("8", "1", "next"),
    ("", "1", "of nothing"),
    ("nine", "2", "of nothing that can be read"),
    ("7", "2", ""),
    ("70", "2", "of another"),
]
PICKED = {("7", " 5 mg "), ("", "of nothing"), ("nine", "of nothing that can be read"), ("7", "")}


def written(folder: Path, form: str) -> None:
    """The table `t`: item, whose, text and one column more, as text or with types."""
    lines = [f'{item},{whose},"{text}",unread' for item, whose, text in ROWS]
    (folder / "t.csv").write_text("\n".join(["item,whose,text,more", *lines]) + "\n", encoding="utf-8")
    if form != "csv":
        kind = {"parquet of text": "VARCHAR", "parquet": "INTEGER"}[form]
        values = ", ".join(f"({item!r}, {whose}, {text!r}, 'unread')" for item, whose, text in ROWS)
        columns = f"TRY_CAST(item AS {kind}) AS item, whose, text, more"
        rows = f"SELECT {columns} FROM (VALUES {values}) AS t(item, whose, text, more)"
        duckdb.execute(f"COPY ({rows}) TO '{folder / 't.parquet'}' (FORMAT parquet)")
        (folder / "t.csv").unlink()


def opened(connection: duckdb.DuckDBPyConnection, folder: Path) -> RawTable:
    table = open_table(connection, folder, "t")
    assert table is not None
    return table


@pytest.mark.parametrize("form", ["csv", "parquet of text", "parquet"])
@pytest.mark.parametrize("whose", [None, 2])
def test_rows_of_the_codes_and_rows_of_nothing_are_taken_once(tmp_path: Path, form: str, whose: int | None) -> None:
    written(tmp_path, form)
    with duckdb.connect() as connection:
        table = opened(connection, tmp_path)
        also = "true" if whose is None else f"{table.whole('whose')} = {whose}"
        choice = Choice(table.whole("item"), (7, 9), also)
        query = "SELECT {item}, {text} FROM {relation}"
        with chosen(
            connection, table, choice,
            lambda t: query.format(item=t.whole("item"), text=t.text("text"), relation=t.relation),
        ) as sql:  # fmt: skip
            found = connection.execute(sql).fetchall()
            (columns,) = connection.execute(
                "SELECT list(column_name ORDER BY column_name) FROM duckdb_columns() WHERE table_name = ?", [CHOSEN]
            ).fetchall()[0]
    mine = [(item, text) for item, of, text in ROWS if (item, text) in PICKED and (whose is None or int(of) == whose)]
    assert sorted(text or "" for _, text in found) == sorted(text for _, text in mine)
    assert sorted(item or 0 for item, _ in found) == sorted(int(item) if item.isdecimal() else 0 for item, _ in mine)
    assert columns == ["item", "text"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_taken_says_what_it_came_from_and_is_let_go(tmp_path: Path, form: str) -> None:
    written(tmp_path, form)
    with duckdb.connect() as connection:
        table = opened(connection, tmp_path)
        seen: list[RawTable] = []

        def select(given: RawTable) -> str:
            seen.append(given)
            return f"SELECT {given.whole('item')} FROM {given.relation}"

        with chosen(connection, table, Choice(table.whole("item"), (7,)), select):
            taken = seen[-1]
            assert (taken.name, taken.is_csv, taken.columns) == ("t", form == "csv", table.columns)
        assert connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [CHOSEN]).fetchall() == []


def test_no_code_takes_only_rows_of_nothing(tmp_path: Path) -> None:
    written(tmp_path, "parquet")
    with duckdb.connect() as connection:
        table = opened(connection, tmp_path)
        choice = Choice(table.whole("item"), ())
        with chosen(connection, table, choice, lambda t: f"SELECT {t.text('text')} FROM {t.relation}") as sql:
            assert sorted(connection.execute(sql).fetchall()) == [
                ("of nothing",), ("of nothing that can be read",)
            ]  # fmt: skip


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    written(tmp_path, "parquet")
    with duckdb.connect() as connection:
        table = opened(connection, tmp_path)
        file = tmp_path / "t.parquet"
        file.write_bytes(b"PAR1" + bytes(len(file.read_bytes()) - 8) + b"PAR1")
        with (
            pytest.raises(UnreadableFile, match="the file cannot be read") as refused,
            chosen(connection, table, Choice("item", (7,)), lambda t: f"SELECT {t.text('text')} FROM {t.relation}"),
        ):
            pass
        assert refused.value.where == "t"
