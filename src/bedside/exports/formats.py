"""One table in each format; the same table gives the same bytes, whenever and wherever it is written.

Parquet holds every text as it is. CSV (UTF-8 with its mark, commas, an empty cell for nothing) and XLSX may be opened
by a spreadsheet: there, texts that people typed are made harmless. In XLSX a whole day, and a moment in UTC, is a date
of the spreadsheet, to the millisecond; what is known in part, or was typed on another clock, stays a text.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from bedside.errors import UsageError
from bedside.exports.harmless import harmless
from bedside.exports.tables import SQL, Cell, Column, Table, Type
from bedside.records.parquet import write_parquet

MADE = datetime.datetime(2000, 1, 1)
"""What a workbook says of when it was made: always the same, so that the same table is the same file."""
LONGEST, MOST = 32_767, 1_048_576
"""Characters of a cell and rows of a sheet that XLSX can hold (ECMA-376; Microsoft, "Excel specifications")."""
CUT = "… (cut here: whole in CSV and Parquet)"
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?")
DATES: Mapping[type, str] = {datetime.date: "yyyy-mm-dd", datetime.datetime: "yyyy-mm-dd hh:mm:ss"}
FIRST = "1900-03-01"
"""The first day on which all spreadsheets agree: 1900 was no leap year, and for some it was."""
WIDE = 19
"""Characters of a column of times."""
SHEET = 31
"""Characters of the name of a sheet."""


def parquet(table: Table, file: Path) -> None:
    """Write a table as Parquet."""
    write_parquet(file, [(column.name, SQL[column.type]) for column in table.columns], table.rows)


def comma_separated(table: Table, file: Path) -> None:
    """Write a table as CSV."""
    with file.open("w", encoding="utf-8-sig", newline="") as held:
        writer = csv.writer(held, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows([_written(cell, column) for cell, column in _pairs(row, table)] for row in table.rows)


def workbook(tables: Sequence[Table], file: Path) -> None:
    """Write tables as one XLSX, a sheet each, row by row. Raises UsageError for more rows than a sheet can hold."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "tmpdir": str(file.parent)}  # fmt: skip
    names = sheet_names(tables)
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"created": MADE})
        bold = book.add_format({"bold": True})
        dates = {of: book.add_format({"num_format": shown}) for of, shown in DATES.items()}
        for table in tables:
            if len(table.rows) >= MOST:
                raise UsageError(f"{table.name} has more rows than a sheet can hold.", "XLSX", "Use CSV or Parquet.")
            sheet = book.add_worksheet(names[table.name])
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.write_string(0, place, column.name, bold)
            for place, column in enumerate(table.columns):
                if column.type is Type.TIME:
                    sheet.set_column(place, place, WIDE)
            for number, row in enumerate(table.rows, 1):
                _fill(sheet, number, row, table, dates)


def sheet_names(tables: Sequence[Table]) -> dict[str, str]:
    """The name of each table's sheet: its own, shortened where it must be, and none twice."""
    found: dict[str, str] = {}
    for table in tables:
        short, number = table.name[:SHEET], 2
        while short in found.values():
            short, number = f"{table.name[: SHEET - 3]}_{number}", number + 1
        found[table.name] = short
    return found


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[Cell], table: Table, dates: Mapping[type, Any]
) -> None:
    for place, (cell, column) in enumerate(_pairs(row, table)):
        if isinstance(cell, str) and column.type is Type.TIME and (date := _date(cell)):
            sheet.write_datetime(number, place, date, dates[type(date)])
        elif isinstance(cell, str):
            text = harmless(cell) if column.typed else cell
            sheet.write_string(number, place, text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT)
        elif cell is not None:
            sheet.write_number(number, place, cell)


def _date(cell: str) -> datetime.date | None:
    """A whole day, or a moment in UTC; None for what a spreadsheet could not give back."""
    if not DATE.fullmatch(cell) or cell < FIRST:
        return None
    if "T" not in cell:
        return datetime.date.fromisoformat(cell)
    return datetime.datetime.fromisoformat(cell).replace(tzinfo=None)


def _pairs(row: Sequence[Cell], table: Table) -> zip[tuple[Cell, Column]]:
    return zip(row, table.columns, strict=True)


def _written(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell) if column.typed else cell
    return repr(cell)
