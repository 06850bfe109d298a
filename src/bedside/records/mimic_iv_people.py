"""MIMIC-IV's people: patients, their intensive-care stays, their ages at hospital admissions and their deaths."""

from __future__ import annotations

import duckdb

from bedside.errors import NoSuchStay
from bedside.records.dictionary import dictionary
from bedside.records.door import agreed, differing, first_reason
from bedside.records.import_report import Reason
from bedside.records.notes import tally
from bedside.records.raw_tables import Broken, RawTable, broken_lines, reading
from bedside.records.source import Mapped
from bedside.values.wording import Text

PATIENTS, ADMISSIONS, STAYS = "hosp/patients", "hosp/admissions", "icu/icustays"
SORTED_STAYS, SORTED_ADMISSIONS, SORTED_PATIENTS = "bedside_stays", "bedside_admissions", "bedside_patients"
DAY_US = 86_400_000_000

Tables = dict[str, RawTable]


def load_people(
    connection: duckdb.DuckDBPyConnection, tables: Tables, stay: object | None
) -> tuple[int | None, dict[str, Broken]]:
    """Create `patients` and `stays`, and the sorted tables that account for their rows.

    Gives the patient of the stay asked for (None when all are loaded), and the broken lines of each table.
    Raises UsageError when there is no such stay.
    """
    _sort_stays(connection, tables[STAYS])
    broken = {STAYS: broken_lines(connection)}
    patient = None if stay is None else _patient_of(connection, stay, tables[STAYS])
    if patient is not None:
        connection.execute(f"DELETE FROM {SORTED_STAYS} WHERE patient IS DISTINCT FROM {patient}")
    _sort_patients(connection, tables[PATIENTS], patient)
    broken[PATIENTS] = broken_lines(connection)
    _sort_admissions(connection, tables[ADMISSIONS], patient)
    broken[ADMISSIONS] = broken_lines(connection)
    _create_patients(connection)
    _create_stays(connection)
    return patient, broken


def _sort_stays(connection: duckdb.DuckDBPyConnection, table: RawTable) -> None:
    reason = first_reason(
        ("stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_PATIENT),
        ("start_us IS NULL", Reason.NO_TIME),
        ("end_us <= start_us", Reason.BACKWARDS),
        ("place > 1", Reason.TWICE),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_STAYS} AS
        SELECT -1 AS rule, *, {reason} AS reason, concat('stay ', stay) AS written FROM (
            SELECT *, row_number() OVER (PARTITION BY stay ORDER BY patient, start_us, end_us) AS place FROM (
                SELECT {table.whole("stay_id")} AS stay, {table.whole("subject_id")} AS patient,
                    {table.whole("hadm_id")} AS hospital_stay, {table.text("first_careunit")} AS unit,
                    {table.time("intime")} AS start_us, {table.time("outtime")} AS end_us
                FROM {table.relation}))""")


def _patient_of(connection: duckdb.DuckDBPyConnection, stay: object, table: RawTable) -> int:
    found = connection.execute(
        f"SELECT patient FROM {SORTED_STAYS} WHERE stay::VARCHAR = ? AND reason = 0", [str(stay)]
    ).fetchall()
    if not found:
        raise NoSuchStay(f"there is no stay {stay}.", str(table.files[0]), "Use a stay_id of icu/icustays.")
    return int(found[0][0])


def _sort_patients(connection: duckdb.DuckDBPyConnection, table: RawTable, patient: int | None) -> None:
    reason = first_reason(
        ("patient IS NULL", Reason.NO_PATIENT),
        ("patient NOT IN (SELECT patient FROM with_stay)", Reason.NO_STAY),
        ("place > 1", Reason.TWICE),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_PATIENTS} AS
        WITH with_stay AS (SELECT patient FROM {SORTED_STAYS} WHERE reason = 0 AND patient IS NOT NULL)
        SELECT -1 AS rule, *, NULL::BIGINT AS start_us, NULL::BIGINT AS end_us, {reason} AS reason,
            'a patient' AS written FROM (
            SELECT * REPLACE ({agreed("gender")} AS gender, CASE WHEN NOT years_differ THEN age END AS age,
                CASE WHEN NOT years_differ THEN year END AS year)
            FROM (SELECT *, {differing("gender")} AS sexes_differ, {differing("year - age")} AS years_differ,
                row_number() OVER (PARTITION BY patient ORDER BY year - age, gender, age, dod_us) AS place FROM (
                SELECT {table.whole("subject_id")} AS patient,
                    CASE WHEN upper(trim({table.text("gender")})) IN ('F', 'M')
                        THEN upper(trim({table.text("gender")})) END AS gender,
                    {table.whole("anchor_age")} AS age, {table.whole("anchor_year")} AS year,
                    {table.time("dod")} AS dod_us
                FROM {table.relation} {_only(table, patient)})))""")


def _sort_admissions(connection: duckdb.DuckDBPyConnection, table: RawTable, patient: int | None) -> None:
    reason = first_reason(
        ("hospital_stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_PATIENT),
        (f"patient NOT IN (SELECT patient FROM {SORTED_PATIENTS} WHERE reason = 0)", Reason.NO_STAY),
        ("start_us IS NULL", Reason.NO_TIME),
        ("place > 1", Reason.TWICE),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_ADMISSIONS} AS
        SELECT -1 AS rule, *, {reason} AS reason, concat('admission ', hospital_stay) AS written FROM (
            SELECT *, row_number() OVER (
                PARTITION BY hospital_stay ORDER BY patient, start_us, end_us) AS place FROM (
                SELECT {table.whole("hadm_id")} AS hospital_stay, {table.whole("subject_id")} AS patient,
                    {table.time("admittime")} AS start_us, {table.time("dischtime")} AS end_us,
                    {table.time("deathtime")} AS death_us
                FROM {table.relation} {_only(table, patient)}))""")


def _only(table: RawTable, patient: int | None) -> str:
    return "" if patient is None else f"WHERE {table.whole('subject_id')} = {patient}"


def _create_patients(connection: duckdb.DuckDBPyConnection) -> None:
    """Every patient with a stay; one who is missing from hosp/patients is kept, sex and age unknown."""
    connection.execute(f"""CREATE OR REPLACE TABLE patients AS
    SELECT stays.patient AS patient_id,
        CASE people.gender WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' END AS sex,
        (people.year - people.age)::INTEGER AS birth_year
    FROM (SELECT DISTINCT patient FROM {SORTED_STAYS} WHERE reason = 0) AS stays
    LEFT JOIN {SORTED_PATIENTS} AS people ON people.patient = stays.patient AND people.reason = 0
    ORDER BY patient_id""")


def _create_stays(connection: duckdb.DuckDBPyConnection) -> None:
    """A death is the hospital's time of death, else the end of the date of death that the register gives."""
    connection.execute(f"""CREATE OR REPLACE TABLE stays AS
    WITH deaths AS (
        SELECT patient, min(death_us) AS death_us FROM {SORTED_ADMISSIONS} WHERE reason = 0 GROUP BY patient)
    SELECT s.stay AS stay_id, s.patient AS patient_id, s.hospital_stay AS hospital_stay_id, s.unit,
        s.start_us AS admitted_us, s.end_us AS discharged_us, a.start_us AS hospital_admitted_us,
        a.end_us AS hospital_discharged_us, coalesce(d.death_us, p.dod_us + {DAY_US}) AS died_us
    FROM {SORTED_STAYS} AS s
    LEFT JOIN {SORTED_ADMISSIONS} AS a
        ON a.hospital_stay = s.hospital_stay AND a.patient = s.patient AND a.reason = 0
    LEFT JOIN deaths AS d ON d.patient = s.patient
    LEFT JOIN {SORTED_PATIENTS} AS p ON p.patient = s.patient AND p.reason = 0
    WHERE s.reason = 0 ORDER BY s.stay""")


def people_facts() -> dict[str, str]:
    """By variable, the SELECT of patient, start_us and value of what the table of patients says.

    Age is MIMIC's: anchor_age plus the years since anchor_year, at every hospital admission.
    """
    admissions = f"""(SELECT patient, start_us FROM {SORTED_ADMISSIONS} WHERE reason = 0 UNION
        SELECT patient_id, admitted_us FROM stays WHERE hospital_admitted_us IS NULL) AS a
        JOIN {SORTED_PATIENTS} AS p ON p.patient = a.patient AND p.reason = 0"""
    year = "extract(year FROM make_timestamp(a.start_us))"
    return {
        "age": f"SELECT a.patient, a.start_us, p.age + {year} - p.year AS value FROM {admissions}",
        "female": f"""SELECT a.patient, a.start_us,
            CASE p.gender WHEN 'F' THEN 1 WHEN 'M' THEN 0 END AS value FROM {admissions}""",
    }


def people_mapped() -> tuple[Mapped, ...]:
    """Which columns say what is known of the people themselves and of their stays."""
    return (
        Mapped("age", PATIENTS, "anchor_age, anchor_year", "years"),
        Mapped("female", PATIENTS, "gender"),
        Mapped("icu_stay", STAYS, "intime, outtime"),
        Mapped("hospital_stay", ADMISSIONS, "edregtime, admittime, dischtime"),
        Mapped("dead", ADMISSIONS, "deathtime"),
    )


UNUSED = (
    (PATIENTS, Text(
        "{table}: {number} with sex neither F nor M, or no row: not known.",
        "{table}\u00a0: {number} sans ligne, ou dont le sexe n’est ni F ni M\u00a0: inconnu.",
    )),
    (PATIENTS, Text(
        "{table}: {number} with no anchor_age and anchor_year: age not known.",
        "{table}\u00a0: {number} sans anchor_age ni anchor_year\u00a0: âge inconnu.",
    )),
    (PATIENTS, Text(
        "{table}: {number} with age outside 0 to 120 at an admission: not used.",
        "{table}\u00a0: {number} avec un âge hors de 0 à 120 à une admission\u00a0: non utilisé.",
    )),
    (STAYS, Text(
        "{table}: {number} with intensive-care stay without its hospital admission: age taken at its own start.",
        "{table}\u00a0: {number} avec un séjour en réanimation sans son admission à l’hôpital\u00a0: âge pris au"
        " début du séjour.",
    )),
    (PATIENTS, Text(
        "{table}: {number} with rows of both sexes: sex not known.",
        "{table}\u00a0: {number} avec des lignes des deux sexes\u00a0: sexe inconnu.",
    )),
    (PATIENTS, Text(
        "{table}: {number} with rows of several ages: age not known.",
        "{table}\u00a0: {number} avec des lignes de plusieurs âges\u00a0: âge inconnu.",
    )),
)  # fmt: skip
"""Of each count of `people_notes`, the table and what it is of."""


def people_notes(connection: duckdb.DuckDBPyConnection) -> list[Text]:
    """What is not known about the people themselves, as sentences with counts."""
    found = connection.execute(
        f"""SELECT count(*) FILTER (sex IS NULL), count(*) FILTER (birth_year IS NULL),
        (SELECT count(*) FROM ({people_facts()["age"]}) WHERE value NOT BETWEEN 0 AND {dictionary()["age"].high}),
        (SELECT count(*) FROM stays WHERE hospital_admitted_us IS NULL),
        (SELECT count(*) FROM {SORTED_PATIENTS} WHERE reason = 0 AND sexes_differ),
        (SELECT count(*) FROM {SORTED_PATIENTS} WHERE reason = 0 AND years_differ) FROM patients"""
    ).fetchall()[0]
    counted = zip(UNUSED, found, strict=True)
    return [tally(note, number, table=table) for (table, note), number in counted if number]
