"""One table in each format; the same table gives the same bytes, whenever and wherever it is written.

Parquet holds every text as it is. CSV (UTF-8 with its mark, commas, an empty cell for nothing) and XLSX may be opened
by a spreadsheet: there, texts that people typed are made harmless.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from bedside.errors import UsageError
from bedside.exports.harmless import harmless
from bedside.exports.tables import SQL, Cell, Column, Table
from bedside.records.parquet import write_parquet

MADE = datetime.datetime(2000, 1, 1)
"""What a workbook says of when it was made: always the same, so that the same table is the same file."""
LONGEST, MOST = 32_767, 1_048_576
"""Characters of a cell and rows of a sheet that XLSX can hold (ECMA-376; Microsoft, "Excel specifications")."""
CUT = "… (cut here: whole in CSV and Parquet)"
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
        for table in tables:
            if len(table.rows) >= MOST:
                raise UsageError(f"{table.name} has more rows than a sheet can hold.", "XLSX", "Use CSV or Parquet.")
            sheet = book.add_worksheet(names[table.name])
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(table.columns):
                sheet.write_string(0, place, column.name, bold)
            for number, row in enumerate(table.rows, 1):
                _fill(sheet, number, row, table)


def sheet_names(tables: Sequence[Table]) -> dict[str, str]:
    """The name of each table's sheet: its own, shortened where it must be, and none twice."""
    found: dict[str, str] = {}
    for table in tables:
        short, number = table.name[:SHEET], 2
        while short in found.values():
            short, number = f"{table.name[: SHEET - 3]}_{number}", number + 1
        found[table.name] = short
    return found


def _fill(sheet: xlsxwriter.worksheet.Worksheet, number: int, row: Sequence[Cell], table: Table) -> None:
    for place, (cell, column) in enumerate(_pairs(row, table)):
        if isinstance(cell, str):
            text = harmless(cell) if column.typed else cell
            sheet.write_string(number, place, text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT)
        elif cell is not None:
            sheet.write_number(number, place, cell)


def _pairs(row: Sequence[Cell], table: Table) -> zip[tuple[Cell, Column]]:
    return zip(row, table.columns, strict=True)


def _written(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell) if column.typed else cell
    return repr(cell)
