"""From CLIF's sorted rows to the table `facts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bedside.records.clif_mapping import (
    ASSESSMENTS,
    CRRT,
    DIALYSIS,
    LABS,
    MEDICATION,
    OUTPUT,
    PARTS,
    RESPIRATORY,
    UNTESTABLE,
    VITALS,
    ClifMapping,
    Rule,
)
from bedside.records.clif_people import PATIENT, people_facts
from bedside.records.clif_rows import RULES
from bedside.records.dictionary import dictionary
from bedside.records.door import because_text
from bedside.records.from_stays import stay_facts
from bedside.records.lasting import bounded, courses, device_segments, supports
from bedside.records.raw_tables import literal
from bedside.values.moment import HOUR, SECOND
from bedside.values.unknown import Because
from bedside.values.variable import Kind

PERHAPS = f"'{Because.PARTLY_RECORDED.value}'"


def facts_sql(
    sorted_tables: Mapping[str, str],
    rules: Iterable[Rule],
    wanted: frozenset[str],
    mapping: ClifMapping,
    detail: bool,
) -> str:
    """The SELECT of the whole table `facts`; `sorted_tables` gives the sorted table of each raw table read."""
    held = tuple(rules)
    selects = [_person(name, sql) for name, sql in people_facts().items()]
    selects += list(stay_facts().values())
    selects += [_moments(sorted_tables[t]) for t in (VITALS, LABS, RESPIRATORY, OUTPUT) if t in sorted_tables]
    if ASSESSMENTS in sorted_tables:
        selects += _coma(sorted_tables[ASSESSMENTS], held, detail)
    if MEDICATION in sorted_tables:
        selects.append(_infusions(sorted_tables[MEDICATION], round(mapping.options.course_gap_minutes * 60 * SECOND)))
    spans = _spans(sorted_tables, held, mapping)
    if spans:
        told = f"SELECT * FROM ({' UNION ALL '.join(spans)}) WHERE variable IN ({_names(wanted)})"
        selects.append(f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us,
            course_end_us, because, origin, written FROM ({supports(told)})""")
    return f"SELECT * FROM ({' UNION ALL '.join(selects)}) WHERE variable IN ({_names(wanted)})"


def _names(names: Iterable[str]) -> str:
    return ", ".join(literal(name) for name in sorted(names)) or "NULL"


def _person(name: str, sql: str) -> str:
    declared = dictionary()[name]
    return f"""SELECT patient AS patient_id, {literal(name)} AS variable, start_us, start_us AS end_us,
        start_us AS available_us, value::DOUBLE AS low, value::DOUBLE AS high, NULL AS course_start_us,
        NULL AS course_end_us, NULL AS because, '{PATIENT}' AS origin, NULL AS written
        FROM ({sql}) WHERE value BETWEEN {declared.low} AND {declared.high}"""


def _moments(table: str) -> str:
    return f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high, NULL, NULL,
        {because_text("sorted.because")}, rules.origin, written
        FROM {table} AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE (reason = 0 OR (reason < 0 AND rules.reading = 'amount')) AND rules.reading <> 'device'"""


def _coma(table: str, rules: tuple[Rule, ...], detail: bool) -> list[str]:
    """The Glasgow coma score of one time: from its parts, a range where one is missing or untestable, else the total.

    A total beside its parts is not read: it may stand for a verbal part that could not be tested.
    """
    parts = [rule for rule in rules if rule.reading in PARTS]
    if {part.reading for part in parts} != set(PARTS):  # a sum of two is no score
        parts = []
    totals = ", ".join(str(rule.number) for rule in rules if rule.reading == "gcs_total") or "NULL"
    numbers = ", ".join(str(part.number) for part in parts) or "NULL"
    verbal = ", ".join(str(part.number) for part in parts if part.reading == "gcs_verbal") or "NULL"
    bounds = {part.reading: (part.low, part.high) for part in parts}
    of = {name: ", ".join(str(p.number) for p in parts if p.reading == name) for name in bounds}
    low = " + ".join(f"coalesce(min(low) FILTER (rule IN ({of[n]})), {ends[0]})" for n, ends in bounds.items())
    high = " + ".join(f"coalesce(max(high) FILTER (rule IN ({of[n]})), {ends[1]})" for n, ends in bounds.items())
    total = f"rule IN ({totals})"
    written = "string_agg(written, ', ' ORDER BY rule, written)" if detail else "NULL"
    return [
        f"""SELECT patient, 'gcs', start_us, start_us, available_us, low, high, NULL, NULL,
        CASE WHEN low < high THEN {PERHAPS} END, '{ASSESSMENTS} gcs', written FROM (
            SELECT patient, start_us, max(available_us) AS available_us, {written} AS written,
                CASE WHEN bool_or(rule IN ({numbers})) THEN {low or "NULL"} ELSE min(low) FILTER ({total}) END AS low,
                CASE WHEN bool_or(rule IN ({numbers})) THEN {high or "NULL"} ELSE max(high) FILTER ({total}) END AS high
            FROM {table} WHERE reason = 0 AND rule IN ({numbers}, {totals}) GROUP BY patient, start_us)""",
        f"""SELECT patient, '{UNTESTABLE}', start_us, start_us, max(available_us), max((low < high)::DOUBLE),
        max((low < high)::DOUBLE), NULL, NULL, NULL, '{ASSESSMENTS} gcs_verbal', {written}
        FROM {table} WHERE reason = 0 AND rule IN ({verbal}) GROUP BY patient, start_us""",
    ]


def _infusions(table: str, gap_us: int) -> str:
    names = _names(v.name for v in dictionary().values() if v.kind is Kind.INFUSION)
    rows = f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high,
        {because_text("sorted.because")} AS because, rules.origin, written, NULL::BIGINT AS said_start_us,
        NULL::BIGINT AS said_end_us
        FROM ({_given(table)}) AS sorted JOIN {RULES} AS rules USING (rule) WHERE rules.variable IN ({names})"""
    return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us, course_end_us,
        because, origin, written FROM ({courses(rows, gap_us)})"""


def _given(table: str) -> str:
    """The rows of infusions that are no stop, each with a start and an end."""
    return f"SELECT * FROM ({bounded(table)}) WHERE high > 0"


def _spans(sorted_tables: Mapping[str, str], rules: tuple[Rule, ...], mapping: ClifMapping) -> list[str]:
    """The segments of supports: hypnotics, respiratory devices, dialysis."""
    found = []
    if MEDICATION in sorted_tables:
        names = _names(v.name for v in dictionary().values() if v.kind is Kind.SUPPORT)
        found.append(f"{_ruled(_given(sorted_tables[MEDICATION]))} WHERE rules.variable IN ({names})")
    devices = {rule.number: rule.variable for rule in rules if rule.reading == "device"}
    supporting = sorted({name for name in devices.values() if name})
    if RESPIRATORY in sorted_tables and supporting:
        device = f"(SELECT * FROM {sorted_tables[RESPIRATORY]} WHERE device IS NOT NULL AND reason <= 0)"
        segments = _segments(device, mapping.options.device_hours)
        any_of = ", ".join(f"({literal(name)})" for name in supporting)
        found.append(f"{_ruled(segments)} WHERE rules.variable <> ''")
        found.append(f"""SELECT patient, any_of.variable, start_us, end_us, available_us, low,
            {because_text("because")} AS because, '{RESPIRATORY}' AS origin, written
            FROM ({segments}), (VALUES {any_of}) AS any_of(variable) WHERE rule < 0""")
    for table in (CRRT, DIALYSIS):
        if table in sorted_tables:
            charted = f"(SELECT * FROM {sorted_tables[table]} WHERE reason <= 0)"
            found.append(f"{_ruled(_segments(charted, mapping.options.treatment_hours))} WHERE sorted.high > 0")
    return found


def _ruled(relation: str) -> str:
    """The rows of a sorted relation with the variable and origin of their rule."""
    return f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low,
        {because_text("sorted.because")} AS because, rules.origin, written
        FROM ({relation}) AS sorted JOIN {RULES} AS rules USING (rule)"""


def _segments(charted: str, most_hours: float) -> str:
    """How long each charting held; one without a time may have held all through the patient's stays."""
    columns = "rule, patient, start_us, end_us, available_us, low, high, because, reason, written"
    timed = device_segments(f"SELECT * FROM {charted} WHERE start_us IS NOT NULL", round(most_hours * HOUR))
    untimed = bounded(f"(SELECT * FROM {charted} WHERE start_us IS NULL)")
    return f"SELECT {columns} FROM ({timed}) UNION ALL SELECT {columns} FROM ({untimed})"
