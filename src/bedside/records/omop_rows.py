"""OMOP's tables as the raw rows that `item_rows` and `item_lasting` sort: one scan of each.

The model has no rate of an infusion: it is the quantity by the minutes that the row lasted and, in the unit of the
scores, by the last weight before it. Whether a short row was a single dose is told by its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from bedside.records.door import write_rows
from bedside.records.import_report import Reason
from bedside.records.item_lasting import LastingScan, sort_infusions, sort_procedures
from bedside.records.item_rows import RULES, Scan, sort_moments
from bedside.records.items import Item
from bedside.records.omop_mapping import Code, OmopMapping
from bedside.records.omop_mapping_file import DEVICES, DRUGS, MEASUREMENTS, OBSERVATIONS, PROCEDURES
from bedside.records.omop_tables import at, only_a_date
from bedside.records.raw_tables import RawTable, literal, reading
from bedside.records.written_numbers import begins_as_limit, text_number
from bedside.values.moment import DAY, SECOND

UNIT_CONCEPTS, UNIT_SPELLINGS, WEIGHTS = "bedside_unit_concepts", "bedside_unit_spellings", "bedside_weights"
NAMES = {
    MEASUREMENTS: ("measurement", "measurement"),
    OBSERVATIONS: ("observation", "observation"),
    DRUGS: ("drug", "drug_exposure"),
    PROCEDURES: ("procedure", "procedure"),
    DEVICES: ("device", "device_exposure"),
}
"""Of each table, what its concept and source columns begin with, and what its times do."""


@dataclass(frozen=True)
class TableScan:
    """One pass over one table: which items, whose rows, and whether every row keeps what was written."""

    table: RawTable
    items: tuple[Item, ...]
    mapping: OmopMapping
    patient: int | None
    detail: bool

    @property
    def codes(self) -> tuple[Code, ...]:
        """The rows of this table that are asked for, and those of them that are not read."""
        asked = {item.item for item in self.items}
        return tuple(code for code in self.mapping.codes[self.table.name] if code.item in asked or code.item < 0)


def prepare_units(connection: duckdb.DuckDBPyConnection, mapping: OmopMapping) -> None:
    """Write what units are called, by concept and by spelling, as temporary tables."""
    concepts, spelled = mapping.units()
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {UNIT_CONCEPTS} (concept BIGINT, code VARCHAR);
        CREATE OR REPLACE TEMP TABLE {UNIT_SPELLINGS} (spelled VARCHAR, code VARCHAR)""")
    write_rows(connection, UNIT_CONCEPTS, list(concepts.items()))
    write_rows(connection, UNIT_SPELLINGS, list(spelled.items()))


def sort_table(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    """Sort the rows of a moment of measurement or observation into the temporary table `target`."""
    rows = Scan(
        scan.table.name,
        _moments(scan),
        "shown",
        scan.items,
        scan.mapping.gas,
        scan.detail,
        limits=True,
        kept=("row_id",),
    )
    sort_moments(connection, rows, target)
    connection.execute(f"""UPDATE {target} SET reason = {Reason.TWICE.number}, written = concat('id ', row_id)
        WHERE rowid IN (SELECT held.rowid FROM {target} AS held JOIN {RULES} AS rules USING (rule)
            WHERE amount AND reason <= 0 AND row_id IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY row_id, rule, patient, start_us, held.low, held.high
                ORDER BY held.rowid) > 1)""")


def sort_drugs(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str, weighed: Iterable[str]) -> None:
    """Sort drug_exposure; `weighed` are the sorted tables that hold weights."""
    weights = " UNION ALL ".join(
        f"""SELECT patient, start_us, sorted.low FROM {table} AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE rules.variable = 'weight' AND reason = 0 AND sorted.low = sorted.high"""
        for table in weighed
    )
    none = "SELECT NULL::BIGINT AS patient, NULL::BIGINT AS start_us, NULL::DOUBLE AS low LIMIT 0"
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE {WEIGHTS} AS
        SELECT patient AS whose, start_us AS weighed_us, min(low) AS weight FROM ({weights or none})
        GROUP BY ALL HAVING min(low) = max(low)""")
    number = scan.mapping.number
    rows = LastingScan(scan.table.name, _drugs(scan), scan.detail, 0, number("least_weight"))
    sort_infusions(connection, rows, target)


def sort_spans(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    """Sort procedure_occurrence, or the devices that have an end."""
    sort_procedures(connection, LastingScan(scan.table.name, _spans(scan), scan.detail), target)


def sort_charted(connection: duckdb.DuckDBPyConnection, scan: TableScan, target: str) -> None:
    """Sort the devices that have no end: in force until the next is charted."""
    mapping, devices = scan.mapping, devices_of(scan.mapping)
    rows = Scan(scan.table.name, _charted(scan), "shown", (mapping.device,), mapping.gas, scan.detail, devices=devices)
    sort_moments(connection, rows, target)


def devices_of(mapping: OmopMapping) -> tuple[str, ...]:
    """The supports that a charted device can be, in the order of `sort_charted`."""
    return tuple(dict.fromkeys(code.variable for code in mapping.codes[DEVICES] if code.variable))


def kind_columns(table: RawTable) -> tuple[str, ...]:
    """The columns by which a row is an item's: its concept and, where the table has it, its source value."""
    prefix, _ = NAMES[table.name]
    return tuple(name for name in (f"{prefix}_concept_id", f"{prefix}_source_value") if table.has(name))


def present(connection: duckdb.DuckDBPyConnection, scan: TableScan) -> frozenset[int]:
    """The items of which the whole table has at least one row, whosever."""
    whole = TableScan(scan.table, scan.items, scan.mapping, None, False)
    with reading(scan.table.name):
        found = connection.execute(f"SELECT DISTINCT item FROM ({_coded(whole, '')})").fetchall()
    return frozenset(int(row[0]) for row in found if row[0] is not None)


def _coded(scan: TableScan, columns: str) -> str:
    """The rows of a table that are asked for: `item` and the columns; and rows whose concept cannot be read.

    A row of which the mapping names concept and source value is of that item, whatever else it says of the concept.
    """
    table, (prefix, _) = scan.table, NAMES[scan.table.name]
    concept = table.whole(f"{prefix}_concept_id")
    source = f"lower(trim({table.text(f'{prefix}_source_value')}))"
    alone = [(code.concept, code.item) for code in scan.codes if not code.source]
    narrow = [(code.concept, code.source, code.item) for code in scan.codes if code.source]
    concepts = ", ".join(str(number) for number in sorted({row[0] for row in (*alone, *narrow)}))
    chosen = [f"({concept} IN ({concepts}) OR {concept} IS NULL)"]
    if scan.patient is not None:
        chosen.append(f"{table.whole('person_id')} = {scan.patient}")
    rows = f"""SELECT {concept} AS concept, {source} AS source_key, {table.whole("person_id")} AS patient{columns}
        FROM {table.relation} WHERE {" AND ".join(chosen)}"""
    items, joins = [], ""
    for name, those, keys in (("narrow", narrow, "concept, source_key"), ("alone", alone, "concept")):
        if those:
            listed = ", ".join(f"({', '.join(map(_sql, row))})" for row in those)
            joins += f" LEFT JOIN (VALUES {listed}) AS {name}({keys}, item) USING ({keys})"
            items.append(f"{name}.item")
    return f"""SELECT * EXCLUDE (source_key) FROM (
        SELECT coalesce({", ".join(items)})::BIGINT AS item, rows.* FROM ({rows}) AS rows{joins})
        WHERE item >= 0 OR (item IS NULL AND concept IS NULL)"""


def _sql(value: object) -> str:
    return literal(value) if isinstance(value, str) else str(value)


def _moments(scan: TableScan) -> str:
    """The columns of one scan; the specimen of a gas is that of the same person and time."""
    table, (_, name) = scan.table, NAMES[scan.table.name]
    number = table.number("value_as_number")
    unread = f"CASE WHEN {number} IS NULL THEN {table.text('value_as_number')} END"
    told = (table.text("value_source_value"), table.text("value_as_string"), unread)
    words = "coalesce({})".format(", ".join(f"nullif(trim({text}), '')" for text in told))
    answers = " ".join(
        f"WHEN {concept} THEN '{word}'"
        for word in ("positive", "negative")
        for concept in scan.mapping.concepts("answer", word)
    )
    signs = " ".join(
        f"WHEN {concept} THEN '{sign}'"
        for word, sign in (("below", "<"), ("above", ">"))
        for concept in scan.mapping.concepts("operator", word)
    )
    answer = f"CASE {table.whole('value_as_concept_id')} {answers} END" if answers else "NULL"
    sign = f"CASE {table.whole('operator_concept_id')} {signs} END" if signs else "NULL"
    whole = only_a_date(table, name)
    columns = f""", {table.whole(f"{table.name}_id")} AS row_id, {at(table, name)} AS at_us, {whole} AS dated,
        {number} AS stated, {words} AS words, {answer} AS answer, {sign} AS sign_of,
        {table.whole("unit_concept_id")} AS unit_concept, trim({table.text("unit_source_value")}) AS unit_text"""
    return f"""SELECT item, patient, row_id, at_us + dated::INTEGER AS start_us,
        at_us + CASE WHEN dated THEN {DAY - 1} ELSE 0 END AS end_us, NULL::BIGINT AS stored_us,
        coalesce(stated, {text_number("words")}) AS number, coalesce(answer, words) AS text,
        coalesce(known.code, spelled.code, nullif(unit_text, ''),
            CASE WHEN unit_concept > 0 THEN concat('unit ', unit_concept) END, '') AS unit,
        CASE WHEN sign_of IS NOT NULL AND number IS NOT NULL THEN concat(sign_of, number)
            WHEN stated IS NULL OR {begins_as_limit("words")} THEN words END AS limit_text,
        at_us AS specimen_id,
        concat_ws(' ', coalesce(sign_of || stated, stated::VARCHAR, words, answer),
            coalesce(nullif(unit_text, ''), 'unit ' || nullif(unit_concept, 0))) AS shown
        FROM ({_coded(scan, columns)}) AS raw
        LEFT JOIN {UNIT_CONCEPTS} AS known ON known.concept = unit_concept
        LEFT JOIN {UNIT_SPELLINGS} AS spelled ON spelled.spelled = unit_text"""


def _drugs(scan: TableScan) -> str:
    """Drugs with their rates by time; two copies of one row are one, a row of a date only has no rate."""
    table, (_, name) = scan.table, NAMES[scan.table.name]
    start, end = f"{name}_start", f"{name}_end"
    dated = f"({only_a_date(table, start)} OR {only_a_date(table, end)})"
    last = f"{at(table, end)} + CASE WHEN {only_a_date(table, end)} THEN {DAY} ELSE 0 END"
    columns = f""", {table.whole("drug_exposure_id")} AS row_id, {at(table, start)} AS start_us, {last} AS end_us,
        CASE WHEN NOT {dated} THEN {table.number("quantity")} END AS quantity, {table.text("quantity")} AS stated,
        trim({table.text("dose_unit_source_value")}) AS unit_text"""
    short = int(scan.mapping.number("bolus_minutes") * 60 * SECOND)
    near = "PARTITION BY patient, item, place ORDER BY start_us RANGE BETWEEN"
    alone = f"""(end_us - start_us BETWEEN 0 AND {short}
        AND coalesce(max(end_us) OVER ({near} UNBOUNDED PRECEDING AND 1 PRECEDING) < start_us - {short}, true)
        AND coalesce(min(start_us) OVER ({near} 1 FOLLOWING AND UNBOUNDED FOLLOWING) > end_us + {short}, true))"""
    old = int(scan.mapping.number("weight_days") * DAY)
    return f"""WITH drugs AS MATERIALIZED (SELECT *, row_number() OVER () AS n, {_place("quantity, unit_text")} AS place
            FROM ({_coded(scan, columns)})),
        line AS (SELECT patient, start_us AS at_us, n, NULL::DOUBLE AS weight FROM drugs
            UNION ALL SELECT whose, weighed_us, NULL, weight FROM {WEIGHTS}),
        weighed AS (SELECT n, last_value(weight IGNORE NULLS) OVER earlier AS weight,
                max(CASE WHEN n IS NULL THEN at_us END) OVER earlier AS weighed_us
            FROM line WINDOW earlier AS (PARTITION BY patient ORDER BY at_us, n NULLS FIRST ROWS UNBOUNDED PRECEDING))
        SELECT item, patient, start_us, end_us, CASE WHEN place > 1 THEN 'twice' END AS status,
        CASE WHEN end_us > start_us THEN quantity * {60 * SECOND} / (end_us - start_us) END AS rate,
        CASE WHEN end_us > start_us THEN NULL ELSE quantity END AS amount,
        CASE WHEN unit_text IS NULL OR contains(unit_text, '/') THEN ''
            ELSE coalesce(spelled.code, unit_text) END AS unit,
        CASE WHEN weighed_us >= start_us - {old} THEN weight END AS weight, {alone} AS pushed,
        concat_ws(' ', 'quantity', coalesce(stated, 'none'), unit_text,
            concat('in ', (end_us - start_us) // {60 * SECOND}, ' min')) AS shown
        FROM drugs JOIN weighed USING (n)
        LEFT JOIN {UNIT_SPELLINGS} AS spelled ON spelled.spelled = unit_text"""


def _place(more: str = "") -> str:
    """1 for a row, more for its copies: what has the same id and says the same; a row without an id has none."""
    same = ", ".join(("row_id, patient, item, start_us, end_us", *filter(None, [more])))
    return f"CASE WHEN row_id IS NULL THEN 1 ELSE row_number() OVER (PARTITION BY {same}) END"


def _spans(scan: TableScan) -> str:
    """Procedures, or devices with an end; 5.3 has no end of a procedure, and an end at the start says none."""
    table, (prefix, _) = scan.table, NAMES[scan.table.name]
    start, end, dated = _span(table)
    columns = f""", {table.whole(f"{table.name}_id")} AS row_id, {start} AS start_us, {end} AS end_us,
        {dated} AS dated, {table.text(f"{prefix}_source_value")} AS source_text"""
    ended = "WHERE end_us IS NOT NULL" if table.name == DEVICES else ""
    until = "strftime(make_timestamp(end_us), 'until %Y-%m-%d %H:%M')"
    return f"""SELECT item, patient, start_us, end_us, concat_ws(' ', source_text, {until}) AS shown,
        CASE WHEN {_place()} > 1 THEN 'twice' WHEN dated THEN 'dated' END AS status
        FROM ({_coded(scan, columns)}) {ended}"""


def _span(table: RawTable) -> tuple[str, str, str]:
    """Start and end of what lasts, and the test that of one of them only the date is known: until the day is over."""
    _, name = NAMES[table.name]
    first = f"{name}_start" if table.name == DEVICES else name
    start, last = at(table, first), f"{name}_end"
    whole = only_a_date(table, last)
    end = f"CASE WHEN {whole} THEN {at(table, last)} + {DAY} ELSE nullif({at(table, last)}, {start}) END"
    return start, end, f"({only_a_date(table, first)} OR {whole})"


def _charted(scan: TableScan) -> str:
    """Devices without an end, each as the support that it is; any other one ends those before it."""
    table, (prefix, _) = scan.table, NAMES[scan.table.name]
    start, end, _ = _span(table)
    columns = f""", {start} AS start_us, {end} AS end_us, {table.text(f"{prefix}_source_value")} AS source_text"""
    names = " ".join(f"WHEN {code.item} THEN {literal(code.variable)}" for code in scan.codes if code.variable)
    support = f"CASE item {names} ELSE 'another' END" if names else "'another'"
    return f"""SELECT {scan.mapping.device.item} AS item, patient, start_us, start_us AS end_us,
        NULL::BIGINT AS stored_us, NULL::DOUBLE AS number, {support} AS text, '' AS unit, NULL AS limit_text,
        NULL::BIGINT AS specimen_id, source_text AS shown
        FROM ({_coded(scan, columns)}) WHERE end_us IS NULL"""


def has_ends(table: RawTable) -> bool:
    """True when the rows of a table of devices can have an end."""
    return table.has("device_exposure_end_datetime") or table.has("device_exposure_end_date")
