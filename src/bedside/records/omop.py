"""The OMOP common data model as a source, 5.3 or 5.4: `omop:DIR`, a folder of tables, and `duckdb:FILE`.

Which concept is which variable is data (`omop.csv`, see `omop_mapping`); `bedside-mapping.csv` beside the tables, or
the file of `omop:DIR?mapping=FILE`, adds a site's own rows. Persons without an intensive-care stay are not loaded.

Availability: the model does not say when a record could first be read, so all are taken to be known from their own
time on, what lasts from its start. This is an assumption, and every import report states it (`AVAILABILITY`).
A warehouse that holds no row at all of the infusions, of a support or of an oxygen device does not record them, so
that no record does not mean none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile
from bedside.records.contract import facts_columns, facts_types, lasting_columns
from bedside.records.dictionary import dictionary, variable
from bedside.records.door import Account, account
from bedside.records.from_stays import DERIVED, stay_notes
from bedside.records.import_report import ImportReport, added
from bedside.records.item_facts import DEVICES as DEVICE_SPANS
from bedside.records.item_facts import SortedRows, devices_sql, facts_sql, superseded_sql
from bedside.records.item_rows import RULES, UNITS, prepare
from bedside.records.items import Item
from bedside.records.notes import listed
from bedside.records.omop_mapping import OmopMapping, omop_mapping
from bedside.records.omop_mapping_file import (
    DEVICES,
    DRUGS,
    MEASUREMENTS,
    OBSERVATIONS,
    PLACES,
    PROCEDURES,
    RECORDS,
    STAYS,
)
from bedside.records.omop_people import PEOPLE_SORTED, load_people, people_facts, people_mapped, people_notes
from bedside.records.omop_rows import (
    UNIT_CONCEPTS,
    UNIT_SPELLINGS,
    WEIGHTS,
    TableScan,
    devices_of,
    has_ends,
    kind_columns,
    prepare_units,
    present,
    sort_charted,
    sort_drugs,
    sort_spans,
    sort_table,
)
from bedside.records.omop_tables import (
    DEATHS,
    OPTIONAL,
    PERSONS,
    VISITS,
    attached,
    complete,
    tables_of_file,
    tables_of_folder,
    version_note,
)
from bedside.records.raw_tables import Broken, RawTable, broken_lines
from bedside.records.recording import PRESSORS, UNRECORDED
from bedside.records.source import Loaded, Mapped, Progress, Whose
from bedside.values.variable import Kind
from bedside.values.wording import Text

MAPPING = "bedside-mapping.csv"
"""The site's own rows of the mapping, beside the tables."""

AVAILABILITY = Text(
    "Assumption: OMOP does not say when a record could first be read, so each is taken to be known from its own time"
    " on, what lasts from its start.",
    "Hypothèse\u00a0: OMOP ne dit pas quand une donnée a pu être lue pour la première fois\u202f; chacune est donc"
    " tenue pour connue dès sa propre heure, ce qui dure dès son début.",
)
RATES = Text(
    "Assumption: OMOP has no rate of an infusion: it is the quantity by the minutes of its row and the last weight of"
    " at most {days} days before; a quantity without a unit of amount is in the unit that the mapping says.",
    "Hypothèse\u00a0: OMOP n’a pas de débit de perfusion\u00a0: c’est la quantité par minute de sa ligne et par le"
    " dernier poids d’au plus {days} jours avant\u202f; une quantité sans unité de masse est dans celle que dit la"
    " correspondance.",
)
ARTERIAL = Text(
    "Option pao2_specimen, arterial: a PaO₂ of an unsaid specimen counts only where the specimen of the same person and"
    " time is arterial.",
    "Option pao2_specimen, arterial\u00a0: une PaO₂ de prélèvement non précisé ne compte que si le prélèvement de la"
    " même personne à la même heure est artériel.",
)
ANY_SPECIMEN = Text(
    "Option pao2_specimen, any: a PaO₂ of an unsaid specimen counts unless the specimen of the same person and time is"
    " venous.",
    "Option pao2_specimen, any\u00a0: une PaO₂ de prélèvement non précisé compte, sauf si le prélèvement de la même"
    " personne à la même heure est veineux.",
)
OWN = Text(
    "Rows of the mapping that are this site’s own: {number}.",
    "Lignes de la correspondance propres à ce site\u00a0: {number}.",
)
ABSENT = Text(
    "{table} is absent: not supplied: {names}.", "{table} est absent\u202f; variables non fournies\u00a0: {names}."
)
NO_DEATHS = Text(
    "death is absent: deaths are those of hospital stays that ended so, and not all.",
    "death est absent\u00a0: les décès sont ceux des séjours hospitaliers qui ont fini ainsi, et non tous.",
)
SORTED = {table: f"bedside_{table}" for table in RECORDS}
ENDED = "bedside_device_spans"
LASTING = (DRUGS, PROCEDURES, DEVICES)
"""The tables of what lasts: without one row of a kind in the whole warehouse, that is not recorded there."""


@dataclass(frozen=True)
class Omop:
    """An OMOP warehouse. `tables` are those that were found, in `file` where they are of a DuckDB file."""

    place: Path
    tables: Mapping[str, RawTable]
    mapping: OmopMapping
    recorded: frozenset[str]
    supplied: frozenset[str]
    file: Path | None = None
    not_real: bool = field(default=False)

    @property
    def name(self) -> str:
        """`OMOP (folder or file name)`."""
        return f"OMOP ({self.place.name})"

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """The mapping's rows of the tables that were found, and what is read off the people themselves."""
        rows = (row for row in (*people_mapped(), *self.mapping.mapped) if row.table in self.tables)
        return tuple(row for row in rows if row.variable in self.supplied)

    @property
    def stays(self) -> tuple[str, str]:
        """The table and column in which the ids of stays are."""
        return STAYS, "visit_detail_id"

    @property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Of each table whose rows say what the warehouse records at all, the columns that say of what kind one is."""
        return {table: kind_columns(self.tables[table]) for table in LASTING if table in self.tables}

    @property
    def whose(self) -> Mapping[str, Whose]:
        """See `source.Divisible.whose`; places are everybody's."""
        return {table: Whose("person_id") for table in self.tables if table != PLACES}

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
        with attached(connection, self.file):
            try:
                return _Load(self, connection, wanted, detail, progress or (lambda what, share: None)).run(stay)
            finally:
                _drop_temporary(connection)


@dataclass
class _Load:
    """One load of a warehouse into a connection: what it sorted, table by table."""

    source: Omop
    connection: duckdb.DuckDBPyConnection
    wanted: frozenset[str]
    detail: bool
    progress: Progress
    patient: int | None = None
    broken: dict[str, Broken] = field(default_factory=dict)
    sorted: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def mapping(self) -> OmopMapping:
        return self.source.mapping

    def run(self, stay: object | None) -> Loaded:
        """Fill the connection with patients, stays and facts."""
        self.progress("patients and stays", 0.0)
        self.patient, self.broken = load_people(self.connection, self.source.tables, self.mapping, stay)
        held = self._items()
        items = tuple(item for those in held.values() for item in those)
        prepare(self.connection, items, (unit for item in items for unit in self.mapping.accepted(item)))
        prepare_units(self.connection, self.mapping)
        for done, (table, those) in enumerate(held.items(), start=1):
            self.progress(table, done / (len(held) + 2))
            self._sort(TableScan(self.source.tables[table], those, self.mapping, self.patient, self.detail))
            self.broken[table] = broken_lines(self.connection)
        self.progress("facts", 1 - 1 / (len(held) + 2))
        self._facts(items)
        found, gone = self._as_found(held)
        report = self._report(items, gone)
        self.progress("facts", 1.0)
        return Loaded(found, report)

    def _items(self) -> dict[str, tuple[Item, ...]]:
        """The items asked for of each table; rates need weights, an oxygen device the others that end it."""
        tables = [table for table in RECORDS if table in self.source.tables]
        held = {table: self.mapping.of_table(table, self.wanted) for table in tables}
        if held.get(DEVICES):
            held[DEVICES] = (*(item for item in self.mapping.items if item.table == DEVICES), self.mapping.device)
        if any(item.variable in PRESSORS for item in held.get(DRUGS, ())):
            for table in {MEASUREMENTS, OBSERVATIONS} & set(tables):
                held[table] = self.mapping.of_table(table, self.wanted | {"weight"})
        return {table: items for table, items in held.items() if items}

    def _sort(self, scan: TableScan) -> None:
        table = scan.table.name
        target = SORTED[table]
        if table in (MEASUREMENTS, OBSERVATIONS):
            sort_table(self.connection, scan, target)
        elif table == DRUGS:
            weighed = [self.sorted[name][0] for name in (MEASUREMENTS, OBSERVATIONS) if name in self.sorted]
            sort_drugs(self.connection, scan, target, weighed)
        elif table == PROCEDURES:
            sort_spans(self.connection, scan, target)
        else:
            sort_charted(self.connection, scan, target)
        self.sorted[table] = (target,)
        if table == DEVICES and has_ends(scan.table):
            named = replace(scan, items=tuple(item for item in scan.items if item.variable in self.wanted))
            sort_spans(self.connection, named, ENDED)
            self.sorted[table] = (target, ENDED)

    def _facts(self, items: tuple[Item, ...]) -> None:
        options, held = self.mapping, self.sorted
        rows = SortedRows(
            moments={table: held[table][0] for table in (MEASUREMENTS, OBSERVATIONS) if table in held},
            infusions={table: held[table][0] for table in (DRUGS,) if table in held},
            spans={PROCEDURES: held[PROCEDURES][0]} if PROCEDURES in held else {},
            items=items,
            wanted=self.wanted,
            people=people_facts(self.source.tables),
            people_table=PERSONS,
            course_gap_minutes=int(options.number("course_gap_minutes")),
            irrigant_subtracted=options.options["irrigant"] == "subtracted",
            charted=held[DEVICES][0] if DEVICES in held else None,
            device=options.device,
            devices=devices_of(options),
            device_hours=int(options.number("device_hours")),
            detail=self.detail,
        )
        if len(held.get(DEVICES, ())) > 1:
            rows = replace(rows, spans={**rows.spans, DEVICES: ENDED})
        devices = devices_sql(rows)
        if devices is not None:
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {DEVICE_SPANS} AS {devices}")
        self.connection.execute(f"CREATE OR REPLACE TABLE facts ({facts_types('BIGINT', self.wanted)})")
        self.connection.execute(f"INSERT INTO facts ({lasting_columns()}) {facts_sql(rows)}")
        if devices is not None:
            self.connection.execute(f"INSERT INTO facts ({facts_columns()}) {superseded_sql(rows)}")
            self.connection.execute(f"DROP TABLE {DEVICE_SPANS}")

    def _as_found(self, held: Mapping[str, tuple[Item, ...]]) -> tuple[Omop, dict[str, frozenset[str]]]:
        """Without one row in the whole warehouse, what lasts is not recorded there; gives what, by table."""
        there: frozenset[str] = frozenset()
        asked: dict[str, frozenset[str]] = {}
        for table in LASTING:
            if table in held:
                names = frozenset(item.variable for item in held[table] if item.variable) & self.wanted
                items = {item.item: item for item in held[table]}
                found = [items[number] for number in self._present(table, held[table]) if number in items]
                seen = frozenset(item.variable for item in found)
                if table == DEVICES and found:
                    seen = names
                if table == DRUGS and (seen & PRESSORS or self._other_pressor(names)):
                    seen |= names & PRESSORS
                there |= seen
                asked[table] = names
        gone = {table: names - there for table, names in asked.items() if names - there}
        lost = frozenset(name for names in gone.values() for name in names)
        source = self.source
        return replace(source, recorded=source.recorded - lost, supplied=source.supplied - lost), gone

    def _other_pressor(self, names: frozenset[str]) -> bool:
        """True when the warehouse holds an infusion of a kind that was not asked for beside one that was."""
        others = tuple(item for item in self.mapping.items if item.variable in PRESSORS - names)
        if not names & PRESSORS or not others:
            return False
        table = self.source.tables[DRUGS]
        return bool(present(self.connection, TableScan(table, others, self.mapping, None, False)))

    def _present(self, table: str, items: tuple[Item, ...]) -> frozenset[int]:
        if self.patient is not None or table == DEVICES:
            return present(self.connection, TableScan(self.source.tables[table], items, self.mapping, None, False))
        rows = self.connection.execute(f"SELECT DISTINCT rule FROM {SORTED[table]}").fetchall()
        return frozenset(int(row[0]) for row in rows)

    def _report(self, items: tuple[Item, ...], gone: Mapping[str, frozenset[str]]) -> ImportReport:
        names = {item.number: item.variable or item.reading for item in items}
        people = {table: (rows,) for table, rows in PEOPLE_SORTED.items() if table in self.source.tables}
        accounts: list[Account] = [
            account(self.connection, rows, table, names, self.broken[table] if first else (0, ()))
            for table, those in {**people, **self.sorted}.items()
            for first, rows in ((place == 0, rows) for place, rows in enumerate(those))
        ]
        counts = self.connection.execute("SELECT variable, count(*) FROM facts GROUP BY ALL ORDER BY ALL").fetchall()
        return ImportReport(
            self.source.name,
            added(each.counted for each in accounts),
            tuple(dropped for each in accounts for dropped in each.dropped),
            (*self._notes(gone), *people_notes(self.connection, self.source.tables), *stay_notes(self.connection)),
            dict(counts),
            used=tuple(used for each in accounts for used in each.used),
        )

    def _notes(self, gone: Mapping[str, frozenset[str]]) -> list[Text]:
        mapping, tables = self.mapping, self.source.tables
        notes: list[Text] = [version_note(tables.values()), AVAILABILITY]
        if self.wanted & PRESSORS:
            notes.append(RATES.filled(days=mapping.options["weight_days"]))
        if "pao2" in self.wanted:
            notes.append(ARTERIAL if mapping.gas.required else ANY_SPECIMEN)
        if mapping.own:
            notes.append(OWN.filled(number=mapping.own))
        for table in OPTIONAL:
            lost = sorted(mapping.variables(table) & self.wanted - self.source.supplied)
            if table not in tables and lost:
                notes.append(ABSENT.filled(table=table, names=", ".join(lost)))
        if DEATHS not in tables:
            notes.append(NO_DEATHS)
        return notes + [listed(UNRECORDED, names, lacking=True, table=table) for table, names in gone.items()]


def open_omop(place: Path, mapping: Path | None = None) -> Omop:
    """Find and check the tables of a folder, reading no rows. `mapping` is the site's own rows, if not in the folder.

    A place that ends in `?mapping=FILE` names that file itself. Raises UnreadableFile when the folder is absent or a
    file is damaged, WrongLayout when a table or column is missing, and errors of the mapping.
    """
    folder, own = _own(place, mapping, lambda folder: folder / MAPPING)
    return _opened(folder, tables_of_folder(folder), omop_mapping(own), None)


def open_duckdb(place: Path, mapping: Path | None = None) -> Omop:
    """Find and check the tables of a DuckDB file, as `open_omop` those of a folder; its mapping is beside the file."""
    file, own = _own(place, mapping, lambda file: file.parent / MAPPING)
    held = omop_mapping(own)
    return _opened(file, tables_of_file(file, held.options["schema"]), held, file)


def omop_of(place: Path, tables: dict[str, RawTable], mapping: Path | None = None) -> Omop:
    """A warehouse whose tables somebody else has found. Raises WrongLayout when one or a column of one is missing."""
    if mapping is not None and not mapping.is_file():
        raise no_mapping(mapping)
    return _opened(place, complete(tables, place, "Add it to the database."), omop_mapping(mapping), None)


def _own(place: Path, mapping: Path | None, usual: Callable[[Path], Path]) -> tuple[Path, Path | None]:
    text, _, named = str(place).partition("?mapping=")
    own = mapping or (Path(named) if named else None)
    if own is not None and not own.is_file():
        raise no_mapping(own)
    beside = usual(Path(text))
    return Path(text), own or (beside if beside.is_file() else None)


def no_mapping(file: Path) -> UnreadableFile:
    """The error that a site's own rows are not where they are said to be."""
    return UnreadableFile("there is no such mapping.", str(file), "Name a CSV file after “?mapping=”.")


def _opened(place: Path, tables: dict[str, RawTable], mapping: OmopMapping, file: Path | None) -> Omop:
    held = [table for table in RECORDS if table in tables]
    supplied = frozenset((*people_facts(tables), *DERIVED)).union(*(mapping.variables(table) for table in held))
    lasting = {name for name in supplied if dictionary()[name].kind in (Kind.INFUSION, Kind.SUPPORT)}
    unsure = frozenset() if DEATHS in tables else frozenset({"dead"})
    if VISITS not in tables:
        supplied -= unsure
    return Omop(place, tables, mapping, frozenset(lasting) - unsure, supplied, file)


def _drop_temporary(connection: duckdb.DuckDBPyConnection) -> None:
    broken_lines(connection)
    sorts = (*SORTED.values(), *PEOPLE_SORTED.values(), ENDED)
    for name in (*sorts, RULES, UNITS, UNIT_CONCEPTS, UNIT_SPELLINGS, WEIGHTS, DEVICE_SPANS):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
