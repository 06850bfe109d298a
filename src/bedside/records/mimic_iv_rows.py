"""MIMIC-IV's tables as the raw rows that `item_rows` and `item_lasting` sort: one scan of each."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from bedside.records.chosen_rows import Choice, chosen
from bedside.records.door import once
from bedside.records.item_lasting import LastingScan, sort_infusions, sort_procedures
from bedside.records.item_rows import Scan, sort_moments
from bedside.records.items import Item
from bedside.records.mimic_iv_mapping import CHART, INPUTS, LABS, OUTPUTS, PROCEDURES, MimicMapping
from bedside.records.raw_tables import RawTable
from bedside.records.written_numbers import begins_as_limit

BLANKED = "___"
"""What the publishers put for free text; of a laboratory value the result is then in the comment."""
SHOWN = "concat_ws(' ', coalesce(limit_text, text, number::VARCHAR), unit)"
"""What a report quotes of a row."""


@dataclass(frozen=True)
class TableScan:
    """One pass over one table: which items, whose rows, and whether every row keeps what was written."""

    table: RawTable
    items: tuple[Item, ...]
    mapping: MimicMapping
    patient: int | None
    detail: bool

    @property
    def choice(self) -> Choice:
        """The rows asked for, and those that do not say what they are of."""
        mine = "true" if self.patient is None else f"{self.table.whole('subject_id')} = {self.patient}"
        return Choice(self.table.whole("itemid"), tuple(item.item for item in self.items), mine)


def sort_table(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    """Sort a table into the temporary table `target`."""
    if scan.table.name in (INPUTS, PROCEDURES):
        _sort_lasting(connection, scan, target)
        return
    name, devices = scan.table.name, tuple(scan.mapping.devices) if scan.table.name == CHART else ()
    with chosen(connection, scan.table, scan.choice, _moments) as raw:
        kept = ("said",) if name == OUTPUTS else ()
        rows = Scan(name, raw, SHOWN, scan.items, scan.mapping.gas, scan.detail, name == LABS, devices, kept)
        sort_moments(connection, rows, target)
    if name == OUTPUTS:
        once(connection, target)


def _moments(table: RawTable) -> str:
    number, words = table.number("valuenum"), table.text("value")
    limit, more, said = "NULL", table.number("value"), ""
    if table.name == LABS:
        value, comment = table.text("value"), table.text("comments")
        words = f"CASE WHEN {value} IS NULL OR trim({value}) = '{BLANKED}' THEN {comment} ELSE {value} END"
        limit = f"CASE WHEN {number} IS NULL OR {begins_as_limit(value)} THEN {words} END"
    if table.name == OUTPUTS:
        number, words = table.number("value"), words if table.is_csv else "NULL"
        said = f", {table.every_column()} AS said"
    return f"""SELECT {table.whole("itemid")} AS item, {table.whole("subject_id")} AS patient,
        {table.time("charttime")} AS start_us, start_us AS end_us, {table.time("storetime")} AS stored_us,
        coalesce({number}, {more}) AS number, {words}::VARCHAR AS text,
        coalesce(trim({table.text("valueuom")}), '') AS unit,
        {limit}::VARCHAR AS limit_text, {table.whole("specimen_id")} AS specimen_id{said}
        FROM {table.relation}"""


def _sort_lasting(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    options, drugs = scan.mapping.options, scan.table.name == INPUTS
    with chosen(connection, scan.table, scan.choice, _infusions if drugs else _procedures) as raw:
        rows = LastingScan(scan.table.name, raw, scan.detail, options.bolus_minutes, options.least_weight)
        (sort_infusions if drugs else sort_procedures)(connection, rows, target)


def _infusions(table: RawTable) -> str:
    amount = "CASE WHEN rate IS NULL THEN concat('amount ', amount) END"
    return f"""SELECT *, concat_ws(' ', rate::VARCHAR, {amount}, unit) AS shown FROM (
        SELECT {_span(table)}, {table.number("rate")} AS rate,
        coalesce(trim({table.text("rateuom")}), '') AS unit, {table.number("patientweight")} AS weight,
        {table.number("amount")} AS amount,
        coalesce(lower({table.text("ordercategorydescription")}) = 'drug push', false) AS pushed
        FROM {table.relation})"""


def _procedures(table: RawTable) -> str:
    shown = "strftime(make_timestamp(end_us), 'until %Y-%m-%d %H:%M')"
    return f"""SELECT *, {shown} AS shown FROM (SELECT {_span(table)} FROM {table.relation})"""


def _span(table: RawTable) -> str:
    return f"""{table.whole("itemid")} AS item, {table.whole("subject_id")} AS patient,
        {table.time("starttime")} AS start_us, {table.time("endtime")} AS end_us,
        lower({table.text("statusdescription")}) AS status"""
