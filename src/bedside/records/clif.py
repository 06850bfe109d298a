"""CLIF as a source: a folder of `clif_<table>` or `<table>` files of CLIF 2.1 or 3.0, read into the canonical records.

Availability: a laboratory result can be read from `lab_result_dttm` on; of all else CLIF says only when it was
recorded or given, so it is taken to be known from then on. This is an assumption, and every import report states it
(`AVAILABILITY`), as it states the clock that times were put on. Patients without an intensive-care stay are not loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile, WrongLayout
from bedside.records.clif_facts import facts_sql
from bedside.records.clif_lasting import sort_infusions, sort_treatments
from bedside.records.clif_mapping import (
    ADT,
    ASSESSMENTS,
    CRRT,
    DIALYSIS,
    LABS,
    MEDICATION,
    OUTPUT,
    RESPIRATORY,
    TABLES,
    UNTESTABLE,
    VITALS,
    ClifMapping,
    Rule,
    clif_mapping,
)
from bedside.records.clif_people import (
    HOSPITALIZATION,
    LINKS,
    PATIENT,
    SORTED_ADMISSIONS,
    SORTED_PATIENTS,
    SORTED_PLACES,
    keyed,
    load_people,
    people_facts,
    people_mapped,
    people_notes,
)
from bedside.records.clif_rows import CATEGORIES, RULES, UNITS, Scan, prepare, sort_moments, sort_respiratory
from bedside.records.contract import facts_types, lasting_columns
from bedside.records.dictionary import dictionary, variable
from bedside.records.door import account
from bedside.records.from_stays import DERIVED, stay_notes
from bedside.records.import_report import ImportReport, added
from bedside.records.notes import listed, tally
from bedside.records.raw_tables import Broken, RawTable, broken_lines, needed, open_table, reading
from bedside.records.recording import kinds
from bedside.records.source import Loaded, Mapped, Progress, Whose
from bedside.values.variable import Kind
from bedside.values.wording import Text

LAYOUT = "CLIF"
REQUIRED = {
    PATIENT: ("patient_id", "sex_category", "death_dttm"),
    HOSPITALIZATION: ("patient_id", "hospitalization_id", "admission_dttm", "discharge_dttm", "age_at_admission"),
    ADT: ("hospitalization_id", "in_dttm", "out_dttm", "location_category"),
}
OPTIONAL = {
    VITALS: ("hospitalization_id", "recorded_dttm", "vital_category", "vital_value"),
    LABS: (
        "hospitalization_id", "lab_collect_dttm", "lab_result_dttm", "lab_category", "lab_value", "reference_unit",
    ),
    ASSESSMENTS: ("hospitalization_id", "recorded_dttm", "assessment_category", "numerical_value"),
    RESPIRATORY: ("hospitalization_id", "recorded_dttm", "device_category", "mode_category", "fio2_set"),
    MEDICATION: (
        "hospitalization_id", "admin_dttm", "med_category", "med_dose", "med_dose_unit", "mar_action_category",
    ),
    CRRT: ("hospitalization_id", "recorded_dttm", "crrt_mode_category"),
    DIALYSIS: ("hospitalization_id", "recorded_dttm"),
    OUTPUT: ("hospitalization_id", "recorded_dttm", "output_group", "output_value", "output_unit"),
}  # fmt: skip
SORTED = {table: f"bedside_{table}" for table in TABLES}
PEOPLE_SORTED = {PATIENT: SORTED_PATIENTS, HOSPITALIZATION: SORTED_ADMISSIONS, ADT: SORTED_PLACES}
AVAILABILITY = Text(
    "Assumption: a laboratory result is known from lab_result_dttm on, at collection where that is empty; all else is"
    " known from the moment it was recorded or given.",
    "Hypothèse\u00a0: un résultat de laboratoire est connu dès lab_result_dttm, dès le prélèvement si cette heure"
    " manque\u202f; tout le reste l’est dès le moment où il a été relevé ou administré.",
)
CLOCK = {
    "utc": Text(
        "Times: the hospital’s clock is taken to be UTC plus {hours} h, always; times without an offset are UTC.",
        "Heures\u00a0: l’horloge de l’hôpital est tenue pour UTC plus {hours} h, toujours\u202f; une heure sans"
        " décalage est en UTC.",
    ),
    "local": Text(
        "Times: the hospital’s clock is taken to be UTC plus {hours} h, always; times without an offset are on it.",
        "Heures\u00a0: l’horloge de l’hôpital est tenue pour UTC plus {hours} h, toujours\u202f; une heure sans"
        " décalage est à cette horloge.",
    ),
}
UNRESULTED = Text(
    "{table}: rows without a readable lab_result_dttm: {number}; taken as available at collection.",
    "{table}\u00a0: lignes sans lab_result_dttm lisible\u00a0: {number}\u202f; tenues pour disponibles dès le"
    " prélèvement.",
)
ABSENT = Text(
    "{table} is absent: not supplied: {names}.", "{table} est absent\u202f; variables non fournies\u00a0: {names}."
)
NO_ROW = Text(
    "{table}: no row of {names}: not supplied.",
    "{table}\u00a0: aucune ligne de {names}\u202f; variables non fournies.",
)
UNREAD = Text(
    "{table}: categories that the mapping does not read: {names}.",
    "{table}\u00a0: catégories que la correspondance ne lit pas\u00a0: {names}.",
)
DIALYSIS_UNKNOWN = Text(
    "{table} is absent or has no row: no row of {other} does not mean no dialysis.",
    "{table} est absent ou vide\u202f; aucune ligne de {other} ne veut pas dire aucune dialyse.",
)


@dataclass(frozen=True)
class Clif:
    """A folder of CLIF tables. `tables` are those that were found there, `filled` those of dialysis that have rows."""

    folder: Path
    tables: Mapping[str, RawTable]
    mapping: ClifMapping
    recorded: frozenset[str]
    supplied: frozenset[str]
    filled: frozenset[str] = frozenset()
    not_real: bool = field(default=False)

    @property
    def name(self) -> str:
        """`CLIF (folder name)`."""
        return f"CLIF ({self.folder.name})"

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """Every category that is read, as a row; see `source.Source.mapped`."""
        rows = (row for row in (*people_mapped(), *self.mapping.mapped) if row.table in self.tables)
        return tuple(row for row in rows if row.variable in self.supplied)

    @property
    def whose(self) -> Mapping[str, Whose]:
        """See `source.Divisible.whose`: a hospitalization has one patient, and most tables name it alone."""
        linked = {table: Whose("hospitalization_id", HOSPITALIZATION, "patient_id") for table in self.tables}
        return linked | {PATIENT: Whose("patient_id")}

    def load(
        self,
        connection: duckdb.DuckDBPyConnection,
        variables: Iterable[str] | None = None,
        stay: object | None = None,
        detail: bool = False,
        progress: Progress | None = None,
    ) -> Loaded:
        """Fill the connection; see `source.Source.load`."""
        wanted = self.supplied if variables is None else frozenset(variable(name).name for name in variables)
        _drop_temporary(connection)
        try:
            return self._load(connection, wanted, stay, detail, progress or (lambda what, share: None))
        finally:
            _drop_temporary(connection)

    def _load(
        self,
        connection: duckdb.DuckDBPyConnection,
        wanted: frozenset[str],
        stay: object | None,
        detail: bool,
        progress: Progress,
    ) -> Loaded:
        progress("patients and stays", 0.0)
        broken = load_people(connection, self.tables, self.mapping, stay)
        held = {table: self.mapping.of_table(table, wanted) for table in TABLES if table in self.tables}
        held = {table: rules for table, rules in held.items() if any(rule.variable for rule in rules)}
        rules = [rule for those in held.values() for rule in those]
        prepare(connection, self.mapping, rules)
        for done, (table, those) in enumerate(held.items(), start=1):
            progress(table, done / (len(held) + 2))
            scan = Scan(self.tables[table], those, self.mapping, stay is not None, detail)
            self._sort(connection, scan, held)
            broken[table] = broken_lines(connection)
        progress("facts", 1 - 1 / (len(held) + 2))
        scanned = {table: SORTED[table] for table in held}
        connection.execute(f"CREATE OR REPLACE TABLE facts ({facts_types('VARCHAR', wanted)})")
        sql = facts_sql(scanned, rules, wanted, self.mapping, detail)
        connection.execute(f"INSERT INTO facts ({lasting_columns()}) {sql}")
        seen = self._seen(connection, scanned)
        found = self._as_found(connection, scanned, seen, wanted)
        report = self._report(connection, scanned, broken, rules, found._notes(wanted, seen))
        progress("facts", 1.0)
        return Loaded(found, report)

    def _sort(self, connection: duckdb.DuckDBPyConnection, scan: Scan, held: Mapping[str, tuple[Rule, ...]]) -> None:
        table = scan.table.name
        if table == MEDICATION:
            sort_infusions(connection, scan, SORTED[table], _weights(held.get(VITALS, ())))
        elif table == RESPIRATORY:
            sort_respiratory(connection, scan, SORTED[table])
        elif table in (CRRT, DIALYSIS):
            sort_treatments(connection, scan, SORTED[table])
        else:
            sort_moments(connection, scan, SORTED[table])

    def _report(
        self,
        connection: duckdb.DuckDBPyConnection,
        scanned: Mapping[str, str],
        broken: Mapping[str, Broken],
        rules: Iterable[Rule],
        notes: Iterable[Text],
    ) -> ImportReport:
        names = {rule.number: rule.variable for rule in rules}
        accounts = [
            account(connection, sorted_table, table, names, broken[table])
            for table, sorted_table in {**PEOPLE_SORTED, **scanned}.items()
        ]
        rows = connection.execute("SELECT variable, count(*) FROM facts GROUP BY ALL ORDER BY ALL").fetchall()
        return ImportReport(
            self.name,
            added(each.counted for each in accounts),
            tuple(dropped for each in accounts for dropped in each.dropped),
            (*notes, *_result_notes(connection, scanned), *people_notes(connection), *stay_notes(connection)),
            dict(rows),
            used=tuple(used for each in accounts for used in each.used),
        )

    def _notes(self, wanted: frozenset[str], seen: Mapping[str, frozenset[str]]) -> list[Text]:
        options = self.mapping.options
        notes: list[Text] = [
            AVAILABILITY,
            CLOCK[options.zoneless].filled(hours=f"{options.hours_from_utc:g}".replace("-", "−")),
        ]
        for table in TABLES:
            lost = sorted(self.mapping.variables(table) & wanted - self.supplied)
            if lost:
                notes.append(listed(NO_ROW if table in self.tables else ABSENT, lost, lacking=True, table=table))
        if "renal_replacement" in wanted & self.supplied - self.recorded:
            lacking, other = (CRRT, DIALYSIS) if DIALYSIS in self.filled else (DIALYSIS, CRRT)
            notes.append(DIALYSIS_UNKNOWN.filled(table=lacking, other=other))
        for table, categories in seen.items():
            unread = sorted(categories - {rule.category for rule in self.mapping.rules if rule.table == table})
            if unread:
                notes.append(listed(UNREAD, unread, lacking=False, table=table))
        return notes

    def _seen(self, connection: duckdb.DuckDBPyConnection, scanned: Iterable[str]) -> dict[str, frozenset[str]]:
        """The categories that stand in each table that was read, whoever they are of."""
        seen = {}
        for name in (name for name in CATEGORIES if name in scanned):
            table = self.tables[name]
            category = keyed(CATEGORIES[name](table))
            with reading(name):
                found = connection.execute(
                    f"SELECT DISTINCT {category} AS category FROM {table.relation} WHERE category IS NOT NULL"
                ).fetchall()
                broken_lines(connection)
            seen[name] = frozenset(each for (each,) in found)
        return seen

    def _as_found(
        self,
        connection: duckdb.DuckDBPyConnection,
        scanned: Iterable[str],
        seen: Mapping[str, frozenset[str]],
        wanted: frozenset[str],
    ) -> Clif:
        """What no row of the whole source says is not supplied: a laboratory value that its CLIF has no category for.

        Without one charted device, no record does not mean no ventilation, and so of each kind of what lasts. A drug
        that nobody had, where others of its kind are recorded, is no gap.
        """
        empty = {
            name
            for table, categories in seen.items()
            for name in self.mapping.variables(table)
            if not any(rule.variable == name and rule.category in categories for rule in self.mapping.rules)
        }
        unrecorded = frozenset[str]().union(*self._unrecorded(connection, scanned, seen, wanted).values())
        gone = (empty - {UNTESTABLE} - self.recorded) | (self._devices(connection, scanned) & wanted) | unrecorded
        if "gcs" in gone:
            gone.add(UNTESTABLE)
        return replace(self, recorded=self.recorded - gone, supplied=self.supplied - gone)

    def _unrecorded(
        self,
        connection: duckdb.DuckDBPyConnection,
        scanned: Iterable[str],
        seen: Mapping[str, frozenset[str]],
        wanted: frozenset[str],
    ) -> dict[str, frozenset[str]]:
        """By table, what is wanted of the kinds (`recording.kinds`) of which the whole source has no row."""
        lost: dict[str, frozenset[str]] = {}
        for kind in kinds(self.mapping.variables(MEDICATION)) if MEDICATION in seen else ():
            if not any(rule.variable in kind and rule.category in seen[MEDICATION] for rule in self.mapping.rules):
                lost[MEDICATION] = lost.get(MEDICATION, frozenset()) | (kind & wanted)
        if not self.filled and {CRRT, DIALYSIS} & set(scanned):
            lost[CRRT if CRRT in scanned else DIALYSIS] = self.mapping.variables(CRRT) & wanted
        return {table: names for table, names in lost.items() if names}

    def _devices(self, connection: duckdb.DuckDBPyConnection, scanned: Iterable[str]) -> frozenset[str]:
        """The supports of respiratory_support where it names no device at all."""
        if RESPIRATORY not in scanned:
            return frozenset()
        table = self.tables[RESPIRATORY]
        with reading(table.name):
            found = connection.execute(
                f"SELECT 1 FROM {table.relation} WHERE {keyed(table.text('device_category'))} IS NOT NULL LIMIT 1"
            ).fetchall()
            broken_lines(connection)
        return frozenset() if found else self.mapping.variables(RESPIRATORY) - {"fio2"}


def _weights(rules: Iterable[Rule]) -> str | None:
    numbers = ", ".join(str(rule.number) for rule in rules if rule.variable == "weight")
    if not numbers:
        return None
    return f"""SELECT hospital, available_us AS at_us, low AS kilograms
        FROM {SORTED[VITALS]} WHERE reason = 0 AND rule IN ({numbers})"""


def _result_notes(connection: duckdb.DuckDBPyConnection, scanned: Mapping[str, str]) -> list[Text]:
    """How many results do not say when they could be read."""
    if LABS not in scanned:
        return []
    sql = f"SELECT count(*) FROM {scanned[LABS]} WHERE unstored AND reason = 0"
    number = connection.execute(sql).fetchall()[0][0]
    return [tally(UNRESULTED, number, table=LABS)] if number else []


def open_clif(folder: Path) -> Clif:
    """Find and check the tables of a CLIF folder and the site's mapping beside them, reading no more than a row.

    Raises UnreadableFile when the folder is absent or a file is damaged, WrongLayout when a table or column is missing
    or the mapping names what does not exist.
    """
    if not folder.is_dir():
        raise UnreadableFile("there is no such folder.", str(folder), "Give the folder that holds the CLIF tables.")
    mapping = clif_mapping(folder)
    tables = _find_tables(folder)
    supplied = frozenset((*people_facts(), *DERIVED)).union(*(mapping.variables(table) for table in tables))
    filled = frozenset(table for table in (CRRT, DIALYSIS) if table in tables and _has_rows(tables[table]))
    held = (tables.keys() - {CRRT, DIALYSIS}) | filled
    return Clif(folder, tables, mapping, _recorded(mapping, held), supplied, filled)


def _find_tables(folder: Path) -> dict[str, RawTable]:
    found: dict[str, RawTable] = {}
    with duckdb.connect() as connection:
        for name, columns in {**REQUIRED, **OPTIONAL}.items():
            prefixed, plain = open_table(connection, folder, f"clif_{name}"), open_table(connection, folder, name)
            if prefixed is not None and plain is not None:
                raise WrongLayout(
                    f"the table {name} stands there as clif_{name} and as {name}.",
                    str(folder),
                    "Keep one of them: reading both would count every row twice.",
                )
            table = prefixed or plain
            if table is not None:
                found[name] = replace(table, name=name)
                needed(found[name], columns, LAYOUT)
            elif name in REQUIRED:
                raise WrongLayout(
                    f"the table {name} is missing.",
                    str(folder),
                    f"CLIF is a folder of one file or folder of parts a table: clif_{name} or {name}, as .parquet,"
                    " .csv or .csv.gz.",
                )
    return found


def _has_rows(table: RawTable) -> bool:
    """True when a table has one row at least: an empty one says as little as an absent one."""
    with duckdb.connect() as connection, reading(table.name):
        return bool(connection.execute(f"SELECT 1 FROM {table.relation} LIMIT 1").fetchall())


def _recorded(mapping: ClifMapping, tables: Iterable[str]) -> frozenset[str]:
    """Infusions and respiratory devices are charted whenever they happen; dialysis only where both tables have rows."""
    held = set(tables)
    whole = [table for table in (MEDICATION, RESPIRATORY) if table in held]
    whole += [CRRT] if {CRRT, DIALYSIS} <= held else []
    charted = {name for table in whole for name in mapping.variables(table)}
    lasting = {name for name in charted if dictionary()[name].kind in (Kind.INFUSION, Kind.SUPPORT)}
    return frozenset(lasting | set(DERIVED))


def _drop_temporary(connection: duckdb.DuckDBPyConnection) -> None:
    broken_lines(connection)
    for name in (*SORTED.values(), *PEOPLE_SORTED.values(), f"{SORTED[RESPIRATORY]}_scan", LINKS, RULES, UNITS):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
