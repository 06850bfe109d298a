"""Tables as files: whole, in order, whatever the threads."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bedside.engines.duck import connect
from bedside.engines.verdict_tables import Told, as_words, in_words, write_table
from bedside.errors import UnreadableFile

ROWS = 500_000
"""Several row groups: below that, threads have nothing to disagree about."""


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_rows_stand_in_order_whatever_the_threads(tmp_path: Path, ending: str) -> None:
    written = []
    for threads in (1, 2):
        connection = connect(threads)
        connection.execute(
            f"CREATE TABLE held AS SELECT i // 100 AS stay_id, i % 100 AS time, i * 7 % 13 AS points"
            f" FROM range({ROWS}) t(i) ORDER BY hash(i)"
        )
        path = write_table(connection, "held", tmp_path / f"of {threads}.{ending}", ["stay_id", "time", "points"])
        written.append(duckdb.connect().execute(f"SELECT stay_id * 100 + time FROM '{path}'").fetchnumpy())
    for found in written:
        (column,) = found.values()
        assert column.tolist() == list(range(ROWS))


@pytest.mark.parametrize("name", ["it's.parquet", "out.csv"])
def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path, name: str) -> None:
    connection = connect(1)
    connection.execute("CREATE TABLE held AS SELECT 1 AS stay_id, 2 AS time")
    for _ in range(2):
        write_table(connection, "held", tmp_path / "new" / name)
    assert [path.name for path in (tmp_path / "new").iterdir()] == [name]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    connection = connect(1)
    connection.execute("CREATE TABLE held AS SELECT 1 AS stay_id, 2 AS time")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="cannot be written"):
        write_table(connection, "held", tmp_path / "file" / "held.parquet")


def test_verdicts_that_came_as_texts_leave_the_same_file(tmp_path: Path) -> None:
    """As those of a part of Spark do: the words that a file's dictionary lists are those that could stand there."""
    words = ("met", "not met", "cannot tell")
    told = Told({"E1": ("criterion E1", words)}, missing={"missing": ("pattern", "settled", "missing")})
    connection = connect(1)
    connection.execute("CREATE TABLE settled AS SELECT 7 AS pattern, 'a test' AS missing")
    connection.execute(
        "CREATE TABLE numbered AS SELECT 1 AS stay_id, 1 AS patient_id, i AS time,"
        f" 'met'::ENUM{words} AS E1, 7 * (i % 2) AS pattern FROM range(9) t(i)"
    )
    told.spell_out(connection, "numbered", "here")
    connection.execute(f"CREATE TABLE sent AS {in_words(connection, 'here').sql('duckdb')}")
    assert dict(zip(connection.table("sent").columns, connection.table("sent").types, strict=True))["E1"] == "VARCHAR"
    as_words(connection, "sent", told, "there")
    columns = ["stay_id", "time", "E1", "missing"]
    files = [write_table(connection, name, tmp_path / f"{name}.parquet", columns) for name in ("here", "there")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert duckdb.sql(f"SELECT DISTINCT E1 FROM '{files[0]}'").fetchall() == [("met",)]
