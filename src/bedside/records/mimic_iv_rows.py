"""MIMIC-IV's tables as the raw rows that `item_rows` and `item_lasting` sort: one scan of each."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from bedside.records.item_lasting import LastingScan, sort_infusions, sort_procedures
from bedside.records.item_rows import Scan, sort_moments
from bedside.records.items import Item
from bedside.records.mimic_iv_mapping import CHART, INPUTS, LABS, OUTPUTS, PROCEDURES, MimicMapping
from bedside.records.raw_tables import RawTable

BLANKED = "___"
"""What the publishers put for free text; of a laboratory value the result is then in the comment."""


@dataclass(frozen=True)
class TableScan:
    """One pass over one table: which items, whose rows, and whether every row keeps what was written."""

    table: RawTable
    items: tuple[Item, ...]
    mapping: MimicMapping
    patient: int | None
    detail: bool

    @property
    def where(self) -> str:
        """The rows asked for, and those that do not say what they are of."""
        listed = ", ".join(str(number) for number in sorted({item.item for item in self.items}))
        item = self.table.whole("itemid")
        chosen = f"({item} IN ({listed}) OR {item} IS NULL)"
        return chosen if self.patient is None else f"{chosen} AND {self.table.whole('subject_id')} = {self.patient}"


def sort_table(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    """Sort a table into the temporary table `target`."""
    if scan.table.name in (INPUTS, PROCEDURES):
        _sort_lasting(connection, scan, target)
        return
    name, devices = scan.table.name, tuple(scan.mapping.devices) if scan.table.name == CHART else ()
    rows = Scan(name, _moments(scan), scan.items, scan.mapping.gas, scan.detail, name == LABS, devices)
    sort_moments(connection, rows, target)


def _moments(scan: TableScan) -> str:
    table = scan.table
    number, words = table.number("valuenum"), table.text("value")
    limit, more = "NULL", table.number("value")
    if table.name == LABS:
        value, comment = table.text("value"), table.text("comments")
        words = f"CASE WHEN {value} IS NULL OR trim({value}) = '{BLANKED}' THEN {comment} ELSE {value} END"
        limit = f"CASE WHEN {number} IS NULL OR {value}[1] IN ('<', '>', '≤', '≥') THEN {words} END"
    if table.name == OUTPUTS:
        number, words = table.number("value"), words if table.is_csv else "NULL"
    return f"""SELECT *, concat_ws(' ', coalesce(limit_text, text, number::VARCHAR), unit) AS shown FROM (
        SELECT {table.whole("itemid")} AS item, {table.whole("subject_id")} AS patient,
        {table.time("charttime")} AS start_us, start_us AS end_us, {table.time("storetime")} AS stored_us,
        coalesce({number}, {more}) AS number, {words}::VARCHAR AS text,
        coalesce(trim({table.text("valueuom")}), '') AS unit,
        {limit}::VARCHAR AS limit_text, {table.whole("specimen_id")} AS specimen_id
        FROM {table.relation} WHERE {scan.where})"""


def _sort_lasting(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    options, drugs = scan.mapping.options, scan.table.name == INPUTS
    raw = _infusions(scan) if drugs else _procedures(scan)
    rows = LastingScan(scan.table.name, raw, scan.detail, options.bolus_minutes, options.least_weight)
    (sort_infusions if drugs else sort_procedures)(connection, rows, target)


def _infusions(scan: TableScan) -> str:
    table = scan.table
    amount = "CASE WHEN rate IS NULL THEN concat('amount ', amount) END"
    return f"""SELECT *, concat_ws(' ', rate::VARCHAR, {amount}, unit) AS shown FROM (
        SELECT {_span(scan)}, {table.number("rate")} AS rate,
        coalesce(trim({table.text("rateuom")}), '') AS unit, {table.number("patientweight")} AS weight,
        {table.number("amount")} AS amount,
        coalesce(lower({table.text("ordercategorydescription")}) = 'drug push', false) AS pushed
        FROM {table.relation} WHERE {scan.where})"""


def _procedures(scan: TableScan) -> str:
    shown = "strftime(make_timestamp(end_us), 'until %Y-%m-%d %H:%M')"
    return f"""SELECT *, {shown} AS shown FROM (SELECT {_span(scan)} FROM {scan.table.relation} WHERE {scan.where})"""


def _span(scan: TableScan) -> str:
    table = scan.table
    return f"""{table.whole("itemid")} AS item, {table.whole("subject_id")} AS patient,
        {table.time("starttime")} AS start_us, {table.time("endtime")} AS end_us,
        lower({table.text("statusdescription")}) AS status"""
