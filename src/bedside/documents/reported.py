"""What the chapters of a report are written from, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bedside import __version__
from bedside.analysis.figures.drawn import Drawn
from bedside.analysis.rows import Row
from bedside.analysis.tables import Table, footnotes_of
from bedside.analysis.tables_of_flow import flow_tables
from bedside.analysis.tables_of_outcomes import tables_of
from bedside.analysis.worked import Worked
from bedside.documents.assumed import assumptions_of
from bedside.documents.blocks import Grid, Picture
from bedside.documents.found import Found, main_rows
from bedside.documents.shells import grids, numbered_figures
from bedside.documents.words import word
from bedside.protocol.estimands import Estimand
from bedside.protocol.model import Assumption, OutcomeKind
from bedside.rules.words import said_number


@dataclass(frozen=True)
class Reported:
    """An analysis, its rows and its figures, told in a language."""

    worked: Worked
    rows: tuple[Row, ...]
    language: str
    figures: Mapping[str, Drawn] = field(default_factory=dict)

    def say(self, key: str, **places: object) -> str:
        """A word or sentence of the catalogue."""
        return word(key, **places).say(self.language)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """The heads of columns."""
        return tuple(self.say(key) for key in keys)

    def found(self, estimand: Estimand) -> Found:
        """The rows of an outcome's main analysis."""
        return main_rows(self.rows, self.worked, estimand, self.language)

    def primary(self, estimand: Estimand) -> bool:
        """Whether it is of a primary outcome."""
        return self.worked.protocol.outcome(estimand.outcome).kind is OutcomeKind.PRIMARY

    def people(self) -> Mapping[str, str]:
        """The counts of everybody, by what is counted; a count that cannot be had says why."""
        mine = [row for row in self.rows if row.analysis == "participants"]
        return {
            row.statistic: self.say("not_known", why=row.warnings[0])
            if row.value is None
            else said_number(str(row.value), self.language)
            for row in mine
        }

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the analysis."""
        return (
            *flow_tables(self.rows, self.worked, self.language),
            *tables_of(self.rows, self.worked, self.language),
        )

    @cached_property
    def grids(self) -> tuple[tuple[str, Grid], ...]:
        """The same with their numbers, each with its outcome (empty: of everybody)."""
        numbered = grids(self.tables, self.worked.promised, self.language)
        return tuple((table.outcome, grid) for table, grid in zip(self.tables, numbered, strict=True))

    def pictures(self, outcome: str) -> Iterator[Picture]:
        """The figures of an outcome (empty: of everybody), numbered as its tables are."""
        for number, each in numbered_figures(self.figures, self.language):
            if each.outcome != outcome:
                continue
            table = each.tables[self.language]
            data = Grid("", table.title, table.head, table.body, table.footnotes, table.sides)
            texts = (each.title.say(self.language), each.file(self.language), each.caption.say(self.language))
            yield Picture(number, *texts, data, nothing=each.nothing.get(self.language, ""))

    def estimand_notes(self, outcome: str) -> tuple[str, ...]:
        """The estimand of an outcome as footnotes; none for the tables of everybody."""
        held = next((each for each in self.worked.promised.estimands if each.outcome == outcome), None)
        return footnotes_of(self.worked, held, self.language) if held else ()

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the results stand on that no public source states."""
        return assumptions_of(self.worked.protocol, self.worked.promised, self.worked.design)

    @property
    def source(self) -> str:
        """The line that says of which data the numbers are."""
        protocol, manifest = self.worked.protocol, self.worked.snapshot.manifest
        return self.say(
            "source_line", hash=self.worked.snapshot.hash, event=manifest["event"],
            protocol=f"{protocol.id} {protocol.version} ({protocol.hash[:16]})", version=__version__,
        )  # fmt: skip
