"""From sorted rows of items to the table `facts`, whatever the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.records.dictionary import dictionary
from bedside.records.door import because_number, because_text
from bedside.records.from_stays import stay_facts
from bedside.records.item_rows import RULES
from bedside.records.items import COMA, UNTESTABLE, Item
from bedside.records.lasting import bounded, courses, device_segments, supports
from bedside.records.raw_tables import literal
from bedside.values.moment import HOUR, SECOND
from bedside.values.unknown import Because
from bedside.values.variable import Kind

DEVICES = "bedside_devices"
"""The table of oxygen devices that `facts_sql` and `superseded_sql` read."""
PARTLY = because_number(Because.PARTLY_RECORDED)


@dataclass(frozen=True)
class SortedRows:
    """What a load has sorted, and how it becomes facts.

    Sorted tables by the name of the table of the source: `moments` hold measurements and amounts, `infusions` drugs
    and hypnotics, `spans` other supports, `charted` (one of the moments, or none) oxygen devices. `people` is, by
    variable, the SELECT of patient, start_us, low and high of what `people_table` says. `devices` are the variables of
    the charted devices, in order.
    """

    moments: Mapping[str, str]
    infusions: Mapping[str, str]
    spans: Mapping[str, str]
    items: tuple[Item, ...]
    wanted: frozenset[str]
    people: Mapping[str, str]
    people_table: str
    course_gap_minutes: int
    irrigant_subtracted: bool
    charted: str | None = None
    device: Item | None = None
    devices: tuple[str, ...] = ()
    device_hours: int = 0
    detail: bool = False

    @property
    def names(self) -> str:
        """The wanted variables as SQL literals."""
        return ", ".join(literal(name) for name in sorted(self.wanted)) or "NULL"


def facts_sql(held: SortedRows) -> str:
    """The SELECT of the whole table `facts`."""
    return " UNION ALL ".join([*(moment_facts_sql(held, table) for table in held.moments), lasting_facts_sql(held)])


def moment_facts_sql(held: SortedRows, table: str) -> str:
    """The SELECT of what a table of measurements and amounts gives to `facts`: all but the devices charted there."""
    rows = held.moments[table]
    selects = [_moments(rows, held.names)]
    if any(item.table == table and item.variable == "urine" for item in held.items):
        selects += _outputs(rows, held.irrigant_subtracted)
    parts = _coma_parts(held, table)
    if parts:
        selects += _coma(table, rows, parts, held)
    return " UNION ALL ".join(selects)


def lasting_facts_sql(held: SortedRows) -> str:
    """The SELECT of the rest: what lasts, charted devices (`DEVICES`) too, and what is said of people and stays."""
    selects = [_person(held, name, sql) for name, sql in held.people.items() if name in held.wanted]
    selects += [sql for name, sql in stay_facts().items() if name in held.wanted]
    selects += [_infusions(rows, held.course_gap_minutes * 60 * SECOND, held.names) for rows in held.infusions.values()]
    spans = _spans(held)
    if spans:
        selects.append(_supports(" UNION ALL ".join(spans), held.names))
    name, sql = next(iter(held.people.items()))
    return " UNION ALL ".join(selects or [f"SELECT * FROM ({_person(held, name, sql)} LIMIT 0)"])


def superseded_sql(held: SortedRows) -> str:
    """The SELECT of rows of `facts` that something stored later takes the place of, from the table `DEVICES`."""
    return f"""SELECT patient, variable, start_us, end_us, available_us, 1.0, 1.0, start_us, end_us, NULL, origin,
        written, superseded_us FROM {DEVICES}
        WHERE superseded_us IS NOT NULL AND variable IN ({held.names})"""


def _person(held: SortedRows, name: str, sql: str) -> str:
    declared = dictionary()[name]
    return f"""SELECT patient AS patient_id, {literal(name)} AS variable, start_us, start_us AS end_us,
        start_us AS available_us, low::DOUBLE AS low, high::DOUBLE AS high, NULL AS course_start_us,
        NULL AS course_end_us, CASE WHEN low < high THEN '{Because.PARTLY_RECORDED.value}' END AS because,
        '{held.people_table}' AS origin, NULL AS written
        FROM ({sql}) WHERE low >= {declared.low} AND high <= {declared.high}"""


def _moments(table: str, names: str) -> str:
    return f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high, NULL, NULL,
        {because_text("sorted.because")}, rules.origin, written
        FROM {table} AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE reason = 0 AND rules.variable IN ({names}) AND NOT rules.amount AND NOT starts_with(reading, 'gcs_')"""


def superseded_coma_sql(held: SortedRows, table: str) -> str | None:
    """The SELECT of rows of `facts` for coma scores whose parts arrived one after the other: what was known of each
    until the next part took its place. None where the table has no such parts."""
    parts = _coma_parts(held, table)
    if not parts or "gcs" not in held.wanted:
        return None
    rules, low, high = _coma_range(parts)
    at = "patient, start_us, end_us"
    written = "string_agg(written, ', ' ORDER BY rule, written)" if held.detail else "NULL"
    return f"""
    WITH parts AS (SELECT {at}, available_us, rule, low, high, written FROM {held.moments[table]}
        WHERE reason = 0 AND rule IN ({", ".join(rules.values())})),
    apart AS (SELECT {at} FROM parts GROUP BY {at} HAVING min(available_us) < max(available_us)),
    arrived AS (SELECT DISTINCT {at}, available_us AS from_us FROM parts SEMI JOIN apart USING ({at})),
    told AS (SELECT *, lead(from_us) OVER (PARTITION BY {at} ORDER BY from_us) AS superseded_us FROM arrived)
    SELECT patient, 'gcs', start_us, end_us, from_us, {low}, {high}, NULL, NULL,
        '{Because.PARTLY_RECORDED.value}', '{_coma_origin(table, parts)}', {written}, superseded_us
        FROM told JOIN parts USING ({at})
        WHERE superseded_us IS NOT NULL AND available_us <= from_us GROUP BY {at}, from_us, superseded_us"""


def _coma_parts(held: SortedRows, table: str) -> tuple[Item, ...]:
    return tuple(item for item in held.items if item.table == table and item.reading in COMA)


def _coma_origin(table: str, parts: tuple[Item, ...]) -> str:
    return f"{table} {' '.join(part.code or str(part.item) for part in parts)}"


def _coma_range(parts: tuple[Item, ...]) -> tuple[dict[str, str], str, str]:
    """The numbers of each part's rules, and the least and the greatest that the parts in a group can come to."""
    which = {reading: [part for part in parts if part.reading == reading] for reading in COMA}
    rules = {reading: ", ".join(str(part.number) for part in those) for reading, those in which.items()}
    low, high = (
        " + ".join(
            f"coalesce({end}(CASE WHEN rule IN ({rules[reading]}) THEN {column} END), {getattr(those[0], column)})"
            for reading, those in which.items()
        )
        for end, column in (("min", "low"), ("max", "high"))
    )
    return rules, low, high


def _coma(table: str, rows: str, parts: tuple[Item, ...], held: SortedRows) -> list[str]:
    """The Glasgow coma score from the parts charted at one time: a range where a part is missing or untestable."""
    which = {reading: [part for part in parts if part.reading == reading] for reading in COMA}
    rules, low, high = _coma_range(parts)
    every = ", ".join(rules.values())
    written = "string_agg(written, ', ' ORDER BY rule, written)" if held.detail else "NULL"
    at = "start_us, end_us"
    total = f"""SELECT patient, 'gcs', {at}, max(available_us), {low}, {high}, NULL, NULL,
        CASE WHEN {low} < {high} THEN '{Because.PARTLY_RECORDED.value}' END,
        '{_coma_origin(table, parts)}', {written}
        FROM {rows} WHERE reason = 0 AND rule IN ({every}) GROUP BY patient, {at}"""
    origin = ", ".join(part.origin for part in which["gcs_verbal"])
    tube = f"""SELECT patient, '{UNTESTABLE}', {at}, max(available_us),
        max(because = {PARTLY})::DOUBLE, max(because = {PARTLY})::DOUBLE, NULL, NULL, NULL, '{origin}',
        {written}
        FROM {rows} WHERE reason = 0 AND rule IN ({rules["gcs_verbal"]}) GROUP BY patient, {at}"""
    single = {reading: _part(rows, reading, those, held.detail) for reading, those in which.items()}
    return [sql for name, sql in {"gcs": total, UNTESTABLE: tube, **single}.items() if name in held.wanted]


def _part(rows: str, reading: str, those: list[Item], detail: bool) -> str:
    """One part of the coma score as a variable of its own, the lowest of what was charted at one time."""
    rules = ", ".join(str(part.number) for part in those)
    written = "string_agg(written, ', ' ORDER BY rule, written)" if detail else "NULL"
    return f"""SELECT patient, '{reading}', start_us, end_us, max(available_us), min(low), min(high), NULL, NULL,
        CASE WHEN min(low) < min(high) THEN '{Because.PARTLY_RECORDED.value}' END,
        {literal(", ".join(part.origin for part in those))}, {written}
        FROM {rows} WHERE reason = 0 AND rule IN ({rules}) GROUP BY patient, start_us, end_us"""


def _outputs(table: str, subtracted: bool) -> list[str]:
    """Amounts as charted, but irrigant of an hour, in and out, as one amount (option `irrigant`)."""
    rows = f"""SELECT sorted.*, rules.variable, rules.origin, rules.scale, reading
        FROM {table} AS sorted JOIN {RULES} AS rules USING (rule) WHERE amount AND reason <= 0"""
    hour = f"(patient, variable, start_us // {HOUR})"
    irrigant = f"""(starts_with(reading, 'irrigant')
        AND {hour} IN (SELECT DISTINCT {hour} FROM ({rows}) WHERE reading = 'irrigant_in'))"""
    plain = f"""SELECT patient, variable, start_us, end_us, available_us, low, high, NULL, NULL,
        {because_text("because")}, origin, written FROM ({rows}) WHERE NOT {irrigant}"""
    whole = "sum(round({0} * scale)::BIGINT)::DOUBLE / any_value(scale)"
    urine = dictionary()["urine"]
    high = "high" if subtracted else f"CASE WHEN low < 0 THEN {urine.high} ELSE high END"
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


def _infusions(table: str, gap_us: int, wanted: str) -> str:
    names = ", ".join(literal(v.name) for v in dictionary().values() if v.kind is Kind.INFUSION)
    rows = f"""SELECT patient, rules.variable, start_us, end_us, available_us, sorted.low, sorted.high,
        {because_text("sorted.because")} AS because, rules.origin, written, NULL::BIGINT AS said_start_us,
        NULL::BIGINT AS said_end_us
        FROM ({bounded(table)}) AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE rules.variable IN ({names}) AND rules.variable IN ({wanted})"""
    return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us, course_end_us,
        because, origin, written FROM ({courses(rows, gap_us)})"""


def _spans(held: SortedRows) -> list[str]:
    """The segments of supports: procedures, hypnotics, oxygen devices."""
    columns = "patient, rules.variable, start_us, end_us, available_us, sorted.low"
    names = ", ".join(literal(v.name) for v in dictionary().values() if v.kind is Kind.SUPPORT)
    found = [
        f"""SELECT {columns}, {because_text("sorted.because")} AS because, rules.origin, written
        FROM ({bounded(rows)}) AS sorted JOIN {RULES} AS rules USING (rule)
        WHERE rules.variable IN ({names})"""
        for rows in (*held.infusions.values(), *held.spans.values())
    ]
    if held.charted is not None:
        found.append(
            f"""SELECT patient, variable, start_us, end_us, available_us, 1.0 AS low, NULL AS because, origin, written
            FROM {DEVICES} WHERE superseded_us IS NULL"""
        )
    return found


def devices_sql(held: SortedRows) -> str | None:
    """The SELECT of the table `DEVICES`, every version of how long a device was in force; None without devices."""
    if held.charted is None or held.device is None:
        return None
    rows = f"""SELECT patient, start_us, end_us, available_us, low, written FROM {held.charted}
        WHERE reason = 0 AND rule = {held.device.number}"""
    names = " ".join(f"WHEN {i} THEN {literal(name)}" for i, name in enumerate(held.devices, start=1))
    return f"""SELECT patient, CASE low {names} END AS variable, start_us, end_us, available_us, superseded_us,
        {literal(held.device.origin)} AS origin, written
        FROM ({device_segments(rows, held.device_hours * HOUR, "low > 0")})"""


def _supports(spans: str, names: str) -> str:
    return f"""SELECT patient, variable, start_us, end_us, available_us, low, high, course_start_us, course_end_us,
        because, origin, written
        FROM ({supports(f"SELECT * FROM ({spans}) WHERE variable IN ({names})")})"""
