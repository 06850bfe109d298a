"""What every source of records is: a name, what it records, and one way to load it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import duckdb

from bedside.records.import_report import ImportReport
from bedside.records.raw_tables import RawTable

Progress = Callable[[str, float], None]
"""Called with what is being read and the share of the work that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row of a source's mapping: the code of a table that a variable is read from.

    `unit` is what may stand beside the value, as the source spells it; empty where the code itself settles it.
    """

    variable: str
    table: str
    code: str
    unit: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose the rows of a table are: `column` names the person; or what has a `person` in the table `link`."""

    column: str
    link: str = ""
    person: str = ""


class Source(Protocol):
    """A place that records come from. `open_source` opens one; `load` fills a DuckDB connection from it."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    @property
    def not_real(self) -> bool:
        """True when its people do not exist."""

    @property
    def recorded(self) -> frozenset[str]:
        """Variables of which every occurrence is recorded, so that no record means none."""

    @property
    def supplied(self) -> frozenset[str]:
        """Variables that it can supply at all."""

    @property
    def mapped(self) -> tuple[Mapped, ...]:
        """Where each variable that it can supply is read from, a row a code."""

    def load(
        self,
        connection: duckdb.DuckDBPyConnection,
        variables: Iterable[str] | None = None,
        stay: object | None = None,
        detail: bool = False,
        progress: Progress | None = None,
    ) -> Loaded:
        """Create or replace the tables patients, stays and facts (`contract.ENGINE`) in the connection.

        `variables` limits the facts (None: all that are supplied), `stay` the patients to the one of that stay,
        `detail` fills `written` with the source's own value and unit. Raises WrongLayout, UnreadableFile,
        UsageError (no such stay) and VariableError (no such variable).
        """


class Divisible(Source, Protocol):
    """A source whose tables can be read in parts, each with all rows of some of its people."""

    @property
    def tables(self) -> Mapping[str, RawTable]:
        """Its tables by name, first the one with a row a person.

        A copy of the source may have others of the same columns in their place.
        """

    @property
    def whose(self) -> Mapping[str, Whose]:
        """Whose the rows of each table are; a table that is not named here belongs to everybody."""


@dataclass(frozen=True)
class Loaded:
    """A source after loading: what it turned out to record, and the account of the import."""

    source: Source
    report: ImportReport
