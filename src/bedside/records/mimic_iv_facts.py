"""From MIMIC-IV's sorted rows to the table `facts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bedside.records.dictionary import dictionary
from bedside.records.door import because_number, because_text
from bedside.records.from_stays import stay_facts
from bedside.records.lasting import bounded, courses, device_segments, supports
from bedside.records.mimic_iv_mapping import (
    CHART,
    INPUTS,
    LABS,
    OUTPUTS,
    PROCEDURES,
    UNTESTABLE,
    Item,
    MimicMapping,
)
from bedside.records.mimic_iv_people import PATIENTS, people_facts
from bedside.records.mimic_iv_rows import RULES
from bedside.records.raw_tables import literal
from bedside.values.moment import HOUR, SECOND
from bedside.values.unknown import Because
from bedside.values.variable import Kind

DEVICES = "bedside_devices"
"""The table of oxygen devices that `facts_sql` and `superseded_sql` read."""
PARTLY = because_number(Because.PARTLY_RECORDED)


def facts_sql(
    sorted_tables: Mapping[str, str],
    items: Iterable[Item],
    wanted: frozenset[str],
    mapping: MimicMapping,
    detail: bool,
) -> str:
    """The SELECT of the whole table `facts`; `sorted_tables` gives the sorted table of each raw table read."""
    held = tuple(items)
    selects = [_person(name, sql) for name, sql in people_facts().items() if name in wanted]
    selects += [sql for name, sql in stay_facts().items() if name in wanted]
    selects += [_moments(sorted_tables[table]) for table in (CHART, LABS) if table in sorted_tables]
    if OUTPUTS in sorted_tables:
        selects += _outputs(sorted_tables[OUTPUTS], mapping)
    if CHART in sorted_tables and any(item.variable == "gcs" for item in held):
        selects += _coma(sorted_tables[CHART], held, wanted, detail)
    if INPUTS in sorted_tables:
        selects.append(_infusions(sorted_tables[INPUTS], mapping.options.course_gap_minutes * 60 * SECOND))
    spans = _spans(sorted_tables, held, mapping)
    if spans:
        selects.append(_supports(" UNION ALL ".join(spans), wanted))
    return " UNION ALL ".join(selects or [f"{_person('age', people_facts()['age'])} LIMIT 0"])


def superseded_sql(wanted: frozenset[str]) -> str:
    """The SELECT of rows of `facts` that something stored later takes the place of, from the table `DEVICES`."""
    return f"""SELECT patient, variable, start_us, end_us, available_us, 1.0, 1.0, start_us, end_us, NULL, origin,
        written, superseded_us FROM {DEVICES}
        WHERE superseded_us IS NOT NULL AND variable IN ({_names(wanted)})"""


def _names(wanted: frozenset[str]) -> str:
    return ", ".join(literal(name) for name in sorted(wanted))


def _person(name: str, sql: str) -> str:
    declared = dictionary()[name]
    return f"""SELECT patient AS patient_id, {literal(name)} AS variable, start_us, start_us AS end_us,
        start_us AS available_us, value::DOUBLE AS low, value::DOUBLE AS high, NULL AS course_start_us,
        NULL AS course_end_us, NULL AS because, '{PATIENTS}' AS origin, NULL AS written
        FROM ({sql}) WHERE value BETWEEN {declared.low} AND {declared.high}"""


def _moments(table: str) -> str:
    return f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high, NULL, NULL,
        {because_text("sorted.because")}, rules.origin, written
        FROM {table} AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE reason = 0 AND rules.variable NOT IN ('', 'gcs')"""


def _coma(table: str, items: tuple[Item, ...], wanted: frozenset[str], detail: bool) -> list[str]:
    """The Glasgow coma score from the parts charted at one time: a range where a part is missing or untestable."""
    parts = [item for item in items if item.variable == "gcs"]
    low = " + ".join(f"coalesce(min(low) FILTER (rule = {part.number}), {part.low})" for part in parts)
    high = " + ".join(f"coalesce(max(high) FILTER (rule = {part.number}), {part.high})" for part in parts)
    rules = ", ".join(str(part.number) for part in parts)
    verbal = next(part for part in parts if part.reading == "gcs_verbal")
    items_text = " ".join(str(part.item) for part in parts)
    written = "string_agg(written, ', ' ORDER BY rule, written)" if detail else "NULL"
    total = f"""SELECT patient, 'gcs', start_us, start_us, max(available_us), {low}, {high}, NULL, NULL,
        CASE WHEN {low} < {high} THEN '{Because.PARTLY_RECORDED.value}' END,
        '{CHART} {items_text}', {written}
        FROM {table} WHERE reason = 0 AND rule IN ({rules}) GROUP BY patient, start_us"""
    tube = f"""SELECT patient, '{UNTESTABLE}', start_us, start_us, max(available_us),
        max(because = {PARTLY})::DOUBLE, max(because = {PARTLY})::DOUBLE, NULL, NULL, NULL, '{verbal.origin}',
        {written}
        FROM {table} WHERE reason = 0 AND rule = {verbal.number} GROUP BY patient, start_us"""
    return [sql for name, sql in (("gcs", total), (UNTESTABLE, tube)) if name in wanted]


def _outputs(table: str, mapping: MimicMapping) -> list[str]:
    """Amounts as charted, but irrigant of an hour, in and out, as one amount (option `irrigant`)."""
    rows = f"""SELECT sorted.*, rules.variable, rules.origin, rules.scale, reading
        FROM {table} AS sorted JOIN {RULES} AS rules USING (rule) WHERE reason <= 0"""
    hour = f"(patient, variable, start_us // {HOUR})"
    irrigant = f"""(starts_with(reading, 'irrigant')
        AND {hour} IN (SELECT DISTINCT {hour} FROM ({rows}) WHERE reading = 'irrigant_in'))"""
    plain = f"""SELECT patient, variable, start_us, end_us, available_us, low, high, NULL, NULL,
        {because_text("because")}, origin, written FROM ({rows}) WHERE NOT {irrigant}"""
    whole = "sum(round({0} * scale)::BIGINT)::DOUBLE / any_value(scale)"
    urine = dictionary()["urine"]
    high = "high" if mapping.options.irrigant == "subtracted" else f"CASE WHEN low < 0 THEN {urine.high} ELSE high END"
    hours = f"""SELECT patient, variable, max(start_us) AS start_us, max(available_us) AS available_us,
        {whole.format("low")} AS low, {whole.format("high")} AS high,
        string_agg(DISTINCT origin, ', ' ORDER BY origin) AS origin,
        string_agg(written, ', ' ORDER BY origin, start_us, written) AS written
        FROM ({rows}) WHERE {irrigant} GROUP BY patient, variable, start_us // {HOUR}"""
    bounds = f"greatest({urine.low}, least({urine.high}, {{0}}))"
    netted = f"""SELECT * REPLACE ({bounds.format("low")} AS low, {bounds.format(high)} AS high) FROM ({hours})"""
    return [
        plain,
        f"""SELECT patient, variable, start_us, start_us, available_us, low::DOUBLE, high::DOUBLE, NULL, NULL,
        CASE WHEN low < high THEN '{Because.PARTLY_RECORDED.value}' END, origin, written FROM ({netted})""",
    ]


def _infusions(table: str, gap_us: int) -> str:
    names = ", ".join(literal(v.name) for v in dictionary().values() if v.kind is Kind.INFUSION)
    rows = f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high,
        {because_text("sorted.because")} AS because, rules.origin, written, NULL::BIGINT AS said_start_us,
        NULL::BIGINT AS said_end_us
        FROM ({bounded(table)}) AS sorted JOIN {RULES} AS rules USING (rule) WHERE rules.variable IN ({names})"""
    return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us, course_end_us,
        because, origin, written FROM ({courses(rows, gap_us)})"""


def _spans(sorted_tables: Mapping[str, str], items: tuple[Item, ...], mapping: MimicMapping) -> list[str]:
    """The segments of supports: procedures, hypnotics, oxygen devices."""
    columns = "patient, rules.variable, start_us, end_us, available_us, sorted.low"
    names = ", ".join(literal(v.name) for v in dictionary().values() if v.kind is Kind.SUPPORT)
    found = [
        f"""SELECT {columns}, {because_text("sorted.because")} AS because, rules.origin, written
        FROM ({bounded(sorted_tables[table])}) AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE rules.variable IN ({names})"""
        for table in (INPUTS, PROCEDURES)
        if table in sorted_tables
    ]
    if CHART in sorted_tables and any(item.reading == "device" for item in items):
        found.append(
            f"""SELECT patient, variable, start_us, end_us, available_us, 1.0 AS low, NULL AS because, origin, written
            FROM {DEVICES} WHERE superseded_us IS NULL"""
        )
    return found


def devices_sql(sorted_tables: Mapping[str, str], items: Iterable[Item], mapping: MimicMapping) -> str | None:
    """The SELECT of the table `DEVICES`, every version of how long a device was in force; None without devices."""
    if CHART not in sorted_tables or not any(item.reading == "device" for item in items):
        return None
    return _devices(sorted_tables[CHART], mapping)


def _devices(table: str, mapping: MimicMapping) -> str:
    rows = f"""SELECT patient, start_us, end_us, available_us, low, written FROM {table}
        WHERE reason = 0 AND rule = {mapping.device.number}"""
    names = " ".join(f"WHEN {i} THEN {literal(name)}" for i, name in enumerate(mapping.devices.values(), start=1))
    return f"""SELECT patient, CASE low {names} END AS variable, start_us, end_us, available_us, superseded_us,
        {literal(mapping.device.origin)} AS origin, written
        FROM ({device_segments(rows, mapping.options.device_hours * HOUR)}) WHERE low > 0"""


def _supports(spans: str, wanted: frozenset[str]) -> str:
    return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us, course_end_us,
        because, origin, written
        FROM ({supports(f"SELECT * FROM ({spans}) WHERE variable IN ({_names(wanted)})")})"""
