"""The canonical form as a source: a folder of Parquet or CSV tables and `manifest.yaml`. Anyone can bring data so.

Every value passes the door again, so a file written by hand is judged like a hospital's: other units are converted,
impossible values, unknown units and unreadable cells are counted and sampled, limits (`<5`) become ranges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import duckdb

from bedside.errors import UnreadableFile, WrongLayout
from bedside.records.canonical_facts import FACTS_SORTED, load_facts
from bedside.records.canonical_manifest import MANIFEST, Manifest, read_manifest
from bedside.records.canonical_people import PEOPLE_SORTED, load_people, people_notes
from bedside.records.canonical_writing import write_canonical
from bedside.records.contract import FILES, KINDS, Table
from bedside.records.dictionary import dictionary, variable
from bedside.records.door import account
from bedside.records.from_stays import DERIVED, stay_notes
from bedside.records.import_report import ImportReport, added
from bedside.records.raw_tables import ENDINGS, RawTable, broken_lines, needed, open_table
from bedside.records.source import Loaded, Mapped, Progress, Whose
from bedside.values.wording import Text

__all__ = ["Canonical", "Manifest", "open_canonical", "read_manifest", "write_canonical"]

OF_PATIENTS = {"female": "sex", "age": "birth_year"}
"""What a column of the table patients says by itself."""


@dataclass(frozen=True)
class Canonical:
    """A canonical folder. `tables` are those that were found there."""

    folder: Path
    manifest: Manifest
    tables: Mapping[str, RawTable]

    @property
    def name(self) -> str:
        """As the manifest says."""
        return self.manifest.name

    @property
    def not_real(self) -> bool:
        """As the manifest says."""
        return self.manifest.not_real

    @property
    def recorded(self) -> frozenset[str]:
        """As the manifest says."""
        return self.manifest.recorded

    @property
    def supplied(self) -> frozenset[str]:
        """As the manifest says, and what is made of the tables stays and patients without being listed there."""
        made = {name for name, column in OF_PATIENTS.items() if self.tables["patients"].has(column)}
        return self.manifest.supplied | {*DERIVED} | made

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """Every variable that the manifest calls supplied, by its own name; units may be any that convert."""
        tables = {kind: table for table, kind in KINDS.items()}
        return tuple(
            Mapped(v.name, "stays" if v.name in DERIVED else tables[v.kind.value], v.name, v.unit, v.say("en"))
            for v in dictionary().values()
            if v.name in self.supplied
        )

    @property
    def whose(self) -> Mapping[str, Whose]:
        """See `source.Divisible.whose`."""
        return {table: Whose("patient_id") for table in self.tables}

    def load(
        self,
        connection: duckdb.DuckDBPyConnection,
        variables: Iterable[str] | None = None,
        stay: object | None = None,
        detail: bool = False,
        progress: Progress | None = None,
    ) -> Loaded:
        """Fill the connection; see `source.Source.load`."""
        wanted = frozenset(dictionary()) if variables is None else frozenset(variable(v).name for v in variables)
        tell = progress or (lambda what, share: None)
        _drop_temporary(connection)
        try:
            tell("patients and stays", 0.0)
            people = load_people(connection, self.tables, stay)
            tell("facts", 0.3)
            broken = load_facts(connection, self.tables, people, wanted, detail)
            report = self._report(connection, {**people.broken, **broken})
            tell("facts", 1.0)
            return Loaded(self, report)
        finally:
            _drop_temporary(connection)

    def _unread(self) -> list[Text]:
        """Which files have almost the name of a table: they are not read."""
        ends = tuple(sorted(ENDINGS, key=len, reverse=True))
        names = {path.name: next((e for e in ends if path.name.endswith(e)), "") for path in self.folder.iterdir()}
        stems = {name: name.removesuffix(end) for name, end in names.items() if end}
        others = sorted(name for name, stem in stems.items() if stem not in KNOWN and _almost(stem))
        return [UNREAD.filled(names=", ".join(others))] if others else []

    def _report(
        self, connection: duckdb.DuckDBPyConnection, broken: Mapping[str, tuple[int, tuple[str, ...]]]
    ) -> ImportReport:
        names = dict(enumerate(dictionary()))
        accounts = [
            account(connection, sorted_table, table, names, broken[table])
            for table, sorted_table in {**PEOPLE_SORTED, **FACTS_SORTED}.items()
            if table in broken
        ]
        rows = connection.execute("SELECT variable, count(*) FROM facts GROUP BY ALL ORDER BY ALL").fetchall()
        absent = [Text(f"{name} is absent.", f"{name} est absent.") for name in KINDS if name not in self.tables]
        return ImportReport(
            self.name,
            added(each.counted for each in accounts),
            tuple(dropped for each in accounts for dropped in each.dropped),
            (*people_notes(connection), *stay_notes(connection), *absent, *self._unread()),
            dict(rows),
            used=tuple(used for each in accounts for used in each.used),
        )


UNREAD = Text(
    "Files that have almost the name of a canonical table, and were not read: {names}.",
    "Fichiers qui portent presque le nom d’une table canonique, et n’ont pas été lus\u00a0: {names}.",
)
KNOWN = frozenset(table.name for table in FILES)
ALIKE = 0.8
"""How alike two names are, of 1, before one may be a misspelling of the other."""


def _almost(stem: str) -> bool:
    return bool(get_close_matches(stem.lower(), KNOWN, 1, ALIKE))


def open_canonical(folder: Path) -> Canonical:
    """Find and check the manifest and tables of a canonical folder, reading no rows.

    Raises UnreadableFile when the folder or manifest is absent or damaged, WrongLayout when a table or column is
    missing or the manifest is not of this format.
    """
    if not folder.is_dir():
        raise UnreadableFile("there is no such folder.", str(folder), f"Give the folder that holds {MANIFEST}.")
    manifest = read_manifest(folder / MANIFEST)
    found: dict[str, RawTable] = {}
    with duckdb.connect() as connection:
        for table in FILES:
            raw = open_table(connection, folder, table.name)
            if raw is not None:
                _checked(raw, table)
                found[table.name] = raw
            elif table.required:
                raise WrongLayout(
                    f"the table {table.name} is missing.",
                    str(folder),
                    f"Add {table.name}.parquet, {table.name}.csv or a folder {table.name}/ of parts.",
                )
    return Canonical(folder, manifest, found)


def _checked(raw: RawTable, table: Table) -> None:
    """Every required column, a time also as NAME_us; of a record some column that holds its value."""
    required = tuple(column.name for column in table.columns if column.required and not raw.has(f"{column.name}_us"))
    needed(raw, required, f"the canonical table {table.name}")
    if table.name in KINDS and not raw.has("value") and not (raw.has("low") and raw.has("high")):
        needed(raw, ("value",), f"the canonical table {table.name}")


def _drop_temporary(connection: duckdb.DuckDBPyConnection) -> None:
    broken_lines(connection)
    for name in (*PEOPLE_SORTED.values(), *FACTS_SORTED.values(), "bedside_rules", "bedside_units"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
