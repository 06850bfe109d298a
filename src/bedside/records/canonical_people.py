"""The tables patients and stays of a canonical folder, sorted at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from bedside.errors import NoSuchStay
from bedside.records.dictionary import dictionary
from bedside.records.door import agreed, differing, first_reason
from bedside.records.import_report import Reason
from bedside.records.notes import tally
from bedside.records.raw_tables import Broken, RawTable, between, broken_lines, quoted, reading
from bedside.values.moment import DAY
from bedside.values.wording import Text

PEOPLE_SORTED = {"patients": "bedside_patients", "stays": "bedside_stays"}


@dataclass(frozen=True)
class People:
    """Whom a load is about: the SQL type of patient ids, the only patient asked for, the broken lines by table."""

    id_type: str
    patient: object | None
    broken: Mapping[str, Broken]


def load_people(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, RawTable], stay: object | None) -> People:
    """Create `patients` and `stays`. Raises UsageError when there is no such stay."""
    patients, stays = tables["patients"], tables["stays"]
    kind = id_type(connection, patients, "patient_id")
    stay_kind, hospital_kind = id_type(connection, stays, "stay_id"), id_type(connection, stays, "hospital_stay_id")
    broken_lines(connection)
    _sort_patients(connection, patients, kind)
    broken = {"patients": broken_lines(connection)}
    _sort_stays(connection, stays, kind, stay_kind, hospital_kind)
    broken["stays"] = broken_lines(connection)
    patient = None if stay is None else _only(connection, stay, stays)
    _create(connection)
    return People(kind, patient, broken)


def id_type(connection: duckdb.DuckDBPyConnection, table: RawTable, column: str) -> str:
    """BIGINT when every id of the table is written as a whole number and nothing else, else VARCHAR."""
    if not table.has(column) or table.columns[column] != "VARCHAR":
        return "BIGINT" if table.has(column) and "INT" in table.columns[column] else "VARCHAR"
    name = quoted(column)
    with reading(table.name):
        rows = connection.execute(
            f"SELECT bool_and(TRY_CAST({name} AS BIGINT)::VARCHAR IS NOT DISTINCT FROM {name})"
            f" FROM {table.relation} WHERE {name} IS NOT NULL"
        ).fetchall()
    return "BIGINT" if rows[0][0] else "VARCHAR"


def identifier(table: RawTable, column: str, kind: str) -> str:
    """An id column in the type that the source's ids have; NULL when it is empty or not of that type."""
    if not table.has(column):
        return f"NULL::{kind}"
    return f"TRY_CAST(nullif(trim({table.text(column)}), '') AS {kind})"


def moment(table: RawTable, column: str) -> str:
    """A time column, by its name or as NAME_us; in CSV microseconds are a whole number of at least twelve digits."""
    return _read(table, column if table.has(column) else f"{column}_us")


def _read(table: RawTable, column: str) -> str:
    time = table.time(column)
    if table.columns.get(column) != "VARCHAR":
        return time
    text = f"trim({quoted(column)})"
    whole = between(f"TRY_CAST({text} AS BIGINT)")
    return f"CASE WHEN regexp_full_match({text}, '-?[0-9]{{12,18}}') THEN {whole} ELSE {time} END"


def last_of(table: RawTable, column: str) -> str:
    """A time column; of a date without a time, the last microsecond of that day."""
    return f"{moment(table, column)} + CASE WHEN {table.only_a_date(column)} THEN {DAY - 1} ELSE 0 END"


def first_of(table: RawTable, column: str, end: str) -> str:
    """A time column; of a date without a time and without an `end`, the first microsecond after that midnight.

    Windows are (T − back, T]: midnight itself is the last moment of the day before, and so the worst of a day, read
    at its end over 24 h, is certain.
    """
    alone = f"{table.only_a_date(column)} AND {moment(table, end)} IS NULL"
    return f"{moment(table, column)} + CASE WHEN {alone} THEN 1 ELSE 0 END"


def unreadable(table: RawTable, column: str) -> str:
    """The test that a time is written but cannot be read."""
    there = column if table.has(column) else f"{column}_us"
    if not table.has(there):
        return "false"
    return f"(nullif(trim({table.text(there)}), '') IS NOT NULL AND {_read(table, there)} IS NULL)"


def written_time(table: RawTable, column: str) -> str:
    """A time column as it is written."""
    return table.text(column if table.has(column) else f"{column}_us")


def _sort_patients(connection: duckdb.DuckDBPyConnection, table: RawTable, kind: str) -> None:
    reason = first_reason(("patient IS NULL", Reason.NO_PATIENT), ("place > 1", Reason.TWICE))
    year = table.whole("birth_year")
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {PEOPLE_SORTED["patients"]} AS
        SELECT -1 AS rule, *, NULL::BIGINT AS start_us, NULL::BIGINT AS end_us, {reason} AS reason,
            concat_ws(' ', sex, birth_text) AS written FROM (
            SELECT *, {agreed("known_sex")} AS one_sex, {agreed("birth_year")} AS one_year,
                {differing("known_sex")} AS sexes_differ, {differing("birth_year")} AS years_differ,
                row_number() OVER (PARTITION BY patient ORDER BY sex, birth_text) AS place FROM (
                SELECT {identifier(table, "patient_id", kind)} AS patient, {table.text("sex")} AS sex,
                    CASE WHEN lower(trim({table.text("sex")})) IN ('female', 'male')
                        THEN lower(trim({table.text("sex")})) END AS known_sex,
                    {table.text("birth_year")} AS birth_text,
                    CASE WHEN {year} BETWEEN 1 AND 9999 THEN {year}::INTEGER END AS birth_year
                FROM {table.relation}))""")


def _sort_stays(
    connection: duckdb.DuckDBPyConnection, table: RawTable, kind: str, stay_kind: str, hospital_kind: str
) -> None:
    times = ("admitted", "discharged", "hospital_admitted", "hospital_discharged", "died")
    read = {name: moment(table, name) for name in times} | {"died": f"{last_of(table, 'died')}"}
    columns = ", ".join(f"{sql} AS {name}_us" for name, sql in read.items())
    order = ", ".join(f"{name}_us" for name in times)
    unread = " OR ".join(unreadable(table, name) for name in times)
    reason = first_reason(
        ("stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_PATIENT),
        (
            f"patient NOT IN (SELECT patient FROM {PEOPLE_SORTED['patients']} WHERE reason = 0)",
            Reason.NO_SUCH_PATIENT,
        ),
        ("admitted_us IS NULL OR unread", Reason.NO_TIME),
        ("discharged_us <= admitted_us", Reason.BACKWARDS),
        ("place > 1", Reason.TWICE),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {PEOPLE_SORTED["stays"]} AS
        SELECT -1 AS rule, *, admitted_us AS start_us, discharged_us AS end_us, {reason} AS reason,
            concat('stay ', stay) AS written FROM (
            SELECT *, row_number() OVER (
                PARTITION BY stay ORDER BY patient, hospital_stay, unit, {order}) AS place FROM (
                SELECT {identifier(table, "stay_id", stay_kind)} AS stay,
                    {identifier(table, "patient_id", kind)} AS patient,
                    {identifier(table, "hospital_stay_id", hospital_kind)} AS hospital_stay,
                    {table.text("unit")} AS unit, {columns}, {unread} AS unread FROM {table.relation}))""")


def _only(connection: duckdb.DuckDBPyConnection, stay: object, table: RawTable) -> object:
    """The patient of a stay; all others are forgotten."""
    rows = connection.execute(
        f"SELECT patient, reason FROM {PEOPLE_SORTED['stays']} WHERE stay::VARCHAR = ? ORDER BY reason", [str(stay)]
    ).fetchall()
    found = [row for row in rows if row[1] == 0]
    if rows and not found:
        why = list(Reason)[rows[0][1] - 1]
        raise NoSuchStay(f"the stay {stay} was not read: {why.value}.", str(table.files[0]), "Mend its row.")
    if not found:
        raise NoSuchStay(f"there is no stay {stay}.", str(table.files[0]), "Use a stay_id of the table stays.")
    for name in PEOPLE_SORTED.values():
        connection.execute(f"DELETE FROM {name} WHERE patient IS DISTINCT FROM ?", [found[0][0]])
    return found[0][0]


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"""CREATE OR REPLACE TABLE patients AS
    SELECT patient AS patient_id, one_sex AS sex, one_year AS birth_year
    FROM {PEOPLE_SORTED["patients"]} WHERE reason = 0 ORDER BY patient""")
    connection.execute(f"""CREATE OR REPLACE TABLE stays AS
    SELECT stay AS stay_id, patient AS patient_id, hospital_stay AS hospital_stay_id, unit, admitted_us,
        discharged_us, hospital_admitted_us, hospital_discharged_us, died_us
    FROM {PEOPLE_SORTED["stays"]} WHERE reason = 0 ORDER BY stay""")


UNUSED = (
    Text(
        "patients: {number} with a sex that is neither female nor male: not known.",
        "patients\u00a0: {number} dont le sexe n’est ni female ni male\u00a0: inconnu.",
    ),
    Text(
        "patients: {number} with a year of birth that cannot be read: not known.",
        "patients\u00a0: {number} dont l’année de naissance ne peut pas être lue\u00a0: inconnue.",
    ),
    Text(
        "patients: {number} with rows of both sexes: sex not known.",
        "patients\u00a0: {number} avec des lignes des deux sexes\u00a0: sexe inconnu.",
    ),
    Text(
        "patients: {number} with rows of several years of birth: not known.",
        "patients\u00a0: {number} avec des lignes de plusieurs années de naissance\u00a0: inconnue.",
    ),
)
"""Of each count of `people_notes`, what it is of."""
ONE_OUTSIDE = Text(
    "patients: 1 stay begins at an age outside {low} to {high}, by the year of birth: age not known.",
    "patients\u00a0: 1 séjour commence à un âge hors de {low} à {high}, d’après l’année de naissance\u00a0: âge"
    " inconnu.",
)
OUTSIDE = Text(
    "patients: {number} stays begin at an age outside {low} to {high}, by the year of birth: age not known.",
    "patients\u00a0: {number} séjours commencent à un âge hors de {low} à {high}, d’après l’année de naissance\u00a0:"
    " âge inconnu.",
)


def people_notes(connection: duckdb.DuckDBPyConnection) -> list[Text]:
    """What was written about the people themselves and could not be used, as sentences with counts."""
    counts = connection.execute(
        f"""SELECT
        count(*) FILTER (nullif(trim(sex), '') IS NOT NULL AND lower(trim(sex)) NOT IN ('female', 'male')),
        count(*) FILTER (nullif(trim(birth_text), '') IS NOT NULL AND birth_year IS NULL),
        count(*) FILTER (sexes_differ), count(*) FILTER (years_differ)
        FROM {PEOPLE_SORTED["patients"]} WHERE reason = 0"""
    ).fetchall()[0]
    notes = [tally(note, number) for note, number in zip(UNUSED, counts, strict=True) if number]
    age = dictionary()["age"]
    old = connection.execute(
        f"""SELECT count(*) FROM stays JOIN patients USING (patient_id) WHERE NOT extract(year FROM make_timestamp(
        coalesce(hospital_admitted_us, admitted_us))) - birth_year BETWEEN {age.low} AND {age.high}"""
    ).fetchall()[0][0]
    outside = tally(OUTSIDE, old, ONE_OUTSIDE, low=age.low, high=age.high)
    return [*notes, *([outside] if old else [])]
