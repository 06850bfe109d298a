"""Tables as files: finding them, reading their columns whatever type they were stored in, saying what is wrong.

A table NAME is `NAME.parquet`, `NAME.csv`, `NAME.csv.gz` or a folder `NAME/` of such parts. CSV is read as text
and every cell is cast here, so that a cell that cannot be cast is a row to report and not the end of the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile, WrongLayout

ENDINGS = (".parquet", ".csv", ".csv.gz")
REJECTS = "bedside_rejects"
"""The name of the temporary table that lists the CSV lines which do not fit their table."""

TEXT_TYPES = ("VARCHAR",)
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True)
class RawTable:
    """A table of files: `name` as in messages (`icu/chartevents`), its files, its column types by name."""

    name: str
    files: tuple[Path, ...]
    columns: Mapping[str, str]

    @property
    def is_text(self) -> bool:
        """True for CSV."""
        return not self.files[0].name.endswith(".parquet")

    @property
    def relation(self) -> str:
        """What stands after FROM."""
        return relation(self.files)

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
        """A column as DOUBLE; NULL where it is absent, cannot be read or is not finite."""
        if column not in self.columns:
            return "NULL::DOUBLE"
        if self.columns[column] in WHOLE or self.columns[column].startswith("DECIMAL"):
            return f"{quoted(column)}::DOUBLE"
        cast = quoted(column) if self.columns[column] == "DOUBLE" else f"TRY_CAST({quoted(column)} AS DOUBLE)"
        return f"CASE WHEN isfinite({cast}) THEN {cast} END"

    def text(self, column: str) -> str:
        """A column as VARCHAR; NULL where it is absent."""
        if column not in self.columns:
            return "NULL::VARCHAR"
        return quoted(column) if self.columns[column] in TEXT_TYPES else f"{quoted(column)}::VARCHAR"

    def time(self, column: str) -> str:
        """A column of times as microseconds since 1970 UTC; NULL where it is absent or cannot be read."""
        if column not in self.columns:
            return "NULL::BIGINT"
        kind, name = self.columns[column], quoted(column)
        if kind in WHOLE:
            return f"{name}::BIGINT"
        if kind in TEXT_TYPES:
            return text_time(name)
        return f"epoch_us({name if kind.startswith('TIMESTAMP') else f'TRY_CAST({name} AS TIMESTAMP)'})"


def text_time(expression: str) -> str:
    """Text as microseconds: an ISO time (UTC unless it says an offset). NULL for anything else."""
    plain = f"TRY_CAST({expression} AS TIMESTAMP)"
    return f"CASE WHEN isfinite({plain}) THEN epoch_us({plain}) END"


def quoted(name: str) -> str:
    """A name as SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def relation(files: tuple[Path, ...]) -> str:
    """The files of one table as something to select from."""
    listed = ", ".join(literal(str(file)) for file in files)
    if files[0].name.endswith(".parquet"):
        return f"read_parquet([{listed}], hive_partitioning = false)"
    return (
        f"read_csv([{listed}], header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"',"
        f" hive_partitioning = false, store_rejects = true, rejects_table = '{REJECTS}',"
        f" rejects_scan = '{REJECTS}_scans')"
    )


def find_files(folder: Path, name: str) -> tuple[Path, ...]:
    """The files of the table `name` under `folder`, none when it is absent.

    Raises WrongLayout when the table stands there twice, or as an empty folder.
    """
    candidates = [path for ending in ENDINGS if (path := folder / f"{name}{ending}").is_file()]
    parts = folder / name
    if parts.is_dir():
        inside = sorted(path for path in parts.iterdir() if path.name.endswith(ENDINGS))
        if not inside:
            raise WrongLayout(
                "this folder holds no part of a table.", str(parts), "Put .parquet, .csv or .csv.gz files in it."
            )
        if len({path.name.endswith(".parquet") for path in inside}) > 1:
            raise WrongLayout("its parts are of different formats.", str(parts), "Keep Parquet or CSV, not both.")
        if candidates:
            raise WrongLayout(
                f"the table {name} stands there as {candidates[0].name} and as a folder.",
                str(folder),
                "Keep one of the two: reading both would count every row twice.",
            )
        return tuple(inside)
    if len(candidates) > 1:
        raise WrongLayout(
            f"the table {name} stands there as {' and as '.join(path.name for path in candidates)}.",
            str(folder),
            "Keep one of them: reading both would count every row twice.",
        )
    return tuple(candidates)


def open_table(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> RawTable | None:
    """The table `name` under `folder`, None when it is absent. Raises UnreadableFile for a damaged file."""
    files = find_files(folder, name)
    if not files:
        return None
    columns: dict[str, str] = {}
    for file in files[:1] if files[0].name.endswith(".parquet") else files:
        columns = columns or _columns(connection, file)
    return RawTable(name, files, columns)


def _columns(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, str]:
    with reading(str(file)):
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation((file,))}").fetchall()
    return {str(row[0]): str(row[1]) for row in described}


class reading:
    """`with reading(place):` turns what DuckDB says about a damaged file into an UnreadableFile."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        damaged = (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException)
        if isinstance(error, damaged) and not isinstance(error, duckdb.InterruptException):
            first = str(error).splitlines()[0].split(":", 1)[-1].strip()
            raise UnreadableFile(
                f"the file cannot be read ({first}).", self.place, "Fetch it again, or compare its checksum."
            ) from error


def needed(table: RawTable, columns: tuple[str, ...], layout: str) -> None:
    """Raises WrongLayout when a column that the layout needs is absent."""
    missing = [column for column in columns if not table.has(column)]
    if missing:
        word = "column" if len(missing) == 1 else "columns"
        raise WrongLayout(
            f"the {word} {', '.join(missing)} of {table.name} {'is' if len(missing) == 1 else 'are'} missing.",
            str(table.files[0]),
            f"Give the table as {layout} publishes it, with every column, names in small letters.",
        )
