"""The people of an OMOP warehouse: persons, their intensive-care stays, hospital stays, ages and deaths.

A stay in intensive care is a visit detail that the mapping calls one, or whose care site it does. Details of one
person that touch or overlap are one stay, with the id of the first. Of a death that is known by its date only (at
midnight), the time is the end of a hospital stay that ended with death on that date, else the end of the date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from bedside.errors import NoSuchStay
from bedside.records.contract import FAR_FUTURE_US
from bedside.records.dictionary import dictionary
from bedside.records.door import agreed, differing, first_reason
from bedside.records.import_report import Reason
from bedside.records.notes import tally
from bedside.records.omop_mapping import OmopMapping
from bedside.records.omop_mapping_file import PLACES, STAYS
from bedside.records.omop_tables import DEATHS, PERSONS, VISITS, at, first_column, only_a_date
from bedside.records.raw_tables import Broken, RawTable, broken_lines, literal, reading
from bedside.records.source import Mapped
from bedside.values.moment import DAY
from bedside.values.wording import Text

SORTED_STAYS, SORTED_PERSONS = "bedside_visit_detail", "bedside_person"
SORTED_VISITS, SORTED_DEATHS = "bedside_visit_occurrence", "bedside_death"
SORTED_PLACES = "bedside_care_site"
PEOPLE_SORTED = {
    PERSONS: SORTED_PERSONS, PLACES: SORTED_PLACES, STAYS: SORTED_STAYS, VISITS: SORTED_VISITS, DEATHS: SORTED_DEATHS,
}  # fmt: skip


def load_people(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, RawTable], mapping: OmopMapping, stay: object | None
) -> tuple[int | None, dict[str, Broken]]:
    """Create `patients` and `stays`, and the sorted tables that account for their rows.

    Gives the patient of the stay asked for (None when all are loaded), and the broken lines of each table.
    Raises UsageError when there is no such stay.
    """
    broken = {}
    if PLACES in tables:
        _sort_places(connection, tables[PLACES], mapping)
        broken[PLACES] = broken_lines(connection)
    _sort_stays(connection, tables[STAYS], mapping, PLACES in tables)
    broken[STAYS] = broken_lines(connection)
    patient = None if stay is None else _patient_of(connection, stay, tables[STAYS])
    if patient is not None:
        connection.execute(f"DELETE FROM {SORTED_STAYS} WHERE patient IS DISTINCT FROM {patient}")
    _sort_persons(connection, tables[PERSONS], mapping, patient)
    broken[PERSONS] = broken_lines(connection)
    if VISITS in tables:
        _sort_visits(connection, tables[VISITS], mapping, patient)
        broken[VISITS] = broken_lines(connection)
    if DEATHS in tables:
        _sort_deaths(connection, tables[DEATHS], patient)
        broken[DEATHS] = broken_lines(connection)
    _create(connection, tables)
    return patient, broken


def _listed(column: str, numbers: tuple[int, ...]) -> str:
    return f"coalesce({column} IN ({', '.join(map(str, numbers))}), false)" if numbers else "false"


def _told(text: str, sources: tuple[str, ...]) -> str:
    return f"coalesce(lower(trim({text})) IN ({', '.join(map(literal, sources))}), false)" if sources else "false"


def _only(table: RawTable, patient: int | None) -> str:
    return "" if patient is None else f"WHERE {table.whole('person_id')} = {patient}"


def _end(table: RawTable, name: str) -> str:
    """The end of a stay; of a date only, the end of that day."""
    return f"{at(table, name)} + CASE WHEN {only_a_date(table, name)} THEN {DAY} ELSE 0 END"


def _sort_places(connection: duckdb.DuckDBPyConnection, table: RawTable, mapping: OmopMapping) -> None:
    name, text = table.text("care_site_name"), table.text("care_site_source_value")
    concept, sources = table.whole("place_of_service_concept_id"), mapping.sources(PLACES)
    intensive = f"({_listed(concept, mapping.concepts(PLACES))} OR {_told(name, sources)} OR {_told(text, sources)})"
    reason = first_reason(("site IS NULL", Reason.NO_ID), ("place > 1", Reason.TWICE))
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_PLACES} AS
        SELECT -1 AS rule, NULL::BIGINT AS patient, NULL::BIGINT AS start_us, NULL::BIGINT AS end_us,
            {reason} AS reason, concat('care site ', site) AS written, site, site_name, site_intensive FROM (
            SELECT *, row_number() OVER (PARTITION BY site ORDER BY site_intensive DESC, site_name) AS place FROM (
                SELECT {table.whole("care_site_id")} AS site, coalesce({name}, {text}) AS site_name,
                    {intensive} AS site_intensive FROM {table.relation}))""")


def _sort_stays(connection: duckdb.DuckDBPyConnection, table: RawTable, mapping: OmopMapping, places: bool) -> None:
    concept, text = table.whole("visit_detail_concept_id"), table.text("visit_detail_source_value")
    intensive = f"({_listed(concept, mapping.concepts(STAYS))} OR {_told(text, mapping.sources(STAYS))})"
    unit, joined = text, ""
    if places:
        unit, intensive = f"coalesce({text}, site_name)", f"({intensive} OR coalesce(site_intensive, false))"
        joined = f"""LEFT JOIN (SELECT site, site_name, site_intensive FROM {SORTED_PLACES} WHERE reason = 0)
            ON site = {table.whole("care_site_id")}"""
    reason = first_reason(
        ("stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_PATIENT),
        ("start_us IS NULL", Reason.NO_TIME),
        ("end_us <= start_us", Reason.BACKWARDS),
        ("place > 1", Reason.TWICE),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_STAYS} AS
        SELECT -1 AS rule, *, {reason} AS reason, concat('visit detail ', stay) AS written FROM (
            SELECT *, row_number() OVER (PARTITION BY stay ORDER BY patient, start_us, end_us) AS place FROM (
                SELECT {table.whole("visit_detail_id")} AS stay, {table.whole("person_id")} AS patient,
                    {table.whole("visit_occurrence_id")} AS hospital_stay, {unit} AS unit,
                    {at(table, "visit_detail_start")} AS start_us, {_end(table, "visit_detail_end")} AS end_us
                FROM {table.relation} {joined} WHERE {intensive}))""")


def _patient_of(connection: duckdb.DuckDBPyConnection, stay: object, table: RawTable) -> int:
    found = connection.execute(
        f"SELECT patient FROM {SORTED_STAYS} WHERE stay::VARCHAR = ? AND reason = 0", [str(stay)]
    ).fetchall()
    if not found:
        raise NoSuchStay(
            f"there is no stay {stay}.", str(table.files[0]), "Use a visit_detail_id of an intensive-care stay."
        )
    return int(found[0][0])


def _sort_persons(
    connection: duckdb.DuckDBPyConnection, table: RawTable, mapping: OmopMapping, patient: int | None
) -> None:
    reason = first_reason(
        ("patient IS NULL", Reason.NO_PATIENT),
        ("patient NOT IN (SELECT patient FROM with_stay)", Reason.NO_STAY),
        ("place > 1", Reason.TWICE),
    )
    concept, text = table.whole("gender_concept_id"), table.text("gender_source_value")
    sex = " ".join(
        f"WHEN {_listed(concept, mapping.concepts('gender', word))} OR {_told(text, mapping.sources('gender', word))}"
        f" THEN '{word}'"
        for word in ("female", "male")
    )
    year, month, day = (table.whole(f"{part}_of_birth") for part in ("year", "month", "day"))
    known = f"CASE WHEN {year} BETWEEN 1 AND 9999 THEN {year} END"
    exact = f"TRY_CAST(make_timestamp({table.time('birth_datetime')}) AS DATE)"
    first, last = (f"coalesce({exact}, {_birth(known, month, day, end)})" for end in (False, True))
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_PERSONS} AS
        WITH with_stay AS (SELECT patient FROM {SORTED_STAYS} WHERE reason = 0 AND patient IS NOT NULL)
        SELECT -1 AS rule, *, NULL::BIGINT AS start_us, NULL::BIGINT AS end_us, {reason} AS reason,
            'a person' AS written FROM (
            SELECT * REPLACE ({agreed("sex")} AS sex, CASE WHEN NOT births_differ THEN born_first END AS born_first,
                CASE WHEN NOT births_differ THEN born_last END AS born_last)
            FROM (SELECT *, {differing("sex")} AS sexes_differ,
                {differing("born_first")} OR {differing("born_last")} AS births_differ,
                row_number() OVER (PARTITION BY patient ORDER BY born_first, born_last, sex) AS place FROM (
                SELECT {table.whole("person_id")} AS patient, CASE {sex} END AS sex, {first} AS born_first,
                    {last} AS born_last FROM {table.relation} {_only(table, patient)})))""")


def _birth(year: str, month: str, day: str, end: bool) -> str:
    """The first or last day that a birth of a year, month and day, or as much of them as is known, can be."""
    months = f"CASE WHEN {month} BETWEEN 1 AND 12 THEN {month} END"
    whole = f"TRY(make_date({year}, {months}, {day}))"
    of_month = f"make_date({year}, {months}, 1)"
    of_year = f"make_date({year}, {12 if end else 1}, {31 if end else 1})"
    return f"coalesce({whole}, {f'last_day({of_month})' if end else of_month}, {of_year})"


def _sort_visits(
    connection: duckdb.DuckDBPyConnection, table: RawTable, mapping: OmopMapping, patient: int | None
) -> None:
    reason = first_reason(
        ("hospital_stay IS NULL", Reason.NO_ID),
        ("patient IS NULL", Reason.NO_PATIENT),
        (f"patient NOT IN (SELECT patient FROM {SORTED_PERSONS} WHERE reason = 0)", Reason.NO_STAY),
        ("start_us IS NULL", Reason.NO_TIME),
        ("place > 1", Reason.TWICE),
    )
    concept = table.whole(first_column(table, "discharged_to_concept_id", "discharge_to_concept_id"))
    text = table.text(first_column(table, "discharged_to_source_value", "discharge_to_source_value"))
    died = f"{_listed(concept, mapping.concepts('discharge', 'died'))} OR {_told(text, mapping.sources('discharge'))}"
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_VISITS} AS
        SELECT -1 AS rule, *, {reason} AS reason, concat('visit ', hospital_stay) AS written FROM (
            SELECT *, row_number() OVER (PARTITION BY hospital_stay ORDER BY patient, start_us, end_us) AS place FROM (
                SELECT {table.whole("visit_occurrence_id")} AS hospital_stay, {table.whole("person_id")} AS patient,
                    {at(table, "visit_start")} AS start_us, {_end(table, "visit_end")} AS end_us, {died} AS died
                FROM {table.relation} {_only(table, patient)}))""")


def _sort_deaths(connection: duckdb.DuckDBPyConnection, table: RawTable, patient: int | None) -> None:
    """A death at midnight is one of which the warehouse knows the date."""
    reason = first_reason(
        ("patient IS NULL", Reason.NO_PATIENT),
        (f"patient NOT IN (SELECT patient FROM {SORTED_PERSONS} WHERE reason = 0)", Reason.NO_STAY),
        ("start_us IS NULL", Reason.NO_TIME),
    )
    with reading(table.name):
        connection.execute(f"""CREATE TEMP TABLE {SORTED_DEATHS} AS
        SELECT -1 AS rule, *, start_us AS end_us, {reason} AS reason, 'a death' AS written FROM (
            SELECT {table.whole("person_id")} AS patient, {at(table, "death")} AS start_us
            FROM {table.relation} {_only(table, patient)})""")


def _create(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, RawTable]) -> None:
    """Every person with a stay; one who is missing from `person` is kept, sex and age unknown."""
    connection.execute(f"""CREATE OR REPLACE TABLE patients AS
    SELECT stays.patient AS patient_id, people.sex, extract(year FROM people.born_first)::INTEGER AS birth_year
    FROM (SELECT DISTINCT patient FROM {SORTED_STAYS} WHERE reason = 0) AS stays
    LEFT JOIN {SORTED_PERSONS} AS people ON people.patient = stays.patient AND people.reason = 0
    ORDER BY patient_id""")
    columns = ("patient", "hospital_stay", "start_us", "end_us", "died")
    none = f"SELECT {', '.join(f'NULL::BIGINT AS {name}' for name in columns)} LIMIT 0"
    visits = f"SELECT * FROM {SORTED_VISITS} WHERE reason = 0" if VISITS in tables else none
    deaths = f"SELECT * FROM {SORTED_DEATHS} WHERE reason = 0" if DEATHS in tables else none
    connection.execute(f"""CREATE OR REPLACE TABLE stays AS
    WITH visits AS ({visits}),
    ended AS (SELECT patient, min(end_us + CASE WHEN end_us % {DAY} = 0 THEN {DAY - 1} ELSE 0 END) AS end_us
        FROM visits WHERE died GROUP BY patient),
    dead AS (SELECT coalesce(d.patient, ended.patient) AS patient,
            CASE WHEN d.start_us % {DAY} <> 0 THEN d.start_us WHEN d.start_us IS NULL THEN ended.end_us
                WHEN ended.end_us BETWEEN d.start_us AND d.start_us + {DAY} THEN ended.end_us
                ELSE d.start_us + {DAY - 1} END AS died_us
        FROM (SELECT patient, min(start_us) AS start_us FROM ({deaths}) GROUP BY patient) AS d
        FULL JOIN ended ON ended.patient = d.patient),
    details AS (SELECT *, max(coalesce(end_us, {FAR_FUTURE_US})) OVER (PARTITION BY patient ORDER BY start_us, stay
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_us
        FROM {SORTED_STAYS} WHERE reason = 0),
    islands AS (SELECT *, sum(CASE WHEN start_us <= before_us THEN 0 ELSE 1 END)
            OVER (PARTITION BY patient ORDER BY start_us, stay ROWS UNBOUNDED PRECEDING) AS island FROM details),
    joined AS (SELECT arg_min(stay, (start_us, stay)) AS stay, patient,
            arg_min(hospital_stay, (start_us, stay)) AS hospital_stay, arg_min(unit, (start_us, stay)) AS unit,
            min(start_us) AS start_us,
            CASE WHEN count(end_us) = count(*) THEN max(end_us) END AS end_us
        FROM islands GROUP BY patient, island)
    SELECT s.stay AS stay_id, s.patient AS patient_id, s.hospital_stay AS hospital_stay_id, s.unit,
        s.start_us AS admitted_us, s.end_us AS discharged_us, v.start_us AS hospital_admitted_us,
        v.end_us AS hospital_discharged_us, dead.died_us
    FROM joined AS s
    LEFT JOIN visits AS v ON v.hospital_stay = s.hospital_stay AND v.patient = s.patient
    LEFT JOIN dead ON dead.patient = s.patient
    ORDER BY s.stay""")


def people_facts(tables: Iterable[str]) -> dict[str, str]:
    """By variable, the SELECT of patient, start_us, low and high of what the table of persons says.

    Age is that of completed years at every hospital admission; where the day of birth is not known, a range.
    """
    visits = f"SELECT patient, start_us FROM {SORTED_VISITS} WHERE reason = 0 UNION" if VISITS in tables else ""
    admissions = f"""({visits} SELECT patient_id, admitted_us AS start_us FROM stays WHERE hospital_admitted_us IS NULL)
        AS a(patient, start_us) JOIN {SORTED_PERSONS} AS p ON p.patient = a.patient AND p.reason = 0"""
    day = "make_timestamp(a.start_us)::DATE"
    low = f"greatest(date_sub('year', p.born_last, {day}), {dictionary()['age'].low})"
    high = f"date_sub('year', p.born_first, {day})"
    female = "CASE p.sex WHEN 'female' THEN 1 WHEN 'male' THEN 0 END"
    return {
        "age": f"SELECT a.patient, a.start_us, {low} AS low, {high} AS high FROM {admissions}",
        "female": f"SELECT a.patient, a.start_us, {female} AS low, {female} AS high FROM {admissions}",
    }


def people_mapped() -> tuple[Mapped, ...]:
    """Which columns say what is known of the people themselves and of their stays."""
    return (
        Mapped("age", PERSONS, "year_of_birth, month_of_birth, day_of_birth", "years"),
        Mapped("female", PERSONS, "gender_concept_id"),
        Mapped("icu_stay", STAYS, "visit_detail_start_datetime, visit_detail_end_datetime"),
        Mapped("dead", DEATHS, "death_datetime, death_date"),
        Mapped("dead", VISITS, "discharged_to_concept_id, discharged_to_source_value"),
    )


NO_STAYS = Text(
    "visit_detail: no row is an intensive-care stay by the mapping, so nobody is loaded: name the concept, the source"
    " value or the care site of yours in a mapping file.",
    "visit_detail\u00a0: aucune ligne n’est un séjour en réanimation selon la correspondance, donc personne n’est"
    " chargé\u00a0: nommez le concept, la valeur source ou le lieu (care_site) des vôtres dans un fichier de"
    " correspondance.",
)
JOINED = Text(
    "visit_detail: rows that continue or overlap a stay of the same person, taken as one stay: {number}.",
    "visit_detail\u00a0: lignes qui prolongent ou chevauchent un séjour de la même personne, comptées comme un seul"
    " séjour\u00a0: {number}.",
)
SEX = Text(
    "person: {number} with no sex, or neither female nor male by the mapping: not known.",
    "person\u00a0: {number} sans sexe, ou ni féminin ni masculin selon la correspondance\u00a0: inconnu.",
)
SEXES = Text(
    "person: {number} with rows of both sexes: sex not known.",
    "person\u00a0: {number} avec des lignes des deux sexes\u00a0: sexe inconnu.",
)
BIRTH = Text(
    "person: {number} with no usable birth, or with several: age not known.",
    "person\u00a0: {number} sans naissance utilisable, ou avec plusieurs\u00a0: âge inconnu.",
)
OLD = Text(
    "person: {number} with an age outside {low} to {high} at an admission: not used.",
    "person\u00a0: {number} avec un âge hors de {low} à {high} à une admission\u00a0: non utilisé.",
)
NO_VISIT = Text(
    "visit_detail: stays without their hospital stay, their age taken at their own start: {number}.",
    "visit_detail\u00a0: séjours sans leur séjour hospitalier, l’âge étant pris à leur propre début\u00a0: {number}.",
)


def people_notes(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> list[Text]:
    """What is not known about the people themselves, as sentences with counts."""
    age = dictionary()["age"]
    joined, stays, sex, sexes, birth, visit, old = connection.execute(
        f"""SELECT (SELECT count(*) FROM {SORTED_STAYS} WHERE reason = 0) - (SELECT count(*) FROM stays),
        (SELECT count(*) FROM stays), count(*) FILTER (sex IS NULL),
        (SELECT count(*) FROM {SORTED_PERSONS} WHERE reason = 0 AND sexes_differ),
        count(*) FILTER (birth_year IS NULL),
        (SELECT count(*) FROM stays WHERE hospital_admitted_us IS NULL),
        (SELECT count(*) FROM ({people_facts(tables)["age"]}) WHERE low < {age.low} OR high > {age.high})
        FROM patients"""
    ).fetchall()[0]
    notes: list[Text] = [] if stays else [NO_STAYS]
    counted = ((JOINED, joined), (SEX, sex - sexes), (SEXES, sexes), (BIRTH, birth), (NO_VISIT, visit), (OLD, old))
    return notes + [tally(note, number, low=age.low, high=age.high) for note, number in counted if number]
