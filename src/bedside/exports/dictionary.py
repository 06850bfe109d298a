"""The data dictionary of a cut: every column of every table, and every code, as tables that stand beside the data."""

from __future__ import annotations

from collections.abc import Sequence

from bedside.exports.tables import Cell, Column, Table, Type, table
from bedside.values.wording import Text

_T = Type.TEXT
COLUMNS = (
    Column("table", _T, Text("table", "table")),
    Column("column", _T, Text("column", "colonne")),
    Column("type", _T, Text("what it holds", "ce qu’elle contient")),
    Column("unit", _T, Text("UCUM code of its unit", "code UCUM de son unité")),
    Column("english", _T, Text("what it is, in English", "ce qu’elle est, en anglais")),
    Column("french", _T, Text("what it is, in French", "ce qu’elle est, en français")),
    Column("source", _T, Text("form and item of the protocol", "formulaire et élément du protocole")),
    Column("coded", Type.WHOLE, Text("1: its codes stand in the table codes", "1\u00a0: ses codes sont dans codes")),
    Column("marked", Type.WHOLE, Text(
        "1: typed text; in CSV and XLSX one that begins with = + - @ ' tab or carriage return has an apostrophe before"
        " it, which is no part of it",
        "1\u00a0: texte saisi\u202f; en CSV et XLSX, précédé d’une apostrophe qui n’en fait pas partie s’il commence"
        " par = + - @ ' tabulation ou retour chariot",
    )),
)  # fmt: skip
CODES = (
    Column("table", _T, Text("table", "table")),
    Column("column", _T, Text("column", "colonne")),
    Column("code", _T, Text("what stands there", "ce qui s’y trouve")),
    Column("english", _T, Text("what it means, in English", "ce que cela signifie, en anglais")),
    Column("french", _T, Text("what it means, in French", "ce que cela signifie, en français")),
)


def described(tables: Sequence[Table]) -> tuple[Table, Table]:
    """The tables `dictionary` and `codes` of these tables (they describe themselves too)."""
    own = Table("dictionary", Text("every column", "toutes les colonnes"), COLUMNS)
    listed = Table("codes", Text("every code", "tous les codes"), CODES)
    rows = [_row(each, column) for each in (*tables, own, listed) for column in each.columns]
    codes: list[dict[str, Cell]] = [
        {"table": each.name, "column": column.name, "code": code, "english": text.en, "french": text.fr}
        for each in tables
        for column in each.columns
        for code, text in column.codes
    ]
    return table(own.name, own.text, COLUMNS, rows), table(listed.name, listed.text, CODES, codes)


def _row(of: Table, column: Column) -> dict[str, Cell]:
    return {
        "table": of.name, "column": column.name, "type": column.type.value, "unit": column.unit or None,
        "english": column.text.en, "french": column.text.fr, "source": column.source or None,
        "coded": int(bool(column.codes)), "marked": int(column.typed),
    }  # fmt: skip
