"""MIMIC-IV as a source: the published layout (`hosp/` and `icu/`), read into the canonical records.

Availability: a measurement or an output can be read from its `storetime` on. Of what lasts (infusions, procedures)
MIMIC's storetime says when the row was closed, not when the pump or the treatment was first seen, so it is taken to
be known from its start on. This is an assumption, and every import report states it (`AVAILABILITY`).
Patients without an intensive-care stay are not loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile, WrongLayout
from bedside.records.contract import facts_columns, facts_types, lasting_columns
from bedside.records.dictionary import dictionary, variable
from bedside.records.door import Account, account
from bedside.records.from_stays import DERIVED, stay_notes
from bedside.records.import_report import ImportReport, added
from bedside.records.item_facts import (
    DEVICES,
    SortedRows,
    devices_sql,
    lasting_facts_sql,
    moment_facts_sql,
    superseded_coma_sql,
    superseded_sql,
)
from bedside.records.item_rows import RULES, UNITS, prepare
from bedside.records.items import Item
from bedside.records.mimic_iv_charted import CHARTED, load_charted
from bedside.records.mimic_iv_mapping import (
    CHART,
    INPUTS,
    LABS,
    OUTPUTS,
    PROCEDURES,
    TABLES,
    MimicMapping,
    mimic_mapping,
)
from bedside.records.mimic_iv_people import (
    ADMISSIONS,
    PATIENTS,
    SORTED_ADMISSIONS,
    SORTED_PATIENTS,
    SORTED_STAYS,
    STAYS,
    load_people,
    people_facts,
    people_mapped,
    people_notes,
)
from bedside.records.mimic_iv_rows import TableScan, sort_table
from bedside.records.notes import listed, tally
from bedside.records.raw_tables import RawTable, broken_lines, needed, open_table, reading
from bedside.records.recording import UNRECORDED, kinds
from bedside.records.source import Loaded, Mapped, Progress, Whose
from bedside.values.variable import Kind
from bedside.values.wording import Text

LAYOUT = "MIMIC-IV"
AVAILABILITY = Text(
    "Assumption: the store time of an infusion or a procedure says when its row was closed, so what lasts is taken"
    " to be known from its start on; measurements and outputs are known from their store time on.",
    "Hypothèse\u00a0: l’heure d’enregistrement d’une perfusion ou d’un acte est celle où sa ligne a été close\u202f;"
    " ce qui dure est donc tenu pour connu dès son début\u202f; les mesures et les sorties le sont dès leur heure"
    " d’enregistrement.",
)
ONE_UNSTORED = Text(
    "{table}: 1 row without a readable storetime: taken as available when charted.",
    "{table}\u00a0: 1 ligne sans storetime lisible\u00a0: tenue pour disponible dès l’heure du relevé.",
)
UNSTORED = Text(
    "{table}: {number} rows without a readable storetime: taken as available when charted.",
    "{table}\u00a0: {number} lignes sans storetime lisible\u00a0: tenues pour disponibles dès l’heure du relevé.",
)
ABSENT = Text(
    "{table} is absent: not supplied: {names}.", "{table} est absent\u202f; variables non fournies\u00a0: {names}."
)
NOTHING_LOST = Text(
    "{table} is absent: not supplied: nothing that was asked for.",
    "{table} est absent\u202f; tout ce qui est demandé est fourni sans cela.",
)
REQUIRED = {
    PATIENTS: ("subject_id", "gender", "anchor_age", "anchor_year"),
    ADMISSIONS: ("subject_id", "hadm_id", "admittime", "dischtime", "deathtime"),
    STAYS: ("subject_id", "hadm_id", "stay_id", "intime", "outtime"),
    CHART: ("subject_id", "charttime", "itemid", "value", "valuenum", "valueuom"),
    LABS: ("subject_id", "specimen_id", "charttime", "itemid", "value", "valuenum", "valueuom"),
}
OPTIONAL = {
    "icu/outputevents": ("subject_id", "charttime", "itemid", "value", "valueuom"),
    INPUTS: ("subject_id", "starttime", "endtime", "itemid", "rate", "rateuom"),
    PROCEDURES: ("subject_id", "starttime", "endtime", "itemid"),
}
SORTED = {table: "bedside_" + table.split("/")[1] for table in TABLES}
PEOPLE_SORTED = {PATIENTS: SORTED_PATIENTS, ADMISSIONS: SORTED_ADMISSIONS, STAYS: SORTED_STAYS}


@dataclass(frozen=True)
class MimicIV:
    """A folder in the published MIMIC-IV layout. `tables` are those that were found there."""

    folder: Path
    tables: Mapping[str, RawTable]
    mapping: MimicMapping
    recorded: frozenset[str]
    supplied: frozenset[str]
    not_real: bool = field(default=False)

    @property
    def name(self) -> str:
        """`MIMIC-IV (folder name)`."""
        return f"MIMIC-IV ({self.folder.name})"

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """The mapping's rows of the tables that were found, and what is read off the people themselves."""
        rows = [row for row in self.mapping.mapped if row.table in self.tables]
        return tuple(row for row in (*people_mapped(), *rows) if row.variable in self.supplied)

    @property
    def whose(self) -> Mapping[str, Whose]:
        """See `source.Divisible.whose`."""
        return {table: Whose("subject_id") for table in self.tables}

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
        patient, broken = load_people(connection, dict(self.tables), stay)
        held = {table: self.mapping.of_table(table, wanted) for table in TABLES if table in self.tables}
        items = [item for those in held.values() for item in those]
        prepare(connection, items, (unit for item in items for unit in self.mapping.accepted(item)))
        scanned = {table: SORTED[table] for table, those in held.items() if those}
        rows = self._sorted(scanned, tuple(items), wanted, detail)
        names = {item.number: item.variable or item.reading for item in items}
        accounts = [account(connection, there, table, names, broken[table]) for table, there in PEOPLE_SORTED.items()]
        notes: list[Text] = []
        connection.execute(f"CREATE OR REPLACE TABLE facts ({facts_types('BIGINT', wanted)})")
        for done, (table, there) in enumerate(scanned.items(), start=1):
            progress(table, done / (len(scanned) + 2))
            scan = TableScan(self.tables[table], held[table], self.mapping, patient, detail)
            sort_table(connection, scan, there)
            accounts.append(account(connection, there, table, names, broken_lines(connection)))
            if table in rows.moments:
                notes += _store_notes(connection, table, there)
                _moments_to_facts(connection, rows, table)
        progress("facts", 1 - 1 / (len(scanned) + 2))
        _lasting_to_facts(connection, rows)
        load_charted(connection, self.tables[CHART], self.tables[ADMISSIONS], self.mapping.charted, wanted, patient)
        lost = self._unrecorded(connection, wanted)
        notes += [listed(UNRECORDED, names, lacking=True, table=table) for table, names in lost.items()]
        report = self._report(connection, accounts, (*self._notes(wanted), *notes))
        progress("facts", 1.0)
        return Loaded(self._as_found(connection, wanted, frozenset[str]().union(*lost.values())), report)

    def _sorted(
        self, scanned: Mapping[str, str], items: tuple[Item, ...], wanted: frozenset[str], detail: bool
    ) -> SortedRows:
        options = self.mapping.options
        charted = CHART in scanned and any(item.reading == "device" for item in items)
        return SortedRows(
            moments={table: rows for table, rows in scanned.items() if table in (CHART, LABS, OUTPUTS)},
            infusions={table: rows for table, rows in scanned.items() if table == INPUTS},
            spans={table: rows for table, rows in scanned.items() if table == PROCEDURES},
            items=items,
            wanted=wanted,
            people={
                name: f"SELECT patient, start_us, value AS low, value AS high FROM ({sql})"
                for name, sql in people_facts().items()
            },
            people_table=PATIENTS,
            course_gap_minutes=options.course_gap_minutes,
            irrigant_subtracted=options.irrigant == "subtracted",
            charted=scanned[CHART] if charted else None,
            device=self.mapping.device,
            devices=tuple(self.mapping.devices.values()),
            device_hours=options.device_hours,
            detail=detail,
        )

    def _report(
        self, connection: duckdb.DuckDBPyConnection, accounts: Sequence[Account], notes: Iterable[Text]
    ) -> ImportReport:
        rows = connection.execute("SELECT variable, count(*) FROM facts GROUP BY ALL ORDER BY ALL").fetchall()
        return ImportReport(
            self.name,
            added(each.counted for each in accounts),
            tuple(dropped for each in accounts for dropped in each.dropped),
            (*notes, *people_notes(connection), *stay_notes(connection)),
            dict(rows),
            used=tuple(used for each in accounts for used in each.used),
        )

    def _notes(self, wanted: frozenset[str]) -> list[Text]:
        notes = [AVAILABILITY]
        for table in OPTIONAL:
            lost = sorted(self.mapping.variables(table) & wanted - self.supplied)
            if table not in self.tables:
                notes.append((ABSENT if lost else NOTHING_LOST).filled(table=table, names=", ".join(lost)))
        return notes

    def _as_found(
        self, connection: duckdb.DuckDBPyConnection, wanted: frozenset[str], unrecorded: frozenset[str]
    ) -> MimicIV:
        """Without one charted oxygen device in the whole source, no record does not mean no high-flow oxygen; nor of
        what is `unrecorded`."""
        devices = frozenset(self.mapping.devices.values())
        there = bool(devices & wanted) and self._any(connection, CHART, [self.mapping.device.item])
        gone = unrecorded | (frozenset() if there else (devices - self.mapping.variables(PROCEDURES)) & wanted)
        # a device that is charted is supplied, though without procedures nobody says that each one is
        lost = gone - devices if there else gone
        return replace(self, recorded=self.recorded - gone, supplied=self.supplied - lost) if gone else self

    def _unrecorded(self, connection: duckdb.DuckDBPyConnection, wanted: frozenset[str]) -> dict[str, frozenset[str]]:
        """By table, what is wanted of the kinds (`recording.kinds`) of which the whole source has no row."""
        lost: dict[str, frozenset[str]] = {}
        for table in (INPUTS, PROCEDURES):
            for kind in kinds(self.mapping.variables(table)) if table in self.tables else ():
                if kind & wanted and not self._any(
                    connection, table, [item.item for item in self.mapping.of_table(table, kind)]
                ):
                    lost[table] = lost.get(table, frozenset()) | (kind & wanted)
        return lost

    def _any(self, connection: duckdb.DuckDBPyConnection, name: str, items: Sequence[int]) -> bool:
        """Whether a table has a row of any of these items, whosever."""
        table, listed_items = self.tables[name], ", ".join(map(str, items))
        with reading(table.name):
            found = connection.execute(
                f"SELECT 1 FROM {table.relation} WHERE {table.whole('itemid')} IN ({listed_items}) LIMIT 1"
            ).fetchall()
            broken_lines(connection)
        return bool(found)


def _store_notes(connection: duckdb.DuckDBPyConnection, table: str, rows: str) -> list[Text]:
    """How many rows of a table do not say when they were stored."""
    number = connection.execute(f"SELECT count(*) FROM {rows} WHERE unstored AND reason <= 0").fetchall()[0][0]
    return [tally(UNSTORED, number, ONE_UNSTORED, table=table)] if number else []


def _moments_to_facts(connection: duckdb.DuckDBPyConnection, rows: SortedRows, table: str) -> None:
    """Insert what a table of measurements and amounts says into `facts`, then drop its sorted rows.

    So they are not all held beside `facts`. Devices charted there are kept in the table `DEVICES`.
    """
    there = rows.moments[table]
    devices = devices_sql(rows) if there == rows.charted else None
    if devices is not None:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {DEVICES} AS {devices}")
    connection.execute(f"INSERT INTO facts ({lasting_columns()}) {moment_facts_sql(rows, table)}")
    if (earlier := superseded_coma_sql(rows, table)) is not None:
        connection.execute(f"INSERT INTO facts ({facts_columns()}) {earlier}")
    connection.execute(f"DROP TABLE {there}")


def _lasting_to_facts(connection: duckdb.DuckDBPyConnection, rows: SortedRows) -> None:
    """Insert the rest into `facts`: what lasts, and what is said of people and stays."""
    connection.execute(f"INSERT INTO facts ({lasting_columns()}) {lasting_facts_sql(rows)}")
    if rows.charted is not None:
        connection.execute(f"INSERT INTO facts ({facts_columns()}) {superseded_sql(rows)}")
        connection.execute(f"DROP TABLE {DEVICES}")


def open_mimic_iv(folder: Path, pao2_specimen: str | None = None) -> MimicIV:
    """Find and check the tables of a MIMIC-IV folder, reading no rows.

    `pao2_specimen`: `arterial` (the default) or `any`. Raises UnreadableFile when the folder is absent or a file
    is damaged, WrongLayout when a table or column is missing, UsageError for another choice of specimen.
    """
    if not folder.is_dir():
        raise UnreadableFile("there is no such folder.", str(folder), "Give the folder that holds hosp/ and icu/.")
    mapping = mimic_mapping()
    if pao2_specimen is not None:
        mapping = replace(mapping, options=replace(mapping.options, pao2_specimen=pao2_specimen))
    tables = _find_tables(folder)
    supplied = frozenset((*people_facts(), *DERIVED, *CHARTED)).union(*(mapping.variables(table) for table in tables))
    return MimicIV(folder, tables, mapping, _recorded(mapping, tables), supplied)


def _find_tables(folder: Path) -> dict[str, RawTable]:
    found: dict[str, RawTable] = {}
    with duckdb.connect() as connection:
        for name, columns in {**REQUIRED, **OPTIONAL}.items():
            table = open_table(connection, folder, name)
            if table is not None:
                needed(table, columns, LAYOUT)
                found[name] = table
            elif name in REQUIRED:
                raise WrongLayout(
                    f"the table {name} is missing.",
                    str(folder),
                    "MIMIC-IV is a folder with hosp/ and icu/ in it, one file or folder of parts a table"
                    f" ({name}.csv.gz, .csv or .parquet).",
                )
    return found


def _recorded(mapping: MimicMapping, tables: Iterable[str]) -> frozenset[str]:
    """Infusions and supports are charted whenever they happen; nothing else is."""
    charted = {name for table in (INPUTS, PROCEDURES) if table in tables for name in mapping.variables(table)}
    charted |= set(mapping.devices.values()) - mapping.variables(PROCEDURES)
    lasting = {name for name in charted if dictionary()[name].kind in (Kind.INFUSION, Kind.SUPPORT)}
    return frozenset(lasting | set(DERIVED) | CHARTED)


def _drop_temporary(connection: duckdb.DuckDBPyConnection) -> None:
    broken_lines(connection)
    for name in (*SORTED.values(), *PEOPLE_SORTED.values(), RULES, UNITS):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
