"""Tables as files: finding them, reading their columns whatever type they were stored in, saying what is wrong.

A table NAME is `NAME.parquet`, `NAME.csv`, `NAME.csv.gz` or a folder `NAME/` of such parts. CSV is read as text
and every cell is cast here, so that a cell that cannot be cast is a row to report and not the end of the run.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from bedside.errors import UnreadableFile, WrongLayout
from bedside.records.written_numbers import text_number

ENDINGS = (".parquet", ".csv", ".csv.gz")
REJECTS = "bedside_rejects"
"""The temporary table in which DuckDB lists the CSV lines that do not fit their table."""

LONGEST_EXAMPLE = 200
"""How many characters of a broken line a report shows: a lost quote can make a line of the rest of the file."""

FIRST_US, LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The years 1 to 9999: a time outside them is not a time."""

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?"
OFFSET = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")

Broken = tuple[int, tuple[str, ...]]
"""How many lines of a CSV did not fit its columns, and up to three of them as text."""


@dataclass(frozen=True)
class RawTable:
    """A table of files: `name` as in messages (`icu/chartevents`), its files, its column types by name."""

    name: str
    files: tuple[Path, ...]
    columns: Mapping[str, str]

    @property
    def is_csv(self) -> bool:
        """True when every column is text."""
        return not self.files[0].name.endswith(".parquet")

    @property
    def relation(self) -> str:
        """What stands after FROM."""
        listed = ", ".join(literal(str(file)) for file in self.files)
        if not self.is_csv:
            return f"read_parquet([{listed}], hive_partitioning = false)"
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in self.columns)
        return (
            f"read_csv([{listed}], auto_detect = false, header = true, columns = {{{columns}}}, delim = ',',"
            f" quote = '\"', escape = '\"', hive_partitioning = false, store_rejects = true,"
            f" rejects_table = '{REJECTS}', rejects_scan = '{REJECTS}_scans')"
        )

    def has(self, column: str) -> bool:
        """True when the table has this column."""
        return column in self.columns

    def whole(self, column: str) -> str:
        """A column as BIGINT; NULL where it is absent or cannot be read."""
        if column not in self.columns:
            return "NULL::BIGINT"
        if self.columns[column] in WHOLE:
            return f"{quoted(column)}::BIGINT"
        return f"TRY_CAST({quoted(column)} AS BIGINT)"

    def number(self, column: str) -> str:
        """A column as DOUBLE; NULL where it is absent, cannot be read or is not finite.

        A FLOAT of four bytes is read as the shortest decimal that it stands for: 0.1 is 0.1 and not 0.100000001.
        """
        if column not in self.columns:
            return "NULL::DOUBLE"
        if self.columns[column] in WHOLE:
            return f"{quoted(column)}::DOUBLE"
        if self.columns[column] == "VARCHAR":
            return text_number(quoted(column))
        name = f"{quoted(column)}::VARCHAR" if self.columns[column] == "FLOAT" else quoted(column)
        cast = name if self.columns[column] == "DOUBLE" else f"TRY_CAST({name} AS DOUBLE)"
        return f"CASE WHEN isfinite({cast}) THEN {cast} END"

    def text(self, column: str) -> str:
        """A column as VARCHAR; NULL where it is absent."""
        if column not in self.columns:
            return "NULL::VARCHAR"
        return quoted(column) if self.columns[column] == "VARCHAR" else f"{quoted(column)}::VARCHAR"

    def time(self, column: str) -> str:
        """A column of times as microseconds since 1970 UTC; NULL where it is absent or cannot be read."""
        if column not in self.columns:
            return "NULL::BIGINT"
        kind, name = self.columns[column], quoted(column)
        if kind in WHOLE:
            return between(f"{name}::BIGINT")
        if kind == "VARCHAR":
            return text_time(name)
        return between(f"epoch_us({name if kind.startswith('TIMESTAMP') else f'TRY_CAST({name} AS TIMESTAMP)'})")

    def every_column(self) -> str:
        """A number for all that a row says: its copies have the same."""
        return f"hash({', '.join(quoted(name) for name in self.columns if self.has(name))})"

    def only_a_date(self, column: str) -> str:
        """The test that a column of times holds a date without a time."""
        kind = self.columns.get(column, "")
        if kind == "VARCHAR":
            return f"coalesce(regexp_full_match(trim({quoted(column)}), '{DATE}'), false)"
        return f"{quoted(column)} IS NOT NULL" if kind == "DATE" else "false"


def between(microseconds: str) -> str:
    """Microseconds of a year from 1 to 9999, NULL for any other."""
    return f"CASE WHEN {microseconds} BETWEEN {FIRST_US} AND {LAST_US} THEN {microseconds} END"


def text_time(column: str) -> str:
    """Text as microseconds: an ISO 8601 date or time, UTC unless it says an offset. NULL for anything else."""
    text = f"trim({column})"
    plain = between(f"epoch_us(TRY_CAST({text} AS TIMESTAMP))")
    offset = between(f"epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))")
    return f"""CASE WHEN regexp_full_match({text}, '{ISO}') THEN {plain}
        WHEN regexp_full_match({text}, '{OFFSET}') THEN {offset} END"""


def quoted(name: str) -> str:
    """A name as SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def find_files(folder: Path, name: str) -> tuple[Path, ...]:
    """The files of the table `name` under `folder`, none when it is absent.

    Raises WrongLayout when the table stands there twice, as an empty folder, or in parts of two formats.
    """
    found = [path for ending in ENDINGS if (path := folder / f"{name}{ending}").is_file()]
    parts = folder / name
    if len(found) + parts.is_dir() > 1:
        shown = [path.name for path in found] + ([f"{parts.name}/"] if parts.is_dir() else [])
        raise WrongLayout(
            f"the table {name} stands there as {' and as '.join(shown)}.",
            str(folder),
            "Keep one of them: reading both would count every row twice.",
        )
    return _parts(parts) if parts.is_dir() else tuple(found)


def _parts(folder: Path) -> tuple[Path, ...]:
    inside = sorted(path for path in folder.iterdir() if path.name.endswith(ENDINGS))
    if not inside:
        raise WrongLayout(
            "this folder holds no part of a table.", str(folder), "Put .parquet, .csv or .csv.gz files in it."
        )
    if len({path.name.endswith(".parquet") for path in inside}) > 1:
        raise WrongLayout("its parts are of different formats.", str(folder), "Keep Parquet or CSV, not both.")
    return tuple(inside)


def open_table(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> RawTable | None:
    """The table `name` under `folder`, None when it is absent. Raises UnreadableFile for a damaged file."""
    files = find_files(folder, name)
    if not files:
        return None
    columns = _columns(connection, files[0])
    for file in files[1:]:
        if list(_columns(connection, file)) != list(columns):
            raise WrongLayout(
                f"its columns are not those of {files[0].name}.",
                str(file),
                "Give every part of a table one layout.",
            )
    return RawTable(name, files, columns)


def _columns(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, str]:
    """Name and DuckDB type of every column; in CSV all is text."""
    with reading(str(file)):
        if file.name.endswith(".parquet"):
            described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(file))})").fetchall()
            return {str(row[0]): str(row[1]) for row in described}
        with _opened(file) as lines:
            names = next(csv.reader(lines), [])
    if not names or len(set(names)) < len(names):
        raise WrongLayout("its first line does not name its columns, each once.", str(file), "Add a header line.")
    if len(names) == 1 and any(other in names[0] for other in ";\t|"):
        raise WrongLayout("its columns are not separated by commas.", str(file), "Save it with commas between columns.")
    return dict.fromkeys(names, "VARCHAR")


def _opened(file: Path) -> TextIO:
    if file.name.endswith(".gz"):
        return gzip.open(file, "rt", encoding="utf-8-sig", newline="")
    return file.open(encoding="utf-8-sig", newline="")


def broken_lines(connection: duckdb.DuckDBPyConnection) -> Broken:
    """The CSV lines that did not fit their table since the last call."""
    found = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [REJECTS]).fetchall()
    if not found:
        return 0, ()
    lines = connection.execute(f"SELECT DISTINCT file_id, line, csv_line FROM {REJECTS} ORDER BY ALL").fetchall()
    connection.execute(f"DROP TABLE {REJECTS}; DROP TABLE IF EXISTS {REJECTS}_scans")
    return len(lines), tuple(f"line {line}: {_shortened(str(text).strip())}" for _, line, text in lines[:3])


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"


class reading:
    """`with reading(place):` turns what goes wrong with a damaged file into an UnreadableFile."""

    DAMAGED = (
        duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException, duckdb.SerializationException,
        OSError, EOFError, UnicodeDecodeError, csv.Error,
    )  # fmt: skip

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, self.DAMAGED) or type(error) is duckdb.Error:  # the last: Parquet damaged inside
            first = (str(error).splitlines() or [type(error).__name__])[0]
            told = first.removeprefix("IO Error: ").removeprefix("Invalid Input Error: ").rstrip(".:")
            if isinstance(error, UnicodeDecodeError) or "utf-8" in told.lower():
                raise UnreadableFile("its text is not UTF-8.", self.place, "Save it as CSV in UTF-8.") from error
            raise UnreadableFile(
                f"the file cannot be read ({told}).", self.place, "Fetch it again, or compare its checksum."
            ) from error


def needed(table: RawTable, columns: tuple[str, ...], layout: str) -> None:
    """Raises WrongLayout when a column that the layout needs is absent."""
    missing = [column for column in columns if not table.has(column)]
    if missing:
        word, verb = ("column", "is") if len(missing) == 1 else ("columns", "are")
        raise WrongLayout(
            f"the {word} {', '.join(missing)} of {table.name} {verb} missing.",
            str(table.files[0]),
            f"Give the table with every column that {layout} has, names in small letters.",
        )
