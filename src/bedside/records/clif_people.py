"""CLIF's people: patients, their hospitalizations, their stays in intensive care from `adt`, their deaths.

An id is text. A stay is a run of rows of intensive care of one hospitalization; its id is that of the hospitalization
and its number in it, `24294180-1`. Every other table names a hospitalization, so `LINKS` says whose each one is.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from bedside.errors import NoSuchStay
from bedside.records.clif_mapping import ADT, ClifMapping, Options
from bedside.records.contract import FAR_FUTURE_US
from bedside.records.dictionary import dictionary
from bedside.records.door import agreed, differing, first_reason
from bedside.records.import_report import Reason
from bedside.records.notes import tally
from bedside.records.raw_tables import DATE, ISO, Broken, RawTable, broken_lines, literal, quoted, reading
from bedside.records.source import Mapped
from bedside.values.moment import DAY, HOUR, SECOND
from bedside.values.wording import Text

PATIENT, HOSPITALIZATION = "patient", "hospitalization"
SORTED_PATIENTS, SORTED_ADMISSIONS, SORTED_PLACES = "bedside_patients", "bedside_admissions", "bedside_places"
LINKS = "bedside_links"
"""The temporary table of hospitalizations with their patients, and whether these were in intensive care."""


def identifier(table: RawTable, column: str) -> str:
    """An id as text; NULL when it is empty."""
    return f"nullif(trim({table.text(column)}), '')"


def keyed(text: str) -> str:
    """A category or unit as SQL, as `clif_mapping.key` compares it; NULL when it is empty."""
    return f"nullif(lower(trim({text}, ' ' || chr(9) || chr(10) || chr(13))), '')"


def clock(table: RawTable, column: str, options: Options) -> str:
    """A time as microseconds on the hospital's clock, which is UTC plus one fixed number of hours.

    A date without a time is that date on the hospital's clock.
    """
    shift = round(options.hours_from_utc * HOUR)
    kind = table.columns.get(column, "")
    time = table.time(column)
    if not shift or kind in ("", "DATE"):
        return time
    if kind == "VARCHAR":
        unmoved = DATE if options.zoneless == "utc" else ISO
        return f"(({time}) + CASE WHEN regexp_full_match(trim({quoted(column)}), '{unmoved}') THEN 0 ELSE {shift} END)"
    return f"(({time}) + {shift})" if options.zoneless == "utc" or kind.endswith("TIME ZONE") else time


def instant(table: RawTable, column: str, options: Options) -> str:
    """A time as `clock` has it; NULL for a date without a time, at which something happened that nobody can place."""
    return f"CASE WHEN NOT {table.only_a_date(column)} THEN {clock(table, column, options)} END"


def load_people(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, RawTable], mapping: ClifMapping, stay: object | None
) -> dict[str, Broken]:
    """Create `patients`, `stays`, `LINKS` and the sorted tables that account for the rows; gives the broken lines.

    Of a stay asked for only its patient is kept. Raises UsageError when there is no such stay.
    """
    broken = {}
    _sort_admissions(connection, tables[HOSPITALIZATION], mapping.options)
    broken[HOSPITALIZATION] = broken_lines(connection)
    connection.execute(f"""CREATE TEMP TABLE {LINKS} AS SELECT DISTINCT hospital_stay AS hospital, patient
        FROM {SORTED_ADMISSIONS} WHERE hospital_stay IS NOT NULL AND patient IS NOT NULL AND NOT shared""")
    _sort_places(connection, tables[ADT], mapping)
    broken[ADT] = broken_lines(connection)
    _create_stays(connection, mapping.options)
    _sort_patients(connection, tables[PATIENT], mapping.options)
    broken[PATIENT] = broken_lines(connection)
    if stay is not None:
        _only(connection, stay, tables[ADT])
    _finish(connection)
    return broken


def _sort_admissions(connection: duckdb.DuckDBPyConnection, table: RawTable, options: Options) -> None:
    reason = first_reason(
        ("hospital_stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_PATIENT),
        ("place > 1 OR shared", Reason.TWICE),
        ("start_us IS NULL", Reason.NO_TIME),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_ADMISSIONS} AS
        SELECT -1 AS rule, *, {reason} AS reason, concat('hospitalization ', hospital_stay) AS written FROM (
            SELECT *, row_number() OVER (
                    PARTITION BY hospital_stay ORDER BY patient, start_us, end_us, age) AS place,
                coalesce(min(patient) OVER whole <> max(patient) OVER whole, false) AS shared FROM (
                SELECT {identifier(table, "hospitalization_id")} AS hospital_stay,
                    {identifier(table, "patient_id")} AS patient,
                    {clock(table, "admission_dttm", options)} AS start_us,
                    {clock(table, "discharge_dttm", options)} AS end_us,
                    {table.number("age_at_admission")} AS age,
                    coalesce({keyed(table.text("discharge_category"))} = 'expired', false) AS expired
                FROM {table.relation}) WINDOW whole AS (PARTITION BY hospital_stay))""")


def _sort_places(connection: duckdb.DuckDBPyConnection, table: RawTable, mapping: ClifMapping) -> None:
    """Every row of adt, those of other places too: they say when intensive care was over.

    A row without an end ends with the next one, else with the hospitalization. A copy of a row is no place of its own.
    """
    units = [rule.category for rule in mapping.rules if rule.table == ADT and rule.variable == "icu_stay"]
    listed = ", ".join(literal(name) for name in units) or "NULL"
    reason = first_reason(
        ("hospital_stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_SUCH_PATIENT),
        ("place IS NULL", Reason.NO_ITEM),
        ("start_us IS NULL", Reason.NO_TIME),
        ("end_us <= start_us", Reason.BACKWARDS),
        ("copy > 1", Reason.REPEATED),
    )
    same = "PARTITION BY raw.hospital_stay, raw.start_us, said_us, raw.place, unit"
    later = "PARTITION BY raw.hospital_stay ORDER BY raw.start_us RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING"
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_PLACES} AS
        SELECT -1 AS rule, *, {reason} AS reason, concat_ws(' ', place, unit) AS written FROM (
            SELECT * EXCLUDE (said_us, next_us, over_us), said_us IS NULL AS endless,
                coalesce(said_us, next_us, CASE WHEN over_us > start_us THEN over_us END) AS end_us FROM (
                SELECT raw.*, whose.patient, over.end_us AS over_us, min(raw.start_us) OVER ({later}) AS next_us,
                    row_number() OVER ({same}) AS copy FROM (
                    SELECT {identifier(table, "hospitalization_id")} AS hospital_stay,
                        {instant(table, "in_dttm", mapping.options)} AS start_us,
                        {instant(table, "out_dttm", mapping.options)} AS said_us,
                        {keyed(table.text("location_category"))} AS place, place IN ({listed}) AS intensive,
                        coalesce({identifier(table, "location_name")}, {identifier(table, "location_type")}) AS unit
                    FROM {table.relation}) AS raw
                LEFT JOIN {LINKS} AS whose ON whose.hospital = raw.hospital_stay
                LEFT JOIN {SORTED_ADMISSIONS} AS over
                    ON over.hospital_stay = raw.hospital_stay AND over.place = 1 AND NOT over.shared))""")


def _create_stays(connection: duckdb.DuckDBPyConnection, options: Options) -> None:
    """Runs of rows of intensive care: touching, overlapping, or with a short gap in which no other place begins."""
    gap = round(options.stay_gap_minutes * 60 * SECOND)
    before = """PARTITION BY hospital_stay ORDER BY start_us, intensive DESC, end_us
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"""
    order = "PARTITION BY hospital_stay ORDER BY start_us, begins DESC, end_us"
    connection.execute(f"""CREATE OR REPLACE TABLE stays AS
    WITH placed AS (SELECT * REPLACE (coalesce(end_us, {FAR_FUTURE_US}) AS end_us)
        FROM {SORTED_PLACES} WHERE reason = 0),
    ordered AS (SELECT *, max(end_us) FILTER (intensive) OVER ({before}) AS before_us,
        max(start_us) FILTER (NOT intensive) OVER ({before}) AS other_us FROM placed),
    begun AS (SELECT *, CASE WHEN start_us <= before_us OR (start_us <= before_us + {gap}
        AND NOT coalesce(other_us >= before_us, false)) THEN 0 ELSE 1 END AS begins FROM ordered WHERE intensive),
    numbered AS (SELECT *, sum(begins) OVER ({order} ROWS UNBOUNDED PRECEDING) AS number FROM begun)
    SELECT concat(hospital_stay, '-', number) AS stay_id, any_value(patient) AS patient_id,
        hospital_stay AS hospital_stay_id, first(unit ORDER BY start_us, end_us, unit) AS unit,
        min(start_us) AS admitted_us, nullif(max(end_us), {FAR_FUTURE_US}) AS discharged_us,
        NULL::BIGINT AS hospital_admitted_us, NULL::BIGINT AS hospital_discharged_us, NULL::BIGINT AS died_us
    FROM numbered GROUP BY hospital_stay, number""")


def _sort_patients(connection: duckdb.DuckDBPyConnection, table: RawTable, options: Options) -> None:
    """A death at the very midnight of the hospital's clock is taken for a date without a time: its end."""
    death = clock(table, "death_dttm", options)
    dated = f"({death} % {DAY} = 0 OR {table.only_a_date('death_dttm')})"
    reason = first_reason(
        ("patient IS NULL", Reason.NO_PATIENT),
        ("patient NOT IN (SELECT patient_id FROM stays)", Reason.NO_STAY),
        ("place > 1", Reason.TWICE),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_PATIENTS} AS
        SELECT -1 AS rule, *, NULL::BIGINT AS start_us, NULL::BIGINT AS end_us, {reason} AS reason,
            'a patient' AS written FROM (
            SELECT * REPLACE ({agreed("sex")} AS sex, {agreed("birth_us")} AS birth_us,
                min(death_us) OVER (PARTITION BY patient) AS death_us)
            FROM (SELECT *, {differing("sex")} AS sexes_differ, {differing("birth_us")} AS births_differ,
                row_number() OVER (PARTITION BY patient ORDER BY sex, birth_us, death_us) AS place FROM (
                SELECT {identifier(table, "patient_id")} AS patient,
                    CASE WHEN {keyed(table.text("sex_category"))} IN ('female', 'male')
                        THEN {keyed(table.text("sex_category"))} END AS sex,
                    {table.time("birth_date")} AS birth_us, coalesce({dated}, false) AS dated,
                    {death} + CASE WHEN {dated} THEN {DAY - 1} ELSE 0 END AS death_us
                FROM {table.relation})))""")


def _only(connection: duckdb.DuckDBPyConnection, stay: object, table: RawTable) -> None:
    found = connection.execute("SELECT patient_id FROM stays WHERE stay_id = ?", [str(stay)]).fetchall()
    if not found:
        raise NoSuchStay(
            f"there is no stay {stay}.",
            str(table.files[0]),
            "Use the hospitalization_id and the number of the stay in it, such as 24294180-1.",
        )
    for name, column in (
        (SORTED_ADMISSIONS, "patient"),
        (SORTED_PLACES, "patient"),
        (SORTED_PATIENTS, "patient"),
        (LINKS, "patient"),
        ("stays", "patient_id"),
    ):
        connection.execute(f"DELETE FROM {name} WHERE {column} IS DISTINCT FROM ?", [found[0][0]])


def _finish(connection: duckdb.DuckDBPyConnection) -> None:
    """Who was in intensive care; hospital times and death of each stay; one row a patient.

    Who died in hospital did so by the discharge, where no death, or only its date, is given.
    """
    connection.execute(f"""
    ALTER TABLE {LINKS} ADD COLUMN has_stay BOOLEAN;
    UPDATE {LINKS} SET has_stay = patient IN (SELECT patient_id FROM stays);
    UPDATE {SORTED_ADMISSIONS} SET reason = {Reason.NO_STAY.number}
        WHERE reason = 0 AND patient NOT IN (SELECT patient_id FROM stays);
    CREATE OR REPLACE TABLE stays AS
    WITH ended AS (SELECT patient, min(end_us) AS end_us FROM {SORTED_ADMISSIONS}
        WHERE expired AND reason = 0 GROUP BY patient)
    SELECT s.* REPLACE (a.start_us AS hospital_admitted_us, a.end_us AS hospital_discharged_us,
        CASE WHEN p.dated AND e.end_us >= p.death_us - {DAY} THEN least(p.death_us, e.end_us)
            ELSE coalesce(p.death_us, e.end_us) END AS died_us)
    FROM stays AS s
    LEFT JOIN {SORTED_ADMISSIONS} AS a ON a.hospital_stay = s.hospital_stay_id AND a.reason = 0
    LEFT JOIN {SORTED_PATIENTS} AS p ON p.patient = s.patient_id AND p.reason = 0
    LEFT JOIN ended AS e ON e.patient = s.patient_id ORDER BY stay_id;
    CREATE OR REPLACE TABLE patients AS
    SELECT s.patient_id, any_value(p.sex) AS sex, coalesce(any_value(extract(year FROM make_timestamp(p.birth_us))),
        min(extract(year FROM make_timestamp(a.start_us)) - floor(a.age)))::INTEGER AS birth_year
    FROM (SELECT DISTINCT patient_id FROM stays) AS s
    LEFT JOIN {SORTED_PATIENTS} AS p ON p.patient = s.patient_id AND p.reason = 0
    LEFT JOIN {SORTED_ADMISSIONS} AS a ON a.patient = s.patient_id AND a.reason = 0 AND {_likely("a.age")}
    GROUP BY s.patient_id ORDER BY s.patient_id""")


def _likely(age: str) -> str:
    bounds = dictionary()["age"]
    return f"{age} BETWEEN {bounds.low} AND {bounds.high}"


def people_mapped() -> tuple[Mapped, ...]:
    """Which columns say what is known of the people themselves and of their deaths; their stays are a rule of `adt`."""
    return (
        Mapped("age", HOSPITALIZATION, "age_at_admission", "years"),
        Mapped("female", PATIENT, "sex_category"),
        Mapped("dead", PATIENT, "death_dttm"),
    )


def people_facts() -> dict[str, str]:
    """By variable, the SELECT of patient, start_us and value of what patient and hospitalization say.

    Age is that at admission, else in whole years from the date of birth.
    """
    people = f"""{SORTED_ADMISSIONS} AS a LEFT JOIN {SORTED_PATIENTS} AS p ON p.patient = a.patient AND p.reason = 0
        WHERE a.reason = 0"""
    born = "date_sub('year', make_timestamp(p.birth_us), make_timestamp(a.start_us))"
    return {
        "age": f"SELECT a.patient, a.start_us, coalesce(a.age, {born}) AS value FROM {people}",
        "female": f"SELECT a.patient, a.start_us, (p.sex = 'female')::INTEGER AS value FROM {people}",
    }


UNUSED = (
    Text(
        "patient: {number} with sex neither Female nor Male, or no row: not known.",
        "patient\u00a0: {number} sans ligne, ou dont le sexe n’est ni Female ni Male\u00a0: inconnu.",
    ),
    Text(
        "patient: {number} with rows of both sexes: sex not known.",
        "patient\u00a0: {number} avec des lignes des deux sexes\u00a0: sexe inconnu.",
    ),
    Text(
        "patient: {number} with rows of several dates of birth: not known.",
        "patient\u00a0: {number} avec des lignes de plusieurs dates de naissance\u00a0: inconnue.",
    ),
    Text(
        "patient: {number} whose death stands at midnight, so at an unknown time of that day: dead from its end on.",
        "patient\u00a0: {number} dont le décès est noté à minuit, donc à une heure inconnue de ce jour\u00a0: décédés"
        " à partir de sa fin.",
    ),
    Text(
        "hospitalization: {number} admissions of patients with no age, or one outside 0 to 120: age not known.",
        "hospitalization\u00a0: {number} admissions de patients sans âge, ou dont l’âge est hors de 0 à 120\u00a0:"
        " âge inconnu.",
    ),
    Text(
        "adt: {number} rows of intensive care without an end: taken to last until the next row, else until discharge.",
        "adt\u00a0: {number} lignes de réanimation sans fin\u00a0: tenues pour durer jusqu’à la ligne suivante, sinon"
        " jusqu’à la sortie.",
    ),
)
"""Of each count of `people_notes`, what it is of."""


def people_notes(connection: duckdb.DuckDBPyConnection) -> list[Text]:
    """What is not known about the people themselves, as sentences with counts."""
    counts = connection.execute(
        f"""SELECT (SELECT count(*) FROM patients WHERE sex IS NULL), count(*) FILTER (sexes_differ),
        count(*) FILTER (births_differ), count(*) FILTER (dated),
        (SELECT count(*) FROM ({people_facts()["age"]}) WHERE NOT coalesce({_likely("value")}, false)),
        (SELECT count(*) FROM {SORTED_PLACES} WHERE reason = 0 AND intensive AND endless)
        FROM {SORTED_PATIENTS} WHERE reason = 0"""
    ).fetchall()[0]
    return [tally(note, number) for note, number in zip(UNUSED, counts, strict=True) if number]
